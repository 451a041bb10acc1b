// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The float model against the host's fused multiply-add (FP32) and against MPFR (every format, subnormals, flush to
// zero).
#include <mpfr.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <iostream>
#include <vector>

#include "sim/golden/float_unit.hpp"
#include "tests/float/float_vectors.hpp"

namespace pwlforge {
namespace {

using golden::FloatFormat;
using testing::Triple;
using testing::TripleSource;

std::uint32_t host_fma(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  const auto value = [](std::uint64_t bits) {
    const auto narrow = static_cast<std::uint32_t>(bits);
    float result = 0;
    std::memcpy(&result, &narrow, sizeof result);
    return result;
  };
  const float y = std::fma(value(a), value(b), value(c));
  std::uint32_t bits = 0;
  std::memcpy(&bits, &y, sizeof bits);
  return std::isnan(y) ? 0x7fc00000U : bits;
}

/// The operation by MPFR: operands decoded here, exact; the result rounded once by mpfr_fma, subnormals by
/// mpfr_subnormalize.
class MpfrFma {
 public:
  MpfrFma(const FloatFormat& format, bool ftz)
      : format_(format), ftz_(ftz), bias_((1 << (format.exponent_bits - 1)) - 1) {
    mpfr_inits2(format.mantissa_bits + 1, a_, b_, c_, y_, nullptr);
  }
  ~MpfrFma() { mpfr_clears(a_, b_, c_, y_, nullptr); }
  MpfrFma(const MpfrFma&) = delete;
  MpfrFma& operator=(const MpfrFma&) = delete;

  std::uint64_t operator()(const Triple& t) {
    reset_range();
    decode(a_, t.a);
    decode(b_, t.b);
    decode(c_, t.c);
    if (!ftz_) {
      mpfr_set_emin(2 - bias_ - format_.mantissa_bits);
      mpfr_set_emax(bias_ + 1);
    }
    int direction = mpfr_fma(y_, a_, b_, c_, MPFR_RNDN);
    if (!ftz_) direction = mpfr_subnormalize(y_, direction, MPFR_RNDN);
    static_cast<void>(direction);
    reset_range();
    return encode();
  }

 private:
  static void reset_range() {
    mpfr_set_emin(mpfr_get_emin_min());
    mpfr_set_emax(mpfr_get_emax_max());
  }
  void decode(mpfr_t out, std::uint64_t bits) const {
    const std::uint64_t fraction = bits & ((std::uint64_t{1} << format_.mantissa_bits) - 1);
    const int top = (1 << format_.exponent_bits) - 1;
    const int field = static_cast<int>(bits >> format_.mantissa_bits) & top;
    const int sign = (bits >> (format_.exponent_bits + format_.mantissa_bits)) != 0 ? -1 : 1;
    if (field == top) {
      if (fraction != 0) {
        mpfr_set_nan(out);
      } else {
        mpfr_set_inf(out, sign);
      }
      return;
    }
    if (field == 0 && (fraction == 0 || ftz_)) {
      mpfr_set_zero(out, sign);
      return;
    }
    const std::uint64_t significand = field == 0 ? fraction : fraction | (std::uint64_t{1} << format_.mantissa_bits);
    const int exponent = (field == 0 ? 1 : field) - bias_ - format_.mantissa_bits;
    mpfr_set_ui_2exp(out, significand, exponent, MPFR_RNDN);
    if (sign < 0) mpfr_neg(out, out, MPFR_RNDN);
  }
  std::uint64_t encode() {
    const int m = format_.mantissa_bits;
    const std::uint64_t inf = ((std::uint64_t{1} << format_.exponent_bits) - 1) << m;
    if (mpfr_nan_p(y_) != 0) return inf | (std::uint64_t{1} << (m - 1));
    const std::uint64_t sign = mpfr_signbit(y_) != 0 ? std::uint64_t{1} << (format_.exponent_bits + m) : 0;
    if (mpfr_zero_p(y_) != 0) return sign;
    if (mpfr_inf_p(y_) != 0) return sign | inf;
    const auto exponent = static_cast<int>(mpfr_get_exp(y_)) - 1;  // of the leading bit
    if (exponent > bias_) return sign | inf;
    if (exponent < 1 - bias_) {
      if (ftz_) return sign;
      mpfr_mul_2si(y_, y_, bias_ - 1 + m, MPFR_RNDN);
      mpfr_abs(y_, y_, MPFR_RNDN);
      return sign | mpfr_get_ui(y_, MPFR_RNDN);
    }
    mpfr_mul_2si(y_, y_, m - exponent, MPFR_RNDN);
    mpfr_abs(y_, y_, MPFR_RNDN);
    const std::uint64_t significand = mpfr_get_ui(y_, MPFR_RNDN);
    return sign | ((static_cast<std::uint64_t>(exponent + bias_ - 1) << m) + significand);
  }

  FloatFormat format_;
  bool ftz_;
  int bias_;
  mpfr_t a_, b_, c_, y_;
};

const std::vector<FloatFormat> kFormats = {golden::kFp32, golden::kBf16, golden::kFp16, {4, 3}, {5, 2},
                                           {3, 4},        {2, 5},        {8, 1},        {2, 23}};

struct Tally {
  std::uint64_t vectors = 0;
  std::uint64_t mismatches = 0;
};

template <typename Reference>
Tally compare(const FloatFormat& format, bool ftz, std::size_t boundary_step, std::uint64_t random, std::uint64_t seed,
              Reference&& reference) {
  Tally tally;
  const auto check = [&](const Triple& t) {
    ++tally.vectors;
    const std::uint64_t model = golden::fused_multiply_add(format, t.a, t.b, t.c, ftz);
    const std::uint64_t expected = reference(t);
    if (model != expected && ++tally.mismatches < 5) {
      UNSCOPED_INFO("fma(" << std::hex << t.a << ", " << t.b << ", " << t.c << ") = " << model << ", reference "
                           << expected);
    }
  };
  const auto boundary = testing::boundary_values(format);
  for (const auto a : boundary) {
    for (const auto b : boundary) {
      for (std::size_t i = 0; i < boundary.size(); i += boundary_step) check({a, b, boundary[i]});
    }
  }
  TripleSource source(format, seed);
  for (std::uint64_t i = 0; i < random; ++i) check(source.next());
  std::cout << "E" << format.exponent_bits << "M" << format.mantissa_bits << (ftz ? " flush to zero" : "") << ": "
            << tally.vectors << " vectors, seed " << seed << ", " << tally.mismatches << " mismatches\n";
  return tally;
}

TEST_CASE("float model equals the host's fused multiply-add in FP32") {
  const Tally tally = compare(golden::kFp32, false, 1, 10000000, 20240601,
                              [](const Triple& t) -> std::uint64_t { return host_fma(t.a, t.b, t.c); });
  CHECK(tally.vectors > 10000000);
  CHECK(tally.mismatches == 0);
}

TEST_CASE("float model equals MPFR in every format") {
  const bool ftz = GENERATE(false, true);
  for (const FloatFormat& format : kFormats) {
    MpfrFma reference(format, ftz);
    const Tally tally = compare(format, ftz, 7, 300000, 7, reference);
    CHECK(tally.vectors > 300000);
    CHECK(tally.mismatches == 0);
  }
}

TEST_CASE("float model equals MPFR on every triple of six-bit formats") {
  const bool ftz = GENERATE(false, true);
  for (const FloatFormat& format : {FloatFormat{3, 2}, FloatFormat{2, 3}, FloatFormat{4, 1}}) {
    MpfrFma reference(format, ftz);
    std::uint64_t mismatches = 0;
    for (std::uint64_t i = 0; i < (1U << 18); ++i) {
      const Triple t{i >> 12, (i >> 6) & 63, i & 63};
      if (golden::fused_multiply_add(format, t.a, t.b, t.c, ftz) != reference(t)) ++mismatches;
    }
    CHECK(mismatches == 0);
  }
}

TEST_CASE("the vectors tell one rounding from two") {
  // The planted fault: a product rounded before the addition.
  std::uint64_t mismatches = 0;
  TripleSource source(golden::kFp32, 3);
  for (int i = 0; i < 20000; ++i) {
    const Triple t = source.next();
    const std::uint64_t product = golden::fused_multiply_add(golden::kFp32, t.a, t.b, 0);
    const std::uint64_t twice = golden::fused_multiply_add(golden::kFp32, product, 0x3f800000, t.c);
    if (twice != host_fma(t.a, t.b, t.c)) ++mismatches;
  }
  CHECK(mismatches > 0);
}

TEST_CASE("float comparison follows the host") {
  const auto boundary = testing::boundary_values(golden::kFp32);
  const auto value = [](std::uint64_t bits) { return golden::to_double(golden::kFp32, bits); };
  for (const auto a : boundary) {
    for (const auto b : boundary) {
      INFO(std::hex << a << " >= " << b);
      REQUIRE(golden::greater_equal(golden::kFp32, a, b) == (value(a) >= value(b)));
    }
  }
}

TEST_CASE("doubles convert both ways") {
  for (const FloatFormat& format : kFormats) {
    for (const auto bits : testing::boundary_values(format)) {
      INFO(std::hex << bits);
      const std::uint64_t expected = golden::is_nan(format, bits) ? golden::quiet_nan(format) : bits;
      REQUIRE(golden::from_double(format, golden::to_double(format, bits)) == expected);
    }
  }
  CHECK(golden::from_double(golden::kFp32, 0.1) == 0x3dcccccd);
  CHECK(golden::from_double(golden::kFp16, 65520.0) == 0x7c00);  // the tie above the largest goes to infinity
  CHECK(golden::from_double(golden::kFp16, 0x1p-25) == 0x0000);  // half the smallest subnormal: to even
  CHECK(golden::from_double(golden::kFp16, 0x1.8p-25) == 0x0001);
}

TEST_CASE("float unit: NaN, infinities and signed zero") {
  golden::FloatParams params;
  params.thresholds = {golden::from_double(golden::kFp32, -1.0), 0x00000000};
  params.slopes = {0x00000000, 0x3f800000, 0x40000000};      // 0, 1, 2
  params.intercepts = {0xbf800000, 0x00000000, 0x3f000000};  // -1, 0, 0.5
  golden::FloatOptions options;
  CHECK(golden::evaluate(golden::kFp32, options, params, 0x7f800001) == 0x7fc00000);
  CHECK(golden::evaluate(golden::kFp32, options, params, 0xff800000) == 0xbf800000);  // clamped: 0 * -max - 1
  CHECK(golden::segment_of(golden::kFp32, options, params.thresholds, 0x80000000) == 2);
  CHECK(golden::segment_of(golden::kFp32, options, params.thresholds, 0x7fc00000) == 0);
  options.inf_ieee = true;
  CHECK(golden::evaluate(golden::kFp32, options, params, 0xff800000) == 0x7fc00000);  // 0 * infinity
  CHECK(golden::evaluate(golden::kFp32, options, params, 0x7f800000) == 0x7f800000);
  options.ftz = true;
  CHECK(golden::evaluate(golden::kFp32, options, params, 0x80000001) == 0x3f000000);  // -0 is in the segment of +0
}

}  // namespace
}  // namespace pwlforge
