// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The integer piecewise-linear unit, bit for bit (docs/numerics.md sections 2 and 3):
//
//     i   = number of thresholds T with q >= T
//     acc = K[i] * q + B'[i]                 B' = B << s (shifted) or B (direct)
//     y   = sat( round( acc * 2^-R ) )
//
// Example: W = 8, f6k8b8, s = 3, gelu entry K = 25, B = -4, q = 12 (x = 1.5):
// acc = 25 * 12 + (-4 << 3) = 268; with R = 3 (half_up) y = 34.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/golden/rounding.hpp"

namespace pwlforge::golden {

/// Where the binary point of an intercept lies.
enum class InterceptForm {
  shifted,  ///< F fraction bits; aligned at run time by the left shift s
  direct,   ///< already at accumulator resolution; no shifter
};

/// What is fixed when an integer unit is built. Widths are in bits.
struct IntFormat {
  int input_bits = 8;       ///< W, 4..32; the code q is signed
  int slope_bits = 8;       ///< KW, 2..32, signed
  int intercept_bits = 16;  ///< BW, 2..64, signed
  InterceptForm intercept = InterceptForm::direct;
  Rounding rounding = Rounding::half_up;
  int output_bits = 8;        ///< O, 2..32; ignored when raw
  bool output_signed = true;  ///< ignored when raw
  bool raw = false;           ///< y = acc; no R, no saturation
};

/// One context: the parameters of one table at one scale.
/// thresholds has one element less than slopes and intercepts. Thresholds are unbounded (docs/numerics.md section 2).
struct IntParams {
  std::vector<std::int64_t> thresholds;
  std::vector<std::int64_t> slopes;
  std::vector<std::int64_t> intercepts;
  int shift = 0;          ///< s, 0..W-2; 0 for InterceptForm::direct
  int requant_shift = 0;  ///< R, 0..accumulator_bits; 0 when raw
};

struct IntResult {
  Wide y = 0;              ///< output code, or acc when raw
  Wide acc = 0;            ///< exact accumulator
  int segment = 0;         ///< i
  bool saturated = false;  ///< the rounded value did not fit the output
};

/// A: the smallest signed width that holds the extremes that the declared widths allow.
/// Examples: W 8, k8, b8 shifted: 16. W 8, k8, b16 direct: 17.
int accumulator_bits(const IntFormat& format);

/// Width of y: accumulator_bits when raw, else output_bits.
int result_bits(const IntFormat& format);

/// Number of thresholds that q reaches, 0..thresholds.size(). Thresholds must be sorted.
int segment_of(const std::vector<std::int64_t>& thresholds, std::int64_t q);

/// The multiply-accumulate alone: K * q + (B << s).
Wide multiply_accumulate(std::int64_t slope, std::int64_t q, std::int64_t intercept, int shift);

/// One beat through the unit. Precondition: params fit the format (see check_params).
IntResult evaluate(const IntFormat& format, const IntParams& params, std::int64_t q);

/// What a document or a caller may get wrong; none when the parameters fit.
enum class ParamFault { none, sizes, threshold_order, slope_range, intercept_range, shift_range, requant_range };
struct ParamCheck {
  ParamFault fault = ParamFault::none;
  std::size_t index = 0;  ///< first offending element
};
ParamCheck check_params(const IntFormat& format, const IntParams& params);

/// The image that a loadable store of `entries` entries gets for a table of n <= entries entries (docs/numerics.md
/// section 2): thresholds clamped to W bits, unreachable entries repeat the last reachable K and B.
/// evaluate(format, store_image(...), q) == evaluate(format, params, q) for every q.
IntParams store_image(const IntFormat& format, const IntParams& params, int entries);

}  // namespace pwlforge::golden
