// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The floating-point piecewise-linear unit, bit for bit (docs/numerics.md section 4), in integer arithmetic only:
//
//     y = fma(K[i], x', B[i])     one rounding, to nearest even, IEEE 754-2019
#pragma once

#include <cstdint>
#include <vector>

namespace pwlforge::golden {

/// A binary interchange format: 1 sign bit, exponent_bits, mantissa_bits stored fraction bits.
/// exponent_bits 2..8, mantissa_bits 1..23.
struct FloatFormat {
  int exponent_bits = 8;
  int mantissa_bits = 23;
};
inline constexpr FloatFormat kFp32{8, 23};
inline constexpr FloatFormat kBf16{8, 7};
inline constexpr FloatFormat kFp16{5, 10};

struct FloatOptions {
  bool ftz = false;       ///< flush subnormal inputs and tiny results to zero of their sign
  bool inf_ieee = false;  ///< false: an infinite x becomes the largest finite number of its sign
};

/// Parameters as bit patterns, in the low bits of each element. thresholds.size() + 1 == slopes.size().
struct FloatParams {
  std::vector<std::uint64_t> thresholds;
  std::vector<std::uint64_t> slopes;
  std::vector<std::uint64_t> intercepts;
};

int total_bits(const FloatFormat& format);
std::uint64_t quiet_nan(const FloatFormat& format);
bool is_nan(const FloatFormat& format, std::uint64_t bits);
bool is_subnormal(const FloatFormat& format, std::uint64_t bits);

/// IEEE >= : false when either is NaN; -0 equals +0. With ftz, subnormal operands count as zero.
bool greater_equal(const FloatFormat& format, std::uint64_t a, std::uint64_t b, bool ftz = false);

/// a * b + c with one rounding. With ftz: subnormal a, b, c become zero of their sign first, and a result whose
/// magnitude, rounded as if the exponent were unbounded, is below the smallest normal becomes zero of its sign.
std::uint64_t fused_multiply_add(const FloatFormat& format, std::uint64_t a, std::uint64_t b, std::uint64_t c,
                                 bool ftz = false);

/// Number of thresholds that x reaches; NaN gives 0.
int segment_of(const FloatFormat& format, const FloatOptions& options, const std::vector<std::uint64_t>& thresholds,
               std::uint64_t x);

/// One beat through the unit.
std::uint64_t evaluate(const FloatFormat& format, const FloatOptions& options, const FloatParams& params,
                       std::uint64_t x);

/// Nearest representable bit pattern of a finite or infinite double (round to nearest even), and back (exact).
std::uint64_t from_double(const FloatFormat& format, double value);
double to_double(const FloatFormat& format, std::uint64_t bits);

}  // namespace pwlforge::golden
