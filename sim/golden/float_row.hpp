// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operators over rows of floats, bit for bit: the other side of the comparison (docs/operators.md section 6). Every
// addition is fma(1, a, b) and every product fma(a, b, +0), one rounding each, subnormals in full.
//
//     softmax   M = the largest kept q, d = fma(1, q, -M), e = exp unit(d), 0 where dropped or below zero,
//               Z = sum e, r = reciprocal(Z), p = fma(e, r, +0)
//     rmsnorm   Q = sum q^2,                                            c = q
//     layernorm mean = fma(sum q, 1/n, +0), Q = sum c^2,                c = fma(1, q, -mean)
//               r = root(fma(1, Q, E0)), out = fma(fma(c, r, +0), gain, bias); c = 0 where dropped
//
// Order of a sum over beats of L lanes: the terms of a beat in a tree whose node n is node 2n + 1 plus node 2n + 2 and
// whose last nodes are the terms; then the sum so far, which is +0 at first, plus node 0. Terms of a sum of squares are
// pairs: fma(q, q, fma(p, p, +0)) of lanes 2i and 2i + 1; a single lane is taken into the sum at once, fma(q, q, sum).
//
// The variance is that of a second pass over c: what a single pass loses where the mean is large, E[q^2] - mean^2, is
// not lost, and a row of equal elements has Q = 0 up to the rounding of its mean. The price is a second row buffer.
// n is a configured word, so rows of a norm have one length; an element that is dropped counts as one at the mean.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/golden/float_unit.hpp"
#include "sim/golden/row.hpp"

namespace pwlforge::golden {

/// 1/v or 1/sqrt(v): a table over the mantissa, [1, 2) or [1, 4), and the exponent by integer arithmetic.
///     v = m * 2^E: r = unit(m) * 2^-E;  v = m * 2^(2h): r = unit(m) * 2^-h
/// Zero and subnormal v: r = +0 and the flag, so that a row of nothing gives zeros. Infinite v: +0. NaN and v < 0: NaN.
/// r above the largest number is infinite, below the smallest normal one it is zero.
struct FloatWideResult {
  std::uint64_t value = 0;
  bool zero = false;
};
FloatWideResult evaluate_float_wide(const FloatFormat& format, WideFunction function, const FloatParams& params,
                                    std::uint64_t v);

/// fma(1, a, b).
std::uint64_t float_add(const FloatFormat& format, std::uint64_t a, std::uint64_t b);
/// Sum of the words, or of their squares, in the order above; lanes that the last beat lacks are +0.
std::uint64_t float_sum(const FloatFormat& format, const std::vector<std::uint64_t>& words, int lanes, bool squares);

struct FloatSoftmaxParams {
  FloatParams exp;
  FloatParams reciprocal;  ///< over [1, 2)
};
struct FloatNormParams {
  FloatParams root;  ///< over [1, 4)
  bool centred = false;
  std::uint64_t reciprocal_length = 0;  ///< 1/n; centred only
  std::uint64_t epsilon = 0;            ///< E0
  std::vector<std::uint64_t> gain;      ///< of each channel, or one for all
  std::vector<std::uint64_t> bias;
};

/// Codes and outputs are bit patterns. `saturated`: some output is infinite or a NaN. `empty`: v was zero or subnormal.
RowResult float_softmax(const FloatFormat& format, const FloatSoftmaxParams& params, const Row& row, int lanes);
RowResult float_norm(const FloatFormat& format, const FloatNormParams& params, const Row& row, int lanes);

}  // namespace pwlforge::golden
