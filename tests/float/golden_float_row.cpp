// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Row operators in FP32: the golden model against a restatement in the host's own floats, bit for bit, and against the
// real functions in double, within stated bounds.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <iostream>
#include <limits>
#include <random>
#include <vector>

#include "gen/operator/operator_float.hpp"
#include "gen/support/diagnostics.hpp"

namespace pwlforge {
namespace {

using golden::kFp32;

float value_of(std::uint64_t bits) {
  const auto narrow = static_cast<std::uint32_t>(bits);
  float value = 0;
  std::memcpy(&value, &narrow, sizeof value);
  return value;
}
std::int64_t bits_of(float value) {
  if (std::isnan(value)) return 0x7fc00000;
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

float table(const golden::FloatParams& params, float x) {
  std::size_t segment = 0;
  for (const std::uint64_t threshold : params.thresholds) segment += x >= value_of(threshold) ? 1 : 0;
  const float limit = std::numeric_limits<float>::max();
  return std::fma(value_of(params.slopes[segment]), std::clamp(x, -limit, limit), value_of(params.intercepts[segment]));
}

/// Recursive, where the model walks an array: the terms at nodes below `n` of a heap with `terms` leaves.
float tree(const std::vector<float>& terms, std::size_t n) {
  if (n + 1 >= terms.size()) return terms[n + 1 - terms.size()];
  return tree(terms, (2 * n) + 1) + tree(terms, (2 * n) + 2);
}

float sum_of(std::vector<float> row, std::size_t lanes, bool squares) {
  while (row.size() % lanes != 0) row.push_back(0);
  float sum = 0;
  for (std::size_t beat = 0; beat < row.size(); beat += lanes) {
    if (squares && lanes == 1) {
      sum = std::fma(row[beat], row[beat], sum);
      continue;
    }
    std::vector<float> terms(row.begin() + static_cast<std::ptrdiff_t>(beat),
                             row.begin() + static_cast<std::ptrdiff_t>(beat + lanes));
    if (squares) {
      std::vector<float> pairs;
      for (std::size_t i = 0; i < lanes; i += 2) {
        const float partner = i + 1 < lanes ? terms[i + 1] * terms[i + 1] : 0.0F;
        pairs.push_back(std::fma(terms[i], terms[i], partner));
      }
      terms = pairs;
    }
    sum = sum + tree(terms, 0);
  }
  return sum;
}

/// frexp and ldexp where the model takes fields apart.
float wide(const golden::FloatParams& params, float v, bool root) {
  if (v < std::numeric_limits<float>::min()) return 0;
  int exponent = 0;
  float mantissa = 2 * std::frexp(v, &exponent);
  --exponent;
  if (root && exponent % 2 != 0) {
    mantissa *= 2;
    --exponent;
  }
  return std::ldexp(table(params, mantissa), root ? -exponent / 2 : -exponent);
}

std::vector<float> restated(const OperatorPlan& plan, const OperatorImage& image, const std::vector<float>& row,
                            const std::vector<bool>& keep) {
  const auto lanes = static_cast<std::size_t>(plan.spec.lanes);
  std::vector<float> result = row;
  const auto drop = [&] {
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (!keep[j]) result[j] = 0;
    }
  };
  if (plan.spec.kind == OperatorKind::softmax) {
    float most = -std::numeric_limits<float>::infinity();
    for (std::size_t j = 0; j < row.size(); ++j) most = keep[j] ? std::max(most, row[j]) : most;
    for (float& q : result) q = std::max(table(image.float_unit, q - most), 0.0F);
    drop();
    const float reciprocal = wide(image.float_wide, sum_of(result, lanes, false), false);
    for (float& e : result) e = std::fma(e, reciprocal, 0.0F);
    return result;
  }
  drop();
  if (plan.spec.kind == OperatorKind::layernorm) {
    const float mean = sum_of(result, lanes, false) * value_of(image.reciprocal_length);
    for (float& q : result) q -= mean;
    drop();
  }
  const float epsilon = value_of(static_cast<std::uint64_t>(image.epsilon));
  const float root = wide(image.float_wide, sum_of(result, lanes, true) + epsilon, true);
  for (float& c : result) {
    c = std::fma(std::fma(c, root, 0.0F), value_of(static_cast<std::uint64_t>(image.gain.front())),
                 value_of(static_cast<std::uint64_t>(image.bias.front())));
  }
  return result;
}

std::vector<double> real(const OperatorSpec& spec, const std::vector<float>& row) {
  std::vector<double> result(row.begin(), row.end());
  const auto n = static_cast<double>(row.size());
  double mean = 0;
  double sum = 0;
  const double most = *std::max_element(result.begin(), result.end());
  if (spec.kind == OperatorKind::layernorm) {
    for (const double q : result) mean += q / n;
  }
  for (double& q : result) {
    q = spec.kind == OperatorKind::softmax ? std::exp(q - most) : q - mean;
    sum += spec.kind == OperatorKind::softmax ? q : q * q / n;
  }
  for (double& q : result) q /= spec.kind == OperatorKind::softmax ? sum : std::sqrt(sum + spec.numbers.epsilon);
  return result;
}

golden::Row codes_of(const std::vector<float>& row, const std::vector<bool>& keep) {
  golden::Row codes;
  for (const float q : row) codes.codes.push_back(bits_of(q));
  codes.keep = keep;
  return codes;
}

std::vector<float> normal_row(std::size_t length, double mean, double deviation, std::mt19937& random) {
  std::normal_distribution<double> normal(mean, deviation);
  std::vector<float> row;
  for (std::size_t i = 0; i < length; ++i) row.push_back(static_cast<float>(normal(random)));
  return row;
}

constexpr std::array<OperatorKind, 3> kKinds{OperatorKind::softmax, OperatorKind::rmsnorm, OperatorKind::layernorm};

}  // namespace

TEST_CASE("rows of floats are what the host's floats give in the stated order") {
  std::mt19937 random(41);
  std::size_t compared = 0;
  for (const OperatorKind kind : kKinds) {
    for (const int lanes : {1, 2, 3, 4, 5, 8, 16}) {
      const OperatorPlan plan = plan_operator(fp32_operator_spec(kind, lanes, 32 * lanes));
      OperatorImage image = table_image(plan);
      for (int trial = 0; trial < 200; ++trial) {
        if (trial == 100) image = random_image(plan, 7);
        const std::size_t length = 1 + random() % static_cast<std::size_t>(plan.spec.max_row);
        const std::vector<float> row = normal_row(length, trial % 3, 0.1 + trial % 7, random);
        std::vector<bool> keep(length, true);
        for (std::size_t j = 1; trial % 2 != 0 && j < length; ++j) keep[j] = random() % 4 != 0;
        // Random words may make the root's argument negative or a product overflow: rows that stay finite count.
        const golden::RowResult result = evaluate_row(plan, image, codes_of(row, keep), {});
        if (result.saturated) continue;
        const std::vector<float> expected = restated(plan, image, row, keep);
        for (std::size_t j = 0; j < length; ++j) {
          INFO(operator_name(kind) << ", " << lanes << " lanes, element " << j << " of " << length);
          REQUIRE(result.outputs[j] == bits_of(expected[j]));
          ++compared;
        }
      }
    }
  }
  std::cout << compared << " outputs equal, seed 41\n";
  CHECK(compared > 100000);
}

TEST_CASE("rows of floats are close to the real functions") {
  std::mt19937 random(42);
  const auto measure = [&](OperatorKind kind, int entries) {
    double largest = 0;
    double total = 0;
    double sum_error = 0;
    double count = 0;
    for (const int length : {16, 64, 288, 1024}) {
      const OperatorPlan plan = plan_operator(fp32_operator_spec(kind, 4, length, entries));
      const OperatorImage image = table_image(plan);
      for (int trial = 0; trial < 60; ++trial) {
        const double mean = kind == OperatorKind::layernorm ? trial : 0;
        const std::vector<float> row =
            normal_row(static_cast<std::size_t>(length), mean, std::array<double, 3>{0.5, 2, 6}.at(trial % 3), random);
        const std::vector<bool> keep(row.size(), true);
        const golden::RowResult result = evaluate_row(plan, image, codes_of(row, keep), {});
        const std::vector<double> expected = real(plan.spec, row);
        double sum = 0;
        for (std::size_t j = 0; j < row.size(); ++j) {
          const double y = value_of(static_cast<std::uint64_t>(result.outputs[j]));
          sum += y;
          // A norm's error is the root's, relative; softmax's is absolute.
          const double scale = kind == OperatorKind::softmax ? 1 : std::max(1.0, std::fabs(expected[j]));
          largest = std::max(largest, std::fabs(y - expected[j]) / scale);
          total += std::fabs(y - expected[j]);
          ++count;
        }
        sum_error = std::max(sum_error, std::fabs(sum - 1));
      }
    }
    std::cout << operator_name(kind) << ", " << entries << " entries: largest error " << largest << ", mean "
              << total / count;
    if (kind == OperatorKind::softmax) std::cout << ", largest |sum - 1| " << sum_error;
    std::cout << ", seed 42\n";
    return largest;
  };
  CHECK(measure(OperatorKind::softmax, 16) < 1.5e-2);
  CHECK(measure(OperatorKind::softmax, 32) < 3e-3);
  CHECK(measure(OperatorKind::rmsnorm, 16) < 5e-4);
  CHECK(measure(OperatorKind::layernorm, 16) < 5e-4);
}

TEST_CASE("the mean of a norm far from zero costs little") {
  std::mt19937 random(43);
  const OperatorPlan plan = plan_operator(fp32_operator_spec(OperatorKind::layernorm, 4, 288));
  const OperatorImage image = table_image(plan);
  double largest = 0;
  for (int trial = 0; trial < 50; ++trial) {
    const std::vector<float> row = normal_row(288, 1000, 1, random);
    const golden::RowResult result = evaluate_row(plan, image, codes_of(row, std::vector<bool>(288, true)), {});
    const std::vector<double> expected = real(plan.spec, row);
    for (std::size_t j = 0; j < row.size(); ++j) {
      largest = std::max(largest, std::fabs(value_of(static_cast<std::uint64_t>(result.outputs[j])) - expected[j]));
    }
  }
  std::cout << "layernorm, mean 1000 and deviation 1: largest error " << largest << ", seed 43\n";
  CHECK(largest < 2e-3);
}

TEST_CASE("tables of float rows: errors, and no exponential below zero") {
  const OperatorPlan softmax = plan_operator(fp32_operator_spec(OperatorKind::softmax, 1, 16));
  const OperatorPlan norm = plan_operator(fp32_operator_spec(OperatorKind::rmsnorm, 1, 16));
  const golden::FloatParams exp = table_image(softmax).float_unit;
  double worst = 0;
  double least = 1;
  for (int i = 0; i <= 200000; ++i) {
    const float x = static_cast<float>(-i) / 10000;
    const double y = value_of(golden::evaluate(kFp32, {}, exp, static_cast<std::uint64_t>(bits_of(x))));
    worst = std::max(worst, std::fabs(y - std::exp(static_cast<double>(x))));
    least = std::min(least, y);
  }
  std::cout << "exp: largest error " << worst << ", least value " << least << "\n";
  CHECK(worst < 3e-3);
  CHECK(value_of(golden::evaluate(kFp32, {}, exp, 0xff800000)) == 0);
  for (const bool root : {false, true}) {
    const golden::FloatParams params = table_image(root ? norm : softmax).float_wide;
    const auto function = root ? golden::WideFunction::rsqrt : golden::WideFunction::div;
    double relative = 0;
    for (int exponent = -60; exponent <= 60; ++exponent) {
      for (int i = 0; i < 4096; ++i) {
        const float v = std::ldexp(1.0F + static_cast<float>(i) / 4096, exponent);
        const auto r = golden::evaluate_float_wide(kFp32, function, params, static_cast<std::uint64_t>(bits_of(v)));
        const double exact = root ? 1 / std::sqrt(static_cast<double>(v)) : 1 / static_cast<double>(v);
        relative = std::max(relative, std::fabs(value_of(r.value) / exact - 1));
        CHECK_FALSE(r.zero);
      }
    }
    std::cout << (root ? "1/sqrt(v)" : "1/v") << ": largest relative error " << relative << "\n";
    CHECK(relative < 1e-3);
  }
}

TEST_CASE("special floats in rows do what the model states") {
  const OperatorPlan plan = plan_operator(fp32_operator_spec(OperatorKind::softmax, 2, 16));
  const OperatorImage image = table_image(plan);
  const float inf = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto run = [&](const std::vector<float>& row, bool keep) {
    return evaluate_row(plan, image, codes_of(row, std::vector<bool>(row.size(), keep)), {});
  };
  CHECK(run({1, 2, 3}, false).outputs == std::vector<std::int64_t>{0, 0, 0});
  CHECK(run({1, 2, 3}, false).empty);
  CHECK(run({nan, inf, 3}, false).outputs == std::vector<std::int64_t>{0, 0, 0});
  const golden::RowResult masked = run({1, -inf, 2}, true);
  CHECK(masked.outputs[1] == 0);
  CHECK_FALSE(masked.saturated);
  CHECK(run({1, nan, 2}, true).outputs == std::vector<std::int64_t>(3, 0x7fc00000));
  CHECK(run({-inf, -inf}, true).saturated);
  // A reciprocal: zero, subnormal, infinite, NaN, negative; scaled exactly; too small to be normal.
  const auto wide = [&](std::uint64_t v) {
    return golden::evaluate_float_wide(kFp32, golden::WideFunction::div, image.float_wide, v);
  };
  CHECK((wide(0).value == 0 && wide(0).zero));
  CHECK((wide(0x007fffff).value == 0 && wide(0x007fffff).zero));
  CHECK((wide(0x7f800000).value == 0 && !wide(0x7f800000).zero));
  CHECK(wide(0x7fc00001).value == 0x7fc00000);
  CHECK(wide(0xbf800000).value == 0x7fc00000);
  CHECK(wide(0x40000000).value + 0x00800000 == wide(0x3f800000).value);
  CHECK(wide(0x7f000000).value == 0);
}

TEST_CASE("a float operator's manifest and rules") {
  CHECK_THROWS_AS(plan_operator([] {
                    OperatorSpec spec = fp32_operator_spec(OperatorKind::softmax, 1, 16);
                    spec.kind = OperatorKind::swiglu;
                    return spec;
                  }()),
                  InputError);
  const OperatorPlan plan = plan_operator(fp32_operator_spec(OperatorKind::layernorm, 4, 64));
  CHECK(plan.memories.size() == 2);
  CHECK(operator_writes(plan, table_image(plan)).size() == 15 + 16 + 16 + 4);
}

}  // namespace pwlforge
