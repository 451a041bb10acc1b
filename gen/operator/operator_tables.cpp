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

}  // namespace

Table fit_mantissas(golden::WideFunction function, int width, int entries) {
  FitRequest request = request_for(wide_function_name(function), width, entries);
  request.output_signed = false;
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
    }
  }
  return merged;
}

std::vector<Table> fit_operator_tables(const OperatorSpec& spec, double element_scale) {
  if (spec.floating) return fit_float_operator_tables(spec);
  const int width = spec.element_bits;
  std::vector<Table> tables;
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
