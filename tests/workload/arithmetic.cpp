// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Linear layers in integers against their definition, and scales against all others of their kind.
#include <catch2/catch.hpp>

#include <cmath>
#include <random>

#include "sim/golden/dynamic_linear.hpp"
#include "sim/workload/calibrate.hpp"

using namespace pwlforge;

namespace {

/// v is floor(a / b + 1/2) exactly when 2 b v <= 2 a + b < 2 b (v + 1).
bool is_half_up(golden::Wide a, golden::Wide b, golden::Wide v) {
  return 2 * b * v <= 2 * a + b && 2 * a + b < 2 * b * (v + 1);
}

}  // namespace

TEST_CASE("division rounds half up for every sign") {
  for (int a = -200; a <= 200; ++a) {
    for (int b = 1; b <= 40; ++b) CHECK(is_half_up(a, b, golden::divide_half_up(a, b)));
  }
  CHECK_FALSE(is_half_up(-3, 2, -2));  // planted: -1.5 goes up
}

TEST_CASE("a row is quantized by its own largest number") {
  std::mt19937_64 random(1);
  for (const int bits : {2, 6, 8, 16}) {
    for (int round = 0; round < 200; ++round) {
      std::vector<std::int32_t> x(17);
      const int shift = static_cast<int>(random() % 31);
      for (std::int32_t& one : x) one = static_cast<std::int32_t>(random()) >> shift;
      if (round == 0) x.assign(17, 0);
      if (round == 1) x[3] = INT32_MIN;
      const golden::DynamicRow row = golden::quantize_dynamic(x.data(), x.size(), bits);
      std::int64_t largest = 0;
      for (const std::int32_t one : x) largest = std::max<std::int64_t>(largest, std::llabs(std::int64_t{one}));
      CHECK(row.largest == largest);
      for (std::size_t i = 0; i < x.size(); ++i) {
        if (largest == 0) {
          CHECK(row.codes[i] == 0);
        } else {
          CHECK(is_half_up(golden::Wide{x[i]} * golden::largest_code(bits), largest, row.codes[i]));
        }
      }
    }
  }
}

TEST_CASE("factors have the bits that they were asked for") {
  for (const double value : {1.0, 0.37, 1e-5, 3e-9, 700.0}) {
    const golden::Dyadic factor = golden::dyadic(value, 16);
    CHECK(std::ldexp(static_cast<double>(factor.mantissa), -factor.shift) == Approx(value).epsilon(0x1p-16));
    CHECK(factor.mantissa <= 1 << 16);
    CHECK(golden::rescale(1000000, factor) ==
          static_cast<std::int32_t>(
              std::floor(1e6 * std::ldexp(static_cast<double>(factor.mantissa), -factor.shift) + 0.5)));
  }
  CHECK(golden::rescale(golden::Wide{1} << 60, golden::dyadic(1, 16)) == INT32_MAX);
  CHECK(golden::rescale(5, golden::dyadic(0, 16)) == 0);
}

TEST_CASE("no scale has a smaller squared error") {
  std::mt19937_64 random(2);
  std::normal_distribution<float> normal(0, 1.7F);
  std::vector<float> numbers;
  for (int i = 0; i < 3000; ++i) numbers.push_back(normal(random));
  numbers.push_back(40);
  const auto error = [&](double scale) {
    double sum = 0;
    for (const float number : numbers) {
      const double wrong = std::clamp(std::nearbyint(number / scale), -128.0, 127.0) * scale - number;
      sum += wrong * wrong;
    }
    return sum;
  };
  const double power = llama::least_squares_scale(numbers, 8, llama::ScaleKind::power_of_two);
  CHECK(std::exp2(std::round(std::log2(power))) == power);
  CHECK(error(power) <= error(power * 2));
  CHECK(error(power) <= error(power / 2));
  const double real = llama::least_squares_scale(numbers, 8, llama::ScaleKind::real);
  for (int i = -400; i <= 400; ++i) CHECK(error(real) <= error(real * std::exp2(i / 100.0)) * 1.002);
  CHECK(error(real) < error(40.0 / 127));  // one outlier does not decide
  CHECK(llama::least_squares_scale({0, 0}, 8, llama::ScaleKind::real) == 1);
}
