// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The integer unit a second time, slowly and in exact rationals, straight from the words of docs/numerics.md: what the
// golden model is checked against. It shares no code with it.
#pragma once

#include <gmpxx.h>

#include <vector>

#include "sim/golden/integer_unit.hpp"

namespace oracle {

inline mpz_class floor_of(const mpq_class& value) {
  mpz_class result;
  mpz_fdiv_q(result.get_mpz_t(), value.get_num_mpz_t(), value.get_den_mpz_t());
  return result;
}

inline mpz_class power_of_two(int exponent) {
  mpz_class result = 1;
  for (int i = 0; i < exponent; ++i) result *= 2;
  return result;
}

inline mpz_class rounded(const mpq_class& value, pwlforge::golden::Rounding rounding) {
  using pwlforge::golden::Rounding;
  const mpq_class half(1, 2);
  if (rounding == Rounding::floor) return floor_of(value);
  const mpz_class up = floor_of(value + half);
  if (rounding == Rounding::half_up) return up;
  const bool tie = value - floor_of(value) == half;
  return tie && up % 2 != 0 ? mpz_class(up - 1) : up;
}

inline mpz_class clamped(const mpz_class& value, int bits, bool is_signed) {
  const mpz_class high = is_signed ? mpz_class(power_of_two(bits - 1) - 1) : mpz_class(power_of_two(bits) - 1);
  const mpz_class low = is_signed ? mpz_class(-power_of_two(bits - 1)) : mpz_class(0);
  return value < low ? low : value > high ? high : value;
}

inline mpz_class to_mpz(pwlforge::golden::Wide value) {
  const bool negative = value < 0;
  mpz_class result = 0;
  mpz_class unit = 1;
  for (; value != 0; value /= 2, unit *= 2) {
    if (value % 2 != 0) result += unit;
  }
  return negative ? mpz_class(-result) : result;
}

struct Output {
  mpz_class y;
  bool saturated;
};

/// One beat: q, the parameters as numbers, no widths but those of the output.
inline Output evaluate(const pwlforge::golden::IntFormat& format, const pwlforge::golden::IntParams& params, long q) {
  std::size_t i = 0;
  for (const auto threshold : params.thresholds) i += q >= threshold ? 1 : 0;
  mpz_class b = static_cast<long>(params.intercepts[i]);
  if (format.intercept == pwlforge::golden::InterceptForm::shifted) b *= power_of_two(params.shift);
  const mpz_class acc = mpz_class(static_cast<long>(params.slopes[i])) * q + b;
  if (format.raw) return {acc, false};
  const mpz_class y = rounded(mpq_class(acc) / mpq_class(power_of_two(params.requant_shift)), format.rounding);
  const mpz_class kept = clamped(y, format.output_bits, format.output_signed);
  return {kept, kept != y};
}

}  // namespace oracle
