// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Plan, tables and specification of the row operators in FP32.
#include <fmt/format.h>

#include <algorithm>

#include "gen/fit/fit.hpp"
#include "gen/operator/operator_float.hpp"
#include "gen/operator/plan_parts.hpp"

namespace pwlforge {
namespace {

constexpr int kScaleBits = 8;  // of the exponent that travels beside a mantissa
constexpr int kCoreTag = 3 + kScaleBits;
constexpr int kFloatScaleLatency = 2;  // the product at the end of softmax
constexpr int kFloatNormLatency = 4;   // two multiply-adds

UnitPlan float_unit(const OperatorSpec& spec, const std::string& function, const std::string& suffix, int entries,
                    int lanes, int tag_bits) {
  UnitSpec unit;
  set_unit(unit, "fp32");
  unit.name = spec.name + suffix;
  unit.store = spec.store;
  unit.tables = {*operator_table(spec, function)};
  unit.entries = std::max(entries, unit.tables.front().entries);
  unit.lanes = lanes;
  unit.tag_bits = tag_bits;
  unit.inner = true;
  return plan_unit(unit);
}

Table fit_fp32(const std::string& function, Range range, int entries) {
  FitRequest request;
  request.function = &find_function(function);
  request.entries = entries;
  request.format = parse_format("fp32");
  request.range = range;
  return fit(request);
}

}  // namespace

void set_fp32(OperatorSpec& spec, int entries) {
  spec.floating = true;
  spec.element_bits = spec.output_bits = kFloatBits;
  spec.entries = entries;
  spec.wide_entries = spec.kind == OperatorKind::softmax ? kFloatEntries : entries;
}

OperatorSpec fp32_operator_spec(OperatorKind kind, int lanes, int max_row, int entries) {
  OperatorSpec spec;
  spec.kind = kind;
  spec.name = fmt::format("{}_fp32", operator_name(kind));
  set_fp32(spec, entries);
  spec.lanes = lanes;
  spec.max_row = max_row;
  spec.tables = fit_float_operator_tables(spec);
  return spec;
}

std::vector<Table> fit_float_operator_tables(const OperatorSpec& spec) {
  if (is_norm(spec.kind)) return {fit_fp32("rsqrt", {1, 4}, spec.wide_entries)};
  return {fit_fp32("exp", kFloatExpRange, spec.entries), fit_fp32("div", {1, 2}, spec.wide_entries)};
}

void plan_float_rows(OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const bool softmax = spec.kind == OperatorKind::softmax;
  const bool twice = spec.kind != OperatorKind::rmsnorm;  // a row is read again behind its largest or its mean
  plan.reduce_bits = plan.epsilon_bits = plan.gain_bits = plan.bias_bits = kFloatBits;
  plan.shift_bits =
      spec.kind == OperatorKind::layernorm ? kFloatBits : 1;  // 1/n stands where integers have their shift
  if (softmax) plan.unit = float_unit(spec, "exp", "_unit", spec.entries, spec.lanes, spec.lanes + 1);
  plan.wide.core = float_unit(spec, softmax ? "div" : "rsqrt", "_wide", spec.wide_entries, 1, kCoreTag);
  plan.wide.spec.function = softmax ? golden::WideFunction::div : golden::WideFunction::rsqrt;
  plan.wide.exponent_bits = kScaleBits;
  const int core = plan.wide.core.latency;
  plan_row_depth(plan, core);
  const int beat = spec.lanes * (kFloatBits + 1) + 1;
  if (twice) plan.memories.push_back({softmax ? "u_largest/u_buffer" : "u_sum/u_buffer", plan.depth, beat});
  plan.memories.push_back({softmax ? "u_sum/u_buffer" : "u_moments/u_buffer", plan.depth, beat});
  if (spec.affine) {
    plan.memories.push_back({"u_affine/gain", plan.max_beats, spec.lanes * kFloatBits});
    plan.memories.push_back({"u_affine/bias", plan.max_beats, spec.lanes * kFloatBits});
  }
  plan.unit_stages = softmax ? plan.unit.latency : 0;
  plan.scalar_stages = core;
  plan.tail_stages = softmax ? kFloatScaleLatency : kFloatNormLatency;
  plan.latency_rows = twice ? 2 : 1;
  plan.latency = plan.latency_rows * kEngineLatency + core +
                 (softmax ? plan.unit.latency + kFloatScaleLatency : kFloatNormLatency);
}

}  // namespace pwlforge
