// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Which accumulators give which outputs: the inverse of the golden model's rounding and saturation, found by searching
// in the golden model itself.
#pragma once

#include <cstdint>

#include "gen/functions/function.hpp"
#include "sim/golden/rounding.hpp"

namespace pwlforge::fitting {

/// Stands for "no bound": beyond every accumulator of inputs up to 16 bits.
inline constexpr std::int64_t kUnbounded = std::int64_t{1} << 60;

/// Accumulators low..high; -kUnbounded and kUnbounded stand for no bound.
struct AccumulatorInterval {
  std::int64_t low = -kUnbounded;
  std::int64_t high = kUnbounded;
};

/// All accumulators whose output code lies in [low, high]. Codes outside the output's range count as its ends; the
/// interval is empty (low > high) when no output lies there. requant_shift 0..40, |codes| < 2^18.
AccumulatorInterval accumulators_for(std::int64_t low, std::int64_t high, int requant_shift, golden::Rounding rounding,
                                     int output_bits, bool output_signed);

}  // namespace pwlforge::fitting
