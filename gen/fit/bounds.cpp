// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/bounds.hpp"

namespace pwlforge::fitting {

namespace {

// Least accumulator that rounds to `code` or more. Rounding is monotone, and moves a value by at most one code.
std::int64_t least_for(std::int64_t code, int requant_shift, golden::Rounding rounding) {
  std::int64_t low = (code - 1) * (std::int64_t{1} << requant_shift);
  std::int64_t high = (code + 1) * (std::int64_t{1} << requant_shift);
  while (low < high) {
    const std::int64_t middle = low + ((high - low) / 2);
    if (golden::round_shift(middle, requant_shift, rounding) >= code) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

AccumulatorInterval accumulators_for(std::int64_t low, std::int64_t high, int requant_shift, golden::Rounding rounding,
                                     int output_bits, bool output_signed) {
  const auto least = static_cast<std::int64_t>(golden::min_of(output_bits, output_signed));
  const auto greatest = static_cast<std::int64_t>(golden::max_of(output_bits, output_signed));
  AccumulatorInterval result;
  if (low > greatest || high < least || low > high) return {0, -1};
  if (low > least) result.low = least_for(low, requant_shift, rounding);
  if (high < greatest) result.high = least_for(high + 1, requant_shift, rounding) - 1;
  return result;
}

}  // namespace pwlforge::fitting
