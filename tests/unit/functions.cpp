// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Functions, domains and ideal tables against independent formulas in 600-bit arithmetic.
#include <catch2/catch.hpp>

#include <mpfr.h>

#include <cmath>
#include <map>

#include "gen/functions/function.hpp"
#include "gen/support/diagnostics.hpp"
#include "sim/golden/float_unit.hpp"

using namespace pwlforge;

namespace {

/// f(x) by another formula than the library's, rounded to double: 0.5x(1+erf), x/(1+e^-x), (1+tanh)/2 ...
double independent(const std::string& name, double x) {
  mpfr_t v;
  mpfr_t w;
  mpfr_init2(v, 2000);
  mpfr_init2(w, 2000);
  mpfr_set_d(v, x, MPFR_RNDN);
  mpfr_set_d(w, x, MPFR_RNDN);
  if (name == "gelu") {
    mpfr_div_ui(v, v, 1, MPFR_RNDN);
    mpfr_set_ui(w, 2, MPFR_RNDN);
    mpfr_rec_sqrt(w, w, MPFR_RNDN);
    mpfr_mul_d(w, w, x, MPFR_RNDN);
    mpfr_erf(w, w, MPFR_RNDN);
    mpfr_add_ui(w, w, 1, MPFR_RNDN);
    mpfr_mul(v, v, w, MPFR_RNDN);
    mpfr_div_ui(v, v, 2, MPFR_RNDN);
  } else if (name == "hswish") {
    const double clipped = std::min(std::max(x + 3, 0.0), 6.0);
    mpfr_mul_d(v, v, clipped, MPFR_RNDN);
    mpfr_div_ui(v, v, 6, MPFR_RNDN);
  } else if (name == "sigmoid" || name == "silu") {
    mpfr_div_ui(w, w, 2, MPFR_RNDN);
    mpfr_tanh(w, w, MPFR_RNDN);
    mpfr_add_ui(w, w, 1, MPFR_RNDN);
    mpfr_div_ui(w, w, 2, MPFR_RNDN);
    if (name == "silu")
      mpfr_mul(v, v, w, MPFR_RNDN);
    else
      mpfr_set(v, w, MPFR_RNDN);
  } else if (name == "tanh") {
    mpfr_mul_ui(w, w, 2, MPFR_RNDN);
    mpfr_expm1(w, w, MPFR_RNDN);
    mpfr_add_ui(v, w, 2, MPFR_RNDN);
    mpfr_div(v, w, v, MPFR_RNDN);
  } else if (name == "exp") {
    mpfr_neg(w, w, MPFR_RNDN);
    mpfr_exp(w, w, MPFR_RNDN);
    mpfr_ui_div(v, 1, w, MPFR_RNDN);
  } else if (name == "div") {
    mpfr_ui_div(v, 1, v, MPFR_RNDN);
  } else {
    mpfr_sqrt(v, v, MPFR_RNDN);
    mpfr_ui_div(v, 1, v, MPFR_RNDN);
  }
  const double result = mpfr_get_d(v, MPFR_RNDN);
  mpfr_clear(v);
  mpfr_clear(w);
  return result;
}

}  // namespace

TEST_CASE("values agree with independent formulas") {
  for (const std::string& name : function_names()) {
    const Function& function = find_function(name);
    const Range range = function.fit_range();
    for (int i = 0; i <= 40; ++i) {
      const double x = range.low + ((range.high - range.low) * i / 40.0);
      INFO(name << " at " << x);
      CHECK(function.value(x) == Approx(independent(name, x)).epsilon(1e-13).margin(1e-15));
      // Correctly rounded to double's little brother, decided by the library with any precision it needs.
      const auto bits = function.rounded_bits(x, 8, 23);
      const auto expected = golden::from_double(golden::kFp32, independent(name, x));
      CHECK((bits == expected || (bits | expected) == 0x80000000u));  // the sign of an exact zero is free
    }
  }
}

TEST_CASE("ideal tables: ties and poles of the definition") {
  const Quantization in{8, true, 1.0 / 32, 0};
  // hswish(x) at x = -1.5 is -0.375: exactly between two codes of scale 1/4; floor(v + 1/2) takes the upper.
  CHECK(find_function("hswish").ideal(-48, 1.0 / 32, 0.25) == -1);
  CHECK(find_function("hswish").ideal(-48, 1.0 / 32, 0.75) == 0);
  CHECK(find_function("div").ideal(64, 1.0 / 32, 1.0) == 1);  // 1/2 is a tie
  CHECK(find_function("exp").ideal(0, 1.0, 2.0) == 1);        // so is e^0 / 2
  const auto table = ideal_table(find_function("exp"), in, {8, true, 1.0 / 128, 0});
  CHECK(table.back() == 127);  // e^0 = 128/128 saturates
  CHECK(table.size() == 129);
}

TEST_CASE("ties far out: the asymptote is never reached") {
  // gelu(127) is 127 less e^-8000: half of it rounds to 63, not to 64.
  CHECK(find_function("gelu").ideal(127, 1.0, 2.0) == 63);
  CHECK(find_function("gelu").ideal(16, 1.0, 32.0) == 0);
  CHECK(find_function("silu").ideal(127, 1.0, 2.0) == 63);
  CHECK(find_function("silu").ideal(501, 1.0, 2.0) == 250);
  CHECK(find_function("sigmoid").ideal(300, 1.0, 2.0) == 0);
  CHECK(find_function("tanh").ideal(300, 1.0, 2.0) == 0);
  CHECK(find_function("tanh").ideal(-300, 1.0, 2.0) == 0);
  CHECK(find_function("tanh").ideal(-100, 1.0, 2.0) == 0);
  CHECK(find_function("hswish").ideal(127, 1.0, 2.0) == 64);  // this one is its asymptote
}

TEST_CASE("valid codes of the domains") {
  using Codes = std::pair<std::int64_t, std::int64_t>;
  CHECK(valid_codes(find_function("gelu"), {8, true, 0.25, 0}) == Codes{-128, 127});
  CHECK(valid_codes(find_function("exp"), {8, true, 0.25, 0}) == Codes{-128, 0});
  CHECK(valid_codes(find_function("exp"), {8, true, 0.25, 7}) == Codes{-128, 7});
  CHECK(valid_codes(find_function("div"), {8, true, 1.0 / 32, 0}) == Codes{16, 127});
  CHECK(valid_codes(find_function("rsqrt"), {8, true, 1.0 / 4, 0}) == Codes{1, 16});
  CHECK(valid_codes(find_function("div"), {8, true, 0.1, 0}) ==
        Codes{5, 39});  // 0.1 in binary is above 1/10: 40 is beyond 4
  CHECK_THROWS_AS(valid_codes(find_function("div"), {8, true, 1.0 / 1024, 0}), InputError);
  CHECK_THROWS_AS(valid_codes(find_function("exp"), {8, true, 1.0, -500}), InputError);
}

TEST_CASE("default output scales are those of the reference results") {
  CHECK(default_output_scale(find_function("gelu"), {8, true, 1.0, 0}, {8, true, 1.0, 0}) == 1.0);
  CHECK(default_output_scale(find_function("exp"), {8, true, 1.0, 0}, {8, true, 1.0, 0}) == 1.0 / 128);
}

TEST_CASE("sampled functions: interpolation and every kind of bad point") {
  const auto function = make_sampled("mine", {{0, 0}, {1, 2}, {3, 2}});
  CHECK(function->value(0.5) == 1.0);
  CHECK(function->value(2) == 2.0);
  CHECK(function->domain().high == 3);
  CHECK_THROWS_WITH(make_sampled("mine", {{0, 0}}), Catch::Contains("at least 2 points"));
  CHECK_THROWS_WITH(make_sampled("mine", {{0, 0}, {0, 1}}), Catch::Contains("x must increase"));
  CHECK_THROWS_WITH(make_sampled("mine", {{0, 0}, {1, NAN}, {2, INFINITY}}),
                    Catch::Contains("point 2") && Catch::Contains("point 3"));
}
