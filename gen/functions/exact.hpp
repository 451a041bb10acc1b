// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Values of the built-in functions to any precision, for decisions that double cannot make.
#pragma once

#include <cstdint>
#include <string>

#include <mpfr.h>

namespace pwlforge::exact {

/// Sets y to f(x) with a relative error below 2^-(precision of y - kSlackBits) for |x| < 2^19. The inexact flag of MPFR
/// stays clear only when y is exact.
using Evaluate = void (*)(mpfr_ptr y, mpfr_srcptr x);

/// Bits that the worst chain of operations loses (gelu far out on the left: erfc magnifies the error of its argument).
inline constexpr int kSlackBits = 48;

/// floor(f(steps * input_scale) / output_scale + 1/2), clamped to +-2^62. `below_identity`: f(x) < x is known for x >
/// 0, which decides about ties that f only misses by its distance from its asymptote (x^-1 exp(-x^2/2) for gelu).
std::int64_t rounded_quotient(Evaluate evaluate, std::int64_t steps, double input_scale, double output_scale,
                              bool below_identity = false);

/// f(x) as the nearest (ties to even) number of a binary format; bit pattern. Overflow gives infinity, an undefined
/// value the canonical quiet NaN.
std::uint64_t rounded_float(Evaluate evaluate, double x, int exponent_bits, int mantissa_bits);

}  // namespace pwlforge::exact
