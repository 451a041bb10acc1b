// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The golden integer model against exact rationals: every case of small widths, sampled cases of every width.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <random>

#include "sim/golden/integer_unit.hpp"
#include "tests/exhaustive/rational_oracle.hpp"

using namespace pwlforge::golden;

namespace {

constexpr Rounding kRoundings[] = {Rounding::half_up, Rounding::half_even, Rounding::floor};
constexpr InterceptForm kForms[] = {InterceptForm::shifted, InterceptForm::direct};

bool same(const IntFormat& format, const IntParams& params, std::int64_t q) {
  const IntResult result = evaluate(format, params, q);
  const oracle::Output expected = oracle::evaluate(format, params, q);
  return oracle::to_mpz(result.y) == expected.y && result.saturated == expected.saturated;
}

}  // namespace

TEST_CASE("rounding: every value of 11 bits, every shift, every mode") {
  std::uint64_t checked = 0;
  std::uint64_t wrong = 0;
  for (const Rounding rounding : kRoundings) {
    for (int shift = 0; shift <= 11; ++shift) {
      for (int value = -1024; value < 1024; ++value) {
        const mpq_class exact = mpq_class(value) / mpq_class(oracle::power_of_two(shift));
        wrong += oracle::rounded(exact, rounding) != oracle::to_mpz(round_shift(value, shift, rounding)) ? 1 : 0;
        ++checked;
      }
    }
  }
  fmt::print("rounding: {} cases\n", checked);
  CHECK(wrong == 0);
}

TEST_CASE("arithmetic: W = 4, k4 b4, every q, K, B, s, R, form, rounding and output kind") {
  std::uint64_t checked = 0;
  std::uint64_t wrong = 0;
  IntFormat format;
  format.input_bits = 4;
  format.slope_bits = 4;
  format.intercept_bits = 4;
  for (const InterceptForm form : kForms) {
    format.intercept = form;
    const int shifts = form == InterceptForm::shifted ? 3 : 1;
    for (const Rounding rounding : kRoundings) {
      format.rounding = rounding;
      for (const bool is_signed : {true, false}) {
        format.output_signed = is_signed;
        for (const int output_bits : {2, 4}) {
          format.output_bits = output_bits;
          for (int s = 0; s < shifts; ++s) {
            for (int r = 0; r <= accumulator_bits(format); ++r) {
              for (int k = -8; k < 8; ++k) {
                for (int b = -8; b < 8; ++b) {
                  const IntParams params{{}, {k}, {b}, s, r};
                  for (int q = -8; q < 8; ++q) {
                    wrong += same(format, params, q) ? 0 : 1;
                    ++checked;
                  }
                }
              }
            }
          }
        }
      }
    }
  }
  fmt::print("arithmetic: {} cases\n", checked);
  CHECK(wrong == 0);
}

TEST_CASE("selection: W = 4, every sorted triple of thresholds within and beyond the codes") {
  std::uint64_t checked = 0;
  std::uint64_t wrong = 0;
  for (int t0 = -10; t0 <= 10; ++t0) {
    for (int t1 = t0; t1 <= 10; ++t1) {
      for (int t2 = t1; t2 <= 10; ++t2) {
        for (int q = -8; q < 8; ++q) {
          const int expected = (q >= t0 ? 1 : 0) + (q >= t1 ? 1 : 0) + (q >= t2 ? 1 : 0);
          wrong += segment_of({t0, t1, t2}, q) != expected ? 1 : 0;
          ++checked;
        }
      }
    }
  }
  fmt::print("selection: {} cases\n", checked);
  CHECK(wrong == 0);
}

TEST_CASE("every input width 4..32 against rationals, sampled") {
  constexpr std::uint64_t kSeed = 20240623;
  constexpr int kPerWidth = 3000;
  std::mt19937_64 random(kSeed);
  std::uint64_t wrong = 0;
  std::uint64_t checked = 0;
  const auto code = [&](int bits) {
    // Ends of the range as often as the inside: that is where widths go wrong.
    const auto low = static_cast<std::int64_t>(min_of(bits, true));
    switch (random() % 4) {
      case 0: return low;
      case 1: return -(low + 1);
      default: return static_cast<std::int64_t>(random()) >> (64 - bits);
    }
  };
  for (int w = 4; w <= 32; ++w) {
    for (int i = 0; i < kPerWidth; ++i) {
      IntFormat format;
      format.input_bits = w;
      format.slope_bits = 2 + static_cast<int>(random() % 31);
      format.intercept_bits = 2 + static_cast<int>(random() % 63);
      format.intercept = kForms[random() % 2];
      format.rounding = kRoundings[random() % 3];
      format.output_bits = 2 + static_cast<int>(random() % 31);
      format.output_signed = random() % 2 == 0;
      format.raw = random() % 4 == 0;
      IntParams params{{code(w)}, {code(format.slope_bits), code(format.slope_bits)}, {}, 0, 0};
      params.intercepts = {code(format.intercept_bits), code(format.intercept_bits)};
      if (format.intercept == InterceptForm::shifted) params.shift = static_cast<int>(random() % (w - 1));
      if (!format.raw) params.requant_shift = static_cast<int>(random() % (accumulator_bits(format) + 1));
      REQUIRE(check_params(format, params).fault == ParamFault::none);
      const std::int64_t q = code(w);
      wrong += same(format, params, q) ? 0 : 1;
      wrong += fits(evaluate(format, params, q).acc, accumulator_bits(format), true) ? 0 : 1;
      ++checked;
    }
  }
  fmt::print("widths 4..32: {} sampled cases, seed {}\n", checked, kSeed);
  CHECK(wrong == 0);
}

TEST_CASE("the oracle notices a model that is wrong") {
  IntFormat format;
  const IntParams params{{0}, {25, 64}, {-4, 4}, 0, 3};
  const oracle::Output expected = oracle::evaluate(format, params, 12);
  CHECK(oracle::to_mpz(evaluate(format, params, 12).y) == expected.y);
  const IntParams rounding_lost{{0}, {25, 64}, {-4, 4 - 4}, 0, 3};  // the half of 2^3 taken away
  CHECK(oracle::to_mpz(evaluate(format, rounding_lost, 12).y) != expected.y);
  const IntParams late{{13}, {25, 64}, {-4, 4}, 0, 3};  // 12 falls below the threshold
  CHECK(oracle::to_mpz(evaluate(format, late, 12).y) != expected.y);
}

TEST_CASE("accumulator widths of the named formats") {
  IntFormat format;
  format.slope_bits = format.intercept_bits = 8;
  format.intercept = InterceptForm::shifted;
  CHECK(accumulator_bits(format) == 16);  // f6k8b8
  format.intercept = InterceptForm::direct;
  format.intercept_bits = 16;
  CHECK(accumulator_bits(format) == 17);  // k8b16
}
