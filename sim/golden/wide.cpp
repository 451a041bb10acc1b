// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/golden/wide.hpp"

namespace pwlforge::golden {
namespace {

int floor_log2(Wide v) {
  int l = 0;
  while ((v >> (l + 1)) != 0) ++l;
  return l;
}

}  // namespace

int wide_contexts(WideFunction function) {
  return function == WideFunction::rsqrt ? 2 : 1;
}

WideArgument normalize(const WideFormat& format, Wide v) {
  WideArgument argument;
  argument.zero = v == 0;
  if (argument.zero) return argument;
  const int width = format.core.input_bits;
  int l = floor_log2(v);
  const Wide fraction = v - (Wide{1} << l);
  Wide u = l > width ? round_shift(fraction, l - width, Rounding::half_up) : fraction << (width - l);
  if (u == Wide{1} << width) {
    u = 0;
    ++l;
  }
  argument.code = static_cast<std::int64_t>(u + min_of(width, true));
  const bool root = format.function == WideFunction::rsqrt;
  argument.context = root ? l & 1 : 0;
  argument.exponent = root ? l >> 1 : l;
  return argument;
}

int largest_exponent(const WideFormat& format) {
  return normalize(format, max_of(format.input_bits, false)).exponent;
}

WideResult evaluate_wide(const WideFormat& format, const std::vector<IntParams>& params, Wide v) {
  const WideArgument argument = normalize(format, v);
  WideResult result;
  result.zero = argument.zero;
  if (argument.zero) {
    result.mantissa = max_of(format.core.output_bits, false);
    result.exponent = largest_exponent(format);
    return result;
  }
  const IntResult core = evaluate(format.core, params[static_cast<std::size_t>(argument.context)], argument.code);
  result.mantissa = core.y;
  result.exponent = argument.exponent;
  result.saturated = core.saturated;
  return result;
}

Wide wide_integer(const WideFormat& format, const WideResult& result, int fraction_bits, int bits, bool* clamped) {
  if (result.zero) {
    if (clamped != nullptr) *clamped = true;
    return max_of(bits, false);
  }
  const int shift = format.core.output_bits + result.exponent - fraction_bits;
  const Wide value = shift >= 0 ? round_shift(result.mantissa, shift, Rounding::half_up) : result.mantissa << -shift;
  return saturate(value, bits, false, clamped);
}

}  // namespace pwlforge::golden
