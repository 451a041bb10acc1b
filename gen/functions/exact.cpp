// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/functions/exact.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace pwlforge::exact {

namespace {

/// An MPFR number that frees itself.
class Real {
 public:
  explicit Real(mpfr_prec_t bits) { mpfr_init2(value_, bits); }
  ~Real() { mpfr_clear(value_); }
  Real(const Real&) = delete;
  Real& operator=(const Real&) = delete;
  operator mpfr_ptr() { return value_; }

 private:
  mpfr_t value_;
};

constexpr std::int64_t kLimit = std::int64_t{1} << 62;
constexpr mpfr_prec_t kFirstPrecision = 160;
constexpr mpfr_prec_t kLastPrecision = 1 << 16;

std::int64_t clamped(mpfr_srcptr value) {
  if (mpfr_cmp_si_2exp(value, 1, 62) >= 0) return kLimit;
  if (mpfr_cmp_si_2exp(value, -1, 62) <= 0) return -kLimit;
  return mpfr_get_sj(value, MPFR_RNDN);
}

/// Widens y by its error bound: low <= f <= high. An exact y gives low = high = y.
void enclose(mpfr_srcptr y, bool is_exact, mpfr_ptr low, mpfr_ptr high, mpfr_ptr error) {
  mpfr_set(low, y, MPFR_RNDD);
  mpfr_set(high, y, MPFR_RNDU);
  if (is_exact || mpfr_zero_p(y) != 0) return;
  mpfr_set_ui_2exp(error, 1, mpfr_get_exp(y) - mpfr_get_prec(y) + kSlackBits, MPFR_RNDU);
  mpfr_sub(low, low, error, MPFR_RNDD);
  mpfr_add(high, high, error, MPFR_RNDU);
}

}  // namespace

std::int64_t rounded_quotient(Evaluate evaluate, std::int64_t steps, double input_scale, double output_scale,
                              bool below_identity) {
  for (mpfr_prec_t bits = kFirstPrecision;; bits *= 2) {
    Real x(bits);
    Real y(bits);
    Real low(bits);
    Real high(bits);
    Real error(bits);
    mpfr_set_sj(x, steps, MPFR_RNDN);
    mpfr_mul_d(x, x, input_scale, MPFR_RNDN);  // exact: 64 + 53 bits fit
    mpfr_clear_flags();
    evaluate(y, x);
    enclose(y, mpfr_inexflag_p() == 0, low, high, error);
    const bool open_end = below_identity && mpfr_sgn(static_cast<mpfr_ptr>(x)) > 0 && mpfr_cmp(high, x) >= 0;
    if (open_end) mpfr_set(high, x, MPFR_RNDU);
    const std::array<mpfr_ptr, 2> ends{low, high};
    for (std::size_t i = 0; i < ends.size(); ++i) {
      mpfr_div_d(ends[i], ends[i], output_scale, i == 0 ? MPFR_RNDD : MPFR_RNDU);
      mpfr_add_d(ends[i], ends[i], 0.5, i == 0 ? MPFR_RNDD : MPFR_RNDU);
      if (i == 1 && open_end) {
        mpfr_ceil(ends[i], ends[i]);
        mpfr_sub_ui(ends[i], ends[i], 1, MPFR_RNDU);
      } else {
        mpfr_floor(ends[i], ends[i]);
      }
    }
    if (mpfr_equal_p(low, high) != 0 || bits > kLastPrecision) return clamped(low);
  }
}

std::uint64_t rounded_float(Evaluate evaluate, double x_value, int exponent_bits, int mantissa_bits) {
  const int bias = (1 << (exponent_bits - 1)) - 1;
  const int min_exponent = 1 - bias;
  const std::uint64_t infinity = ((std::uint64_t{1} << exponent_bits) - 1) << mantissa_bits;
  for (mpfr_prec_t bits = kFirstPrecision;; bits *= 2) {
    Real x(bits);
    Real y(bits);
    Real low(bits);
    Real high(bits);
    Real error(bits);
    mpfr_set_d(x, x_value, MPFR_RNDN);
    mpfr_clear_flags();
    evaluate(y, x);
    if (mpfr_nan_p(y) != 0) return infinity | (std::uint64_t{1} << (mantissa_bits - 1));
    const std::uint64_t sign = mpfr_signbit(y) != 0 ? std::uint64_t{1} << (exponent_bits + mantissa_bits) : 0;
    if (mpfr_inf_p(y) != 0) return sign | infinity;
    enclose(y, mpfr_inexflag_p() == 0, low, high, error);
    // In units of the last place of y's binade, or of the subnormals: ties to even on the integer.
    const long binade = mpfr_zero_p(y) != 0 ? min_exponent : std::max<long>(mpfr_get_exp(y) - 1, min_exponent);
    const long quantum = binade - mantissa_bits;
    for (const mpfr_ptr end : {static_cast<mpfr_ptr>(low), static_cast<mpfr_ptr>(high)}) {
      mpfr_mul_2si(end, end, -quantum, MPFR_RNDN);
      mpfr_abs(end, end, MPFR_RNDN);
      mpfr_rint(end, end, MPFR_RNDN);
    }
    if (mpfr_equal_p(low, high) == 0 && bits <= kLastPrecision) continue;
    // The integer significand carries into the exponent field by itself: subnormals, normals and infinity line up.
    const auto significand = static_cast<std::uint64_t>(clamped(low));
    const auto field = static_cast<std::uint64_t>(binade - min_exponent) << mantissa_bits;
    const std::uint64_t magnitude = std::min(infinity, field + significand);
    return sign | magnitude;
  }
}

}  // namespace pwlforge::exact
