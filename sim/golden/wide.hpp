// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// 1/v and 1/sqrt(v) of unsigned integers of any width (docs/operators.md section 1): a leading-zero count brings v to a
// mantissa in [1, 2), an integer unit evaluates that, and an exponent travels beside it.
//
//     v = m * 2^l, 1 <= m < 2;  u = round_half_up((m - 1) * 2^W), a carry moves to the next octave
//     f(v) = y * 2^-O * 2^-k    k = l (div), k = floor(l / 2) (rsqrt, whose odd l have a table of their own)
//
// Example: div, W = O = 8, v = 1000: l = 9, m = 1.953125, u = 244, y = round(256 / 1.953125) = 131,
// f = 131 / 256 / 512 = 0.000999...
#pragma once

#include <vector>

#include "sim/golden/integer_unit.hpp"

namespace pwlforge::golden {

enum class WideFunction { div, rsqrt };

/// What is fixed when a wide unit is built.
struct WideFormat {
  WideFunction function = WideFunction::div;
  int input_bits = 24;  ///< V, 8..100
  IntFormat core;       ///< its input: the mantissa, W bits; its output: O bits, unsigned, scale 2^-O
};

/// v as the core sees it.
struct WideArgument {
  std::int64_t code = 0;  ///< u - 2^(W-1): a signed code of W bits
  int context = 0;        ///< table of the core: 0, or for rsqrt the parity of floor(log2 v)
  int exponent = 0;       ///< k
  bool zero = false;      ///< v = 0: nothing of the above counts
};

struct WideResult {
  Wide mantissa = 0;       ///< y, O bits unsigned
  int exponent = 0;        ///< k
  bool zero = false;       ///< v was 0: y = 2^O - 1, the largest exponent
  bool saturated = false;  ///< the core clamped its output
};

/// Number of contexts that the core needs: 1 (div) or 2 (rsqrt).
int wide_contexts(WideFunction function);
/// k of v = 2^V - 1, the largest there is.
int largest_exponent(const WideFormat& format);
/// Precondition: 0 <= v < 2^V.
WideArgument normalize(const WideFormat& format, Wide v);
/// `params` holds wide_contexts() elements.
WideResult evaluate_wide(const WideFormat& format, const std::vector<IntParams>& params, Wide v);
/// The integer form: sat_bits( round half up( y * 2^(fraction_bits - O - k) ) ), unsigned. For v = 0 it saturates.
Wide wide_integer(const WideFormat& format, const WideResult& result, int fraction_bits, int bits,
                  bool* clamped = nullptr);

}  // namespace pwlforge::golden
