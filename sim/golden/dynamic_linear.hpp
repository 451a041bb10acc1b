// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Linear layers in integers whose activations are quantized row by row while the model runs (I-LLM, arXiv 2405.17849,
// DI-MatMul): one row of activations has one step, one row of weights another, and the result goes back to a
// fixed-point number by an integer multiplication and a shift.
//
//     M   = max |x_j|                          L = 2^(bits - 1) - 1
//     c_j = round half up( x_j * L / M )       0 where M = 0
//     y   = sat_32( round half up( (sum c_j * w_j) * M * m * 2^-k ) )      m * 2^-k = weight step / L
//
// Example, 8 bits: x = (3, -6), w = (2, 1) with step 1/2: M = 6, c = (64, -127), sum 1; 1 * 6 / 127 / 2 = 0.02 -> 0
// (exact: 0).
//
// What the paper leaves open, and what is done here: codes are symmetric (no zero point), because the weights are, and
// the multiplier m has 16 bits instead of 8, because 8 would cost accuracy and save nothing beside the accumulator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/golden/rounding.hpp"

namespace pwlforge::golden {

/// floor(a / b + 1/2); b > 0.
Wide divide_half_up(Wide a, Wide b);

/// m * 2^-k, m not negative.
struct Dyadic {
  std::int64_t mantissa = 0;
  int shift = 0;
};
/// The nearest one to value >= 0 with a mantissa of `bits` bits; k is not negative.
Dyadic dyadic(double value, int bits);
/// sat_32( round half up( value * m * 2^-k ) ).
std::int32_t rescale(Wide value, const Dyadic& factor);

struct DynamicRow {
  std::vector<std::int32_t> codes;
  std::int64_t largest = 0;  ///< M
};
/// `bits` 2..16.
DynamicRow quantize_dynamic(const std::int32_t* x, std::size_t count, int bits);

/// L
std::int32_t largest_code(int bits);

}  // namespace pwlforge::golden
