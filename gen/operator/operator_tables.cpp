// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The tables that an operator's inner units need, fitted.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/fit/fit.hpp"
#include "gen/operator/operator_float.hpp"

namespace pwlforge {
namespace {

/// Slopes as wide as the codes, intercepts twice as wide: no error but that of the segments.
std::string format_for(int width) {
  return fmt::format("k{}b{}", width, 2 * width);
}

FitRequest request_for(const std::string& function, int width, int entries) {
  FitRequest request;
  request.function = &find_function(function);
  request.entries = entries;
  request.format = parse_format(format_for(width));
  request.input_bits = width;
  request.output_bits = width;
  return request;
}

/// The same lines on a grid that is 2^16 times as fine, exactly. A search over 2^32 codes takes many minutes, and the
/// error of the lines, not that of a 16-bit grid, is what is left with so few entries.
Table widened(Table table) {
  constexpr int kMore = 16;
  constexpr std::int64_t kFactor = std::int64_t{1} << kMore;
  table.input_bits += kMore;
  table.output_bits += kMore;
  table.format = parse_format(format_for(table.input_bits));
  for (TableContext& context : table.contexts) {
    context.input_scale /= kFactor;
    context.output_scale /= kFactor;
    context.input_zero *= kFactor;
    context.output_zero *= kFactor;
    // (K q + B) 2^-R with K, q and the result scaled by 2^16, hence B by 2^32 and R by 16.
    context.requant_shift += kMore;
    for (std::int64_t& threshold : context.thresholds) threshold *= kFactor;
    for (std::int64_t& slope : context.slopes) slope *= kFactor;
    for (std::int64_t& intercept : context.intercepts) intercept *= kFactor * kFactor;
  }
  table.provenance.note += (table.provenance.note.empty() ? "" : "; ") + std::string("widened from 16 bits");
  return table;
}

}  // namespace

Table fit_mantissas(golden::WideFunction function, int width, int entries) {
  if (width == 32) return widened(fit_mantissas(function, 16, entries));
  FitRequest request = request_for(wide_function_name(function), width, entries);
  request.output_signed = false;
  // What counts is the result's relative error, the rounding of v to a code included. Below 11 bits the output's own
  // rounding is most of it, and the fewest mismatches win; above 16 no error is bounded code by code.
  if (width > 10 && width <= 16) request.objective = Objective::relative;
  request.input_zero = mantissa_zero(width);
  request.output_scale = std::ldexp(1.0, -width);
  Table merged;
  for (int context = 0; context < golden::wide_contexts(function); ++context) {
    request.input_scale = mantissa_scale(width, context);
    request.range = Range{std::ldexp(1.0, context), std::ldexp(1.0, context + 1)};
    const Table one = fit(request);
    if (context == 0) {
      merged = one;
    } else {
      merged.contexts.push_back(one.contexts.front());
      merged.range.high = one.range.high;
      Provenance& told = merged.provenance;
      told.objective_value = std::max(told.objective_value, one.provenance.objective_value);
      if (told.note != one.provenance.note) told.note += "; odd octaves: " + one.provenance.note;
    }
  }
  return merged;
}

std::vector<Table> fit_operator_tables(const OperatorSpec& spec, double element_scale) {
  if (spec.floating) return fit_float_operator_tables(spec);
  if (spec.peer != Peer::none) return {};
  const int width = spec.element_bits;
  std::vector<Table> tables;
  if (width == 32) {
    OperatorSpec narrow = spec;
    narrow.element_bits = 16;
    narrow.exp_bits = spec.exp_bits - 16;
    narrow.reciprocal_bits = spec.reciprocal_bits - 16;
    for (Table& table : fit_operator_tables(narrow, std::ldexp(element_scale, 16))) {
      tables.push_back(widened(std::move(table)));
    }
    return tables;
  }
  if (spec.kind == OperatorKind::softmax) {
    FitRequest request = request_for("exp", width, spec.entries);
    request.format = parse_format(fmt::format("k{}b{}", spec.exp_bits, 2 * spec.exp_bits));
    request.input_bits = spec.exp_bits > width ? width + 1 : width;
    request.output_bits = spec.exp_bits;
    request.input_scale = element_scale;
    request.output_scale = std::ldexp(1.0, -spec.exp_bits);
    request.output_signed = false;
    tables.push_back(fit(request));
    tables.push_back(fit_mantissas(golden::WideFunction::div, spec.reciprocal_bits, spec.wide_entries));
  } else if (is_norm(spec.kind)) {
    tables.push_back(fit_mantissas(golden::WideFunction::rsqrt, width, spec.wide_entries));
  } else {
    FitRequest request = request_for(spec.kind == OperatorKind::swiglu ? "silu" : "gelu", width, spec.entries);
    request.input_scale = element_scale;
    request.output_scale = element_scale;
    tables.push_back(fit(request));
  }
  return tables;
}

}  // namespace pwlforge
