// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Widths, memories, ports and parts of an operator, and the rules that it must obey.
#include <fmt/format.h>

#include <algorithm>

#include "gen/operator/operator.hpp"
#include "gen/operator/operator_axis.hpp"
#include "gen/operator/operator_float.hpp"
#include "gen/operator/operator_peer.hpp"
#include "gen/operator/plan_parts.hpp"

namespace pwlforge {

const Table* operator_table(const OperatorSpec& spec, const std::string& function) {
  for (const Table& table : spec.tables) {
    if (table.function == function) return &table;
  }
  return nullptr;
}

namespace {

constexpr int kMostLanes = 64;
constexpr int kLongestRow = 65536;
constexpr int kShiftBits = 6;
/// Room in a row buffer for what arrives while a row waits for its scalar: the stage of the reduction, that of the
/// scalar, and the read-ahead.
constexpr int kEngineSlack = 3;
constexpr int kScaleLatency = 2;
constexpr int kNormLatency = 4;
constexpr int kGateLatency = 2;
/// The argument of a norm's root has a register of its own: products in front of it, a shifter behind it.
constexpr int kArgumentLatency = 1;

void check_operator(const OperatorSpec& spec, Problems& problems) {
  const auto in_range = [&](const char* flag, int value, int low, int high) {
    if (value >= low && value <= high) return;
    problems.add(flag, fmt::format("out of range (found {})", value), fmt::format("choose {}..{}", low, high));
  };
  if (spec.element_bits != 8 && spec.element_bits != 16 && spec.element_bits != 32) {
    problems.add("--width", fmt::format("no such element width (found {})", spec.element_bits), "use 8, 16 or 32");
  }
  in_range("--lanes", spec.lanes, 1, kMostLanes);
  in_range("--output", spec.output_bits, 2, 32);
  if (spec.floating && (!has_rows(spec.kind) || spec.element_bits != 32 || spec.output_bits != 32)) {
    problems.add("--operator", fmt::format("not a float operator (found {})", operator_name(spec.kind)),
                 "use softmax, rmsnorm or layernorm with 32 bits in and out");
  }
  if (spec.kind == OperatorKind::softmax) {
    in_range("--exp-bits", spec.exp_bits, 4, 32);
    in_range("--reciprocal-bits", spec.reciprocal_bits, 4, 32);
  }
  if (is_gated(spec.kind)) return;
  in_range("--max-row", spec.max_row, 2, kLongestRow);
  if (spec.max_row < 2 || spec.max_row > kLongestRow) return;
  if (spec.lanes >= 1 && spec.max_row % spec.lanes != 0) {
    problems.add(
        "--max-row", fmt::format("a row of {} elements does not fill beats of {} lanes", spec.max_row, spec.lanes),
        fmt::format("use {}, and drop what is too much by in_keep_i", (spec.max_row / spec.lanes + 1) * spec.lanes));
  } else if (spec.lanes >= 1 && spec.max_row / spec.lanes < 2) {
    problems.add("--max-row", fmt::format("the longest row has a single beat (found {})", spec.max_row),
                 fmt::format("use at least {}", 2 * spec.lanes));
  }
}

std::vector<std::string> functions_of(OperatorKind kind) {
  switch (kind) {
    case OperatorKind::softmax: return {"exp", "div"};
    case OperatorKind::rmsnorm:
    case OperatorKind::layernorm: return {"rsqrt"};
    case OperatorKind::swiglu: return {"silu"};
    case OperatorKind::geglu: return {"gelu"};
    case OperatorKind::wide: break;
  }
  return {};
}

void check_tables(const OperatorSpec& spec, Problems& problems) {
  const std::vector<std::string> wanted = functions_of(spec.kind);
  for (const Table& table : spec.tables) {
    if (std::find(wanted.begin(), wanted.end(), table.function) == wanted.end()) {
      problems.add("--table", fmt::format("a table of {} has no place in {}", table.function, operator_name(spec.kind)),
                   fmt::format("give tables of {}, or none: then they are fitted", fmt::join(wanted, " and ")));
    }
  }
  for (const std::string& function : wanted) {
    if (operator_table(spec, function) == nullptr) {
      problems.add("--table", fmt::format("no table of {}", function), "leave all of them out, and they are fitted");
    }
  }
}

/// The exp unit of a softmax sees differences of W or W + 1 bits and gives E; the reciprocal's core gives what it
/// takes.
void check_softmax_tables(const OperatorSpec& spec, Problems& problems) {
  if (spec.kind != OperatorKind::softmax || spec.floating) return;
  const Table* core = operator_table(spec, "div");
  if (core != nullptr && (core->input_bits != spec.reciprocal_bits || core->output_bits != spec.reciprocal_bits)) {
    problems.add("--table", fmt::format("the div table has {} bits in and {} out", core->input_bits, core->output_bits),
                 fmt::format("leave it out, or use --reciprocal-bits {}", core->input_bits));
  }
  const Table* table = operator_table(spec, "exp");
  if (table == nullptr) return;
  const int input = spec.exp_bits > spec.element_bits ? spec.element_bits + 1 : spec.element_bits;
  if (table->input_bits == input && table->output_bits == spec.exp_bits && !table->output_signed) return;
  problems.add("--table",
               fmt::format("the exp table has {} bits in and {} {} bits out", table->input_bits, table->output_bits,
                           table->output_signed ? "signed" : "unsigned"),
               fmt::format("fit it with --input-bits {} --output-bits {} --output-unsigned, or change --exp-bits",
                           input, spec.exp_bits));
}

UnitSpec inner_unit(const OperatorSpec& spec, const Table& table, int entries, bool output_signed) {
  UnitSpec unit;
  set_unit(unit, fmt::format("int:{}", table.input_bits));
  unit.store = spec.store;
  unit.entries = std::max(entries, table.entries);
  unit.compact = spec.store != Store::truth_table;
  unit.pipeline = 3;
  unit.integer.slope_bits = table.format.slope_bits;
  unit.integer.intercept_bits = table.format.intercept_bits;
  unit.integer.intercept = table.intercept;
  unit.integer.rounding = table.rounding;
  unit.integer.output_bits = table.output_bits;
  unit.integer.output_signed = output_signed;
  unit.inner = true;
  return unit;
}

void plan_unit_part(OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  if (is_norm(spec.kind)) return;
  const Table& table = *operator_table(spec, functions_of(spec.kind).front());
  UnitSpec unit = inner_unit(spec, table, spec.entries, !has_rows(spec.kind));
  unit.name = spec.name + "_unit";
  unit.lanes = spec.lanes;
  // keep and last travel with the beat; beside a gated unit so does the other operand.
  unit.tag_bits = spec.lanes + 1 + (is_gated(spec.kind) ? spec.lanes * spec.element_bits : 0);
  unit.tables = {table};
  plan.unit = plan_unit(unit);
}

void plan_wide_part(OperatorPlan& plan, int argument_bits, int tag_bits) {
  const OperatorSpec& spec = plan.spec;
  const std::string function = functions_of(spec.kind).back();
  WideSpec wide;
  wide.name = spec.name + "_wide";
  wide.function = function == "div" ? golden::WideFunction::div : golden::WideFunction::rsqrt;
  wide.input_bits = std::max(argument_bits, 8);
  wide.core = inner_unit(spec, *operator_table(spec, function), spec.wide_entries, false);
  wide.core.tables.clear();
  for (const Table& table : spec.tables) {
    if (table.function == function) wide.core.tables.push_back(table);
  }
  wide.tag_bits = tag_bits;
  plan.wide = plan_wide(wide);
}

void plan_rows(OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  if (is_gated(spec.kind)) return;
  plan.max_beats = spec.max_row / spec.lanes;
  plan.beat_bits = ceil_log2(plan.max_beats + 1);
  plan.count_bits = ceil_log2(spec.max_row + 1);
}

void plan_buffers(OperatorPlan& plan, int scalar_latency) {
  const OperatorSpec& spec = plan.spec;
  plan_row_depth(plan, scalar_latency);
  const int beat = spec.lanes + 1;
  if (spec.kind == OperatorKind::softmax) {
    plan.memories.push_back({"u_largest/u_buffer", plan.depth, spec.lanes * spec.element_bits + beat});
    plan.memories.push_back({"u_sum/u_buffer", plan.depth, spec.lanes * plan.unit.output_bits + beat});
  } else {
    plan.memories.push_back({"u_moments/u_buffer", plan.depth, spec.lanes * spec.element_bits + beat});
  }
}

void plan_softmax(OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  plan_unit_part(plan);
  const int e = plan.unit.output_bits;
  plan.reduce_bits = e + plan.count_bits;
  plan_wide_part(plan, plan.reduce_bits, 0);
  plan_buffers(plan, plan.wide.latency);
  const int o = plan.wide.core.output_bits;
  const int p = spec.output_bits;
  plan.scale_accumulator = std::max({e + o + 1 + std::max(p - o, 0), plan.wide.largest + std::max(o - p, 0), 6});
  plan.latency_rows = 2;
  plan.unit_stages = plan.unit.latency;
  plan.scalar_stages = plan.wide.latency;
  plan.tail_stages = kScaleLatency;
  plan.latency = kEngineLatency + plan.unit.latency + kEngineLatency + plan.wide.latency + kScaleLatency;
}

void plan_norm(OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const int w = spec.element_bits;
  const bool centred = spec.kind == OperatorKind::layernorm;
  const int squares = 2 * w - 1 + plan.count_bits;
  plan.reduce_bits = centred ? squares + w + 2 * plan.count_bits : squares;
  // E0 counts squares of codes: what 1e-5 is at the default scale, times n^2, and room above.
  plan.epsilon_bits = w == 8 ? 32 : w == 16 ? 48 : 64;
  plan.gain_bits = std::max(w, 16);
  plan.bias_bits = spec.output_bits + golden::kBiasFraction + 4;
  plan.shift_bits = kShiftBits;
  const int argument = std::max(centred ? squares + plan.count_bits : squares, plan.epsilon_bits) + 1;
  plan_wide_part(plan, argument, centred ? plan.count_bits + w + plan.count_bits : 0);
  plan.total_shift_bits = ceil_log2(plan.wide.largest + (1 << kShiftBits));
  plan_buffers(plan, kArgumentLatency + plan.wide.latency);
  if (spec.affine) {
    plan.memories.push_back({"u_affine/gain", plan.max_beats, spec.lanes * plan.gain_bits});
    plan.memories.push_back({"u_affine/bias", plan.max_beats, spec.lanes * plan.bias_bits});
  }
  plan.latency_rows = 1;
  plan.scalar_stages = plan.wide.latency;
  plan.tail_stages = kNormLatency;
  plan.latency = kEngineLatency + kArgumentLatency + plan.wide.latency + kNormLatency;
}

void plan_gated(OperatorPlan& plan) {
  plan_unit_part(plan);
  plan.requant_bits = ceil_log2(plan.unit.output_bits + plan.spec.element_bits + 1);
  plan.unit_stages = plan.unit.latency;
  plan.tail_stages = kGateLatency;
  plan.latency = plan.unit.latency + kGateLatency;
  plan.row_bits = ceil_log2(2 * plan.latency + 8);
  plan.count_bits = 0;
}

void plan_configuration(OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const auto unit_part = [&](const char* name, const UnitPlan& unit) {
    if (!is_loadable(spec.store)) return;
    plan.parts.push_back({name, unit.config_address_bits, unit.config_words});
  };
  if (!is_norm(spec.kind)) unit_part(functions_of(spec.kind).front().c_str(), plan.unit);
  if (has_rows(spec.kind)) unit_part(functions_of(spec.kind).back().c_str(), plan.wide.core);
  if (is_norm(spec.kind)) {
    ConfigPart words{"norm", 2, {{1, "epsilon", 0, plan.epsilon_bits, 0}}};
    if (!spec.floating) words.words.insert(words.words.begin(), {0, "shift", 0, plan.shift_bits, 0});
    if (spec.floating && spec.kind == OperatorKind::layernorm) {
      words.words.insert(words.words.begin(), {0, "reciprocal_length", 0, plan.shift_bits, 0});
    }
    if (!spec.affine) {
      words.words.push_back({2, "gain", 0, plan.gain_bits, 0});
      words.words.push_back({3, "bias", 0, plan.bias_bits, 0});
    }
    plan.parts.push_back(words);
    if (spec.affine)
      plan.parts.push_back({"affine", ceil_log2(plan.max_beats) + std::max(1, ceil_log2(spec.lanes)) + 1, {}});
  }
  if (is_gated(spec.kind)) plan.parts.push_back({"gate", 1, {{0, "requant_shift", 0, plan.requant_bits, 0}}});
  if (plan.parts.empty()) return;
  plan.part_bits = std::max(1, ceil_log2(static_cast<int>(plan.parts.size())));
  int address = 0;
  for (const ConfigPart& part : plan.parts) {
    address = std::max(address, part.address_bits);
    for (const ConfigWord& word : part.words) plan.config_data_bits = std::max(plan.config_data_bits, word.bits);
  }
  if (spec.affine) plan.config_data_bits = std::max({plan.config_data_bits, plan.gain_bits, plan.bias_bits});
  plan.config_address_bits = plan.part_bits + address;
}

void plan_ports(OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const auto port = [&](const char* name, bool is_input, int width, std::string meaning) {
    plan.ports.push_back({name, is_input, width, std::move(meaning)});
  };
  const std::string lanes = spec.lanes > 1 ? fmt::format(", {} lanes, lane 0 in the low bits", spec.lanes) : "";
  port("clk_i", true, 1, "clock, rising edge");
  port("rst_ni", true, 1, "reset, active low; released synchronously to clk_i");
  port("in_valid_i", true, 1, "a beat is there; keep it until in_ready_o");
  port("in_ready_o", false, 1, "the beat is taken at the next rising edge");
  port("in_data_i", true, spec.lanes * spec.element_bits, input_meaning(spec) + lanes);
  if (is_gated(spec.kind)) port("in_gate_i", true, spec.lanes * spec.element_bits, "the other operand, as in_data_i");
  port("in_keep_i", true, spec.lanes, "elements that count; the others are padding or masked");
  port("in_last_i", true, 1, "last beat of a row");
  port("out_valid_o", false, 1, "a beat of the result is there; it stays until out_ready_i");
  port("out_ready_i", true, 1, "the beat is taken at the next rising edge");
  port("out_data_o", false, spec.lanes * spec.output_bits, output_meaning(spec) + lanes);
  port("out_keep_o", false, spec.lanes, "in_keep_i of the beat");
  port("out_last_o", false, 1, "in_last_i of the beat");
  port("saturated_o", false, 1,
       spec.floating ? "sticky: some delivered output was infinite or a NaN"
                     : "sticky: some delivered output saturated");
  if (!is_gated(spec.kind)) {
    port("empty_o", false, 1,
         spec.kind == OperatorKind::softmax ? "sticky: some row had nothing to sum up"
                                            : "sticky: some row was all zero");
    port("overlong_o", false, 1, fmt::format("sticky: some row had more than {} beats", plan.max_beats));
  }
  port("flags_clear_i", true, 1, "clears the sticky flags; setting wins");
  if (plan.parts.empty()) return;
  port("cfg_we_i", true, 1, "write; keep it until cfg_busy_o is 0");
  port("cfg_addr_i", true, plan.config_address_bits, "part and word");
  port("cfg_data_i", true, plan.config_data_bits, "word to write, in the low bits");
  port("cfg_rdata_o", false, plan.config_data_bits, "word at cfg_addr_i while cfg_busy_o is 0");
  port("cfg_commit_i", true, 1, "makes what was written current; keep it as cfg_we_i");
  port("cfg_busy_o", false, 1, "1: writes and commits wait, a row is inside");
}

/// A wide unit's facts in the terms of operators; its core is the one part that is configured.
OperatorPlan plan_wide_unit(const OperatorSpec& spec) {
  OperatorPlan plan;
  plan.spec = spec;
  plan.wide = plan_wide(spec.wide);
  plan.spec.name = spec.wide.name;
  plan.spec.store = spec.wide.core.store;
  plan.spec.entries = plan.wide.core.spec.entries;
  plan.spec.lanes = 1;
  plan.spec.element_bits = spec.wide.input_bits;
  plan.spec.output_bits = plan.wide.spec.integer_form ? spec.wide.output_bits : plan.wide.core.output_bits;
  plan.latency = plan.wide.latency;
  plan.scalar_stages = plan.wide.core.latency;
  plan.tail_stages = 1;  // of the integer form
  plan.ports = plan.wide.ports;
  if (is_loadable(plan.spec.store)) {
    const UnitPlan& core = plan.wide.core;
    plan.parts.push_back({wide_function_name(spec.wide.function), core.config_address_bits, core.config_words});
    plan.config_address_bits = core.config_address_bits;
    plan.config_data_bits = core.config_data_bits;
  }
  return plan;
}

}  // namespace

void plan_row_depth(OperatorPlan& plan, int scalar_latency) {
  plan.depth = plan.max_beats + kEngineSlack + scalar_latency;
  plan.depth_bits = ceil_log2(plan.depth);
  // Every stored beat may be a row, and so may every beat in a pipeline.
  plan.row_bits = ceil_log2(2 * plan.depth + 64);
}

void check_operator_shape(const OperatorSpec& spec) {
  Problems problems;
  check_operator(spec, problems);
  problems.throw_if_any();
}

OperatorPlan plan_operator(const OperatorSpec& spec) {
  if (spec.wrap != Wrap::none) return plan_wrapped(spec);
  if (spec.kind == OperatorKind::wide) return plan_wide_unit(spec);
  Problems problems;
  const bool peer = spec.peer != Peer::none;
  check_operator(spec, problems);
  if (peer) {
    check_peer(spec, problems);
  } else {
    check_tables(spec, problems);
    check_softmax_tables(spec, problems);
  }
  problems.throw_if_any();
  OperatorPlan plan;
  plan.spec = spec;
  plan_rows(plan);
  if (peer) {
    plan_peer_rows(plan);
    plan_ports(plan);
    return plan;
  }
  if (spec.floating) {
    plan_float_rows(plan);
  } else if (spec.kind == OperatorKind::softmax) {
    plan_softmax(plan);
  } else if (is_norm(spec.kind)) {
    plan_norm(plan);
  } else {
    plan_gated(plan);
  }
  plan_configuration(plan);
  plan_ports(plan);
  return plan;
}

WideSpec wide_unit(golden::WideFunction function, int input_bits, int width, int entries, Store store,
                   std::vector<Table> tables) {
  if (tables.empty()) tables.push_back(fit_mantissas(function, width, entries));
  OperatorSpec terms;
  terms.element_bits = width;
  terms.store = store;
  WideSpec spec;
  spec.function = function;
  spec.input_bits = input_bits;
  spec.core = inner_unit(terms, tables.front(), entries, false);
  spec.core.tables = std::move(tables);
  return spec;
}

}  // namespace pwlforge
