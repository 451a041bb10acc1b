// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The golden operators against exact rationals: every row of small widths, sampled rows of the widths that are built;
// laws of softmax and norms; the largest errors against the real functions.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "gen/operator/operator.hpp"
#include "gen/operator/operator_request.hpp"
#include "tests/exhaustive/row_oracle.hpp"

using namespace pwlforge;
using namespace pwlforge::golden;

namespace {

constexpr std::uint64_t kSeed = 20261127;

std::int64_t pick(std::mt19937_64& random, int bits) {
  return static_cast<std::int64_t>(random()) >> (64 - bits);
}

IntFormat small_unit(int input_bits, int output_bits, bool output_signed) {
  IntFormat format;
  format.input_bits = input_bits;
  format.slope_bits = 4;
  format.intercept_bits = 8;
  format.output_bits = output_bits;
  format.output_signed = output_signed;
  return format;
}

/// Three segments with parameters from anywhere; few outputs vanish or saturate.
IntParams small_params(const IntFormat& format, std::mt19937_64& random) {
  IntParams params;
  params.thresholds = {pick(random, format.input_bits), pick(random, format.input_bits)};
  std::sort(params.thresholds.begin(), params.thresholds.end());
  for (int i = 0; i < 3; ++i) {
    params.slopes.push_back(pick(random, format.slope_bits));
    params.intercepts.push_back(pick(random, format.intercept_bits));
    if (!format.output_signed) params.intercepts.back() = std::abs(params.intercepts.back());
  }
  params.requant_shift = static_cast<int>(random() % 5);
  return params;
}

WideFormat small_wide(WideFunction function, int input_bits, int width, int output_bits) {
  WideFormat format;
  format.function = function;
  format.input_bits = input_bits;
  format.core = small_unit(width, output_bits, false);
  return format;
}

std::vector<IntParams> small_contexts(const WideFormat& format, std::mt19937_64& random) {
  std::vector<IntParams> params;
  for (int i = 0; i < wide_contexts(format.function); ++i) params.push_back(small_params(format.core, random));
  return params;
}

bool same(const WideResult& result, const oracle::WideOutput& expected) {
  return oracle::to_mpz(result.mantissa) == expected.mantissa && result.exponent == expected.exponent &&
         result.zero == expected.zero;
}

bool same(const RowResult& result, const oracle::RowOutput& expected) {
  if (result.saturated != expected.saturated || result.empty != expected.empty) return false;
  if (result.outputs.size() != expected.outputs.size()) return false;
  for (std::size_t j = 0; j < result.outputs.size(); ++j) {
    if (expected.outputs[j] != static_cast<long>(result.outputs[j])) return false;
  }
  return true;
}

/// Calls use(row) for every row of `length` codes of `bits` bits, each kept or dropped.
template <typename Use>
void every_row(int length, int bits, Use use) {
  const std::uint64_t choices = std::uint64_t{2} << bits;
  std::uint64_t rows = 1;
  for (int j = 0; j < length; ++j) rows *= choices;
  Row row;
  row.codes.resize(static_cast<std::size_t>(length));
  row.keep.resize(static_cast<std::size_t>(length));
  for (std::uint64_t number = 0; number < rows; ++number) {
    std::uint64_t rest = number;
    for (std::size_t j = 0; j < row.codes.size(); ++j, rest /= choices) {
      row.keep[j] = rest % 2 != 0;
      row.codes[j] = static_cast<std::int64_t>(rest % choices / 2) - (std::int64_t{1} << (bits - 1));
    }
    use(row);
  }
}

/// Rows as they come and as they hurt: whole range, ends of the range, nearly constant; all, most, or no elements kept.
Row any_row(std::mt19937_64& random, int bits, std::size_t longest) {
  Row row;
  const std::size_t length = 1 + random() % longest;
  const auto low = static_cast<std::int64_t>(min_of(bits, true));
  const auto high = static_cast<std::int64_t>(max_of(bits, true));
  const std::uint64_t shape = random() % 4;
  const std::uint64_t drop = random() % 8;
  const std::int64_t centre = pick(random, bits);
  for (std::size_t j = 0; j < length; ++j) {
    std::int64_t code = pick(random, bits);
    if (shape == 1) code = random() % 2 == 0 ? low : high;
    if (shape == 2) code = std::clamp(centre + static_cast<std::int64_t>(random() % 3) - 1, low, high);
    row.codes.push_back(code);
    row.keep.push_back(drop == 0 ? false : drop > 3 || random() % 4 != 0);
  }
  return row;
}

OperatorPlan planned(const std::string& name, int width, int max_row, int entries) {
  OperatorRequest request;
  request.name_of_operator = name;
  request.width = width;
  request.max_row = max_row;
  request.entries = entries;
  return plan_operator(operator_spec(request));
}

/// The plan's row by the oracle.
oracle::RowOutput expected_row(const OperatorPlan& plan, const OperatorImage& image, const Row& row,
                               const std::vector<std::int64_t>& gates) {
  if (plan.spec.kind == OperatorKind::softmax) {
    SoftmaxFormat format;
    format.element_bits = plan.spec.element_bits;
    format.exp = plan.unit.spec.integer;
    format.reciprocal = wide_format(plan.wide);
    format.output_bits = plan.spec.output_bits;
    return oracle::softmax(format, {image.unit, image.wide}, row);
  }
  if (is_norm(plan.spec.kind)) {
    NormFormat format;
    format.centred = plan.spec.kind == OperatorKind::layernorm;
    format.root = wide_format(plan.wide);
    format.output_bits = plan.spec.output_bits;
    return oracle::norm(format, {image.wide, image.epsilon, image.shift, image.gain, image.bias}, row);
  }
  oracle::RowOutput result;
  const GatedFormat format{plan.unit.spec.integer, plan.spec.element_bits, plan.spec.output_bits};
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    const oracle::Output one =
        oracle::gated(format, image.unit, image.requant, static_cast<long>(row.codes[j]), static_cast<long>(gates[j]));
    result.outputs.push_back(one.y);
    result.saturated = result.saturated || one.saturated;
  }
  return result;
}

}  // namespace

TEST_CASE("wide functions: every v of 11 bits, W 4 and 6, O 4 and 6, both forms") {
  std::mt19937_64 random(kSeed);
  std::uint64_t checked = 0;
  std::uint64_t wrong = 0;
  for (const WideFunction function : {WideFunction::div, WideFunction::rsqrt}) {
    for (const int width : {4, 6}) {
      for (const int output : {4, 6}) {
        const WideFormat format = small_wide(function, 11, width, output);
        for (int tables = 0; tables < 6; ++tables) {
          const std::vector<IntParams> params = small_contexts(format, random);
          for (int v = 0; v < 2048; ++v) {
            const WideResult result = evaluate_wide(format, params, v);
            const oracle::WideOutput expected = oracle::wide(format, params, v);
            wrong += same(result, expected) ? 0 : 1;
            for (const int fraction : {0, 3, 9}) {
              bool clamped = false;
              const Wide number = wide_integer(format, result, fraction, 5, &clamped);
              const oracle::Output one = oracle::wide_integer(format, expected, fraction, 5);
              wrong += oracle::to_mpz(number) != one.y || clamped != one.saturated ? 1 : 0;
            }
            checked += 4;
          }
        }
      }
    }
  }
  fmt::print("wide: {} cases\n", checked);
  CHECK(wrong == 0);
}

TEST_CASE("wide functions: every input width 8..100, sampled") {
  constexpr int kPerWidth = 300;
  std::mt19937_64 random(kSeed + 1);
  std::uint64_t checked = 0;
  std::uint64_t wrong = 0;
  for (int bits = 8; bits <= 100; ++bits) {
    for (const WideFunction function : {WideFunction::div, WideFunction::rsqrt}) {
      const WideFormat format = small_wide(function, bits, 4 + static_cast<int>(random() % 13), 8);
      const std::vector<IntParams> params = small_contexts(format, random);
      for (int i = 0; i < kPerWidth; ++i) {
        Wide v = (static_cast<Wide>(random() >> 1) << 63) | static_cast<Wide>(random() >> 1);
        v &= max_of(1 + static_cast<int>(random() % static_cast<unsigned>(bits)), false);
        if (i % 5 == 0) v = max_of(bits, false) - (v & 3);  // a carry out of the largest octave
        wrong += same(evaluate_wide(format, params, v), oracle::wide(format, params, oracle::to_mpz(v))) ? 0 : 1;
        ++checked;
      }
    }
  }
  fmt::print("wide: {} sampled cases, seed {}\n", checked, kSeed + 1);
  CHECK(wrong == 0);
}

TEST_CASE("softmax: every row of 1 to 3 codes of 4 bits, each kept or dropped") {
  std::mt19937_64 random(kSeed + 2);
  std::uint64_t checked = 0;
  std::uint64_t wrong = 0;
  for (int tables = 0; tables < 6; ++tables) {
    SoftmaxFormat format;
    format.element_bits = 4;
    format.exp = small_unit(4 + tables % 2, 4 + tables % 3, false);
    format.reciprocal = small_wide(WideFunction::div, 9, 4, 4 + tables / 2);
    format.output_bits = 3 + tables % 4;
    const SoftmaxParams params{small_params(format.exp, random), small_contexts(format.reciprocal, random)};
    for (int length = 1; length <= 3; ++length) {
      every_row(length, 4, [&](const Row& row) {
        wrong += same(softmax(format, params, row), oracle::softmax(format, params, row)) ? 0 : 1;
        ++checked;
      });
    }
  }
  fmt::print("softmax: {} rows\n", checked);
  CHECK(wrong == 0);
}

TEST_CASE("norms: every row of 1 to 3 codes of 4 bits, each kept or dropped") {
  std::mt19937_64 random(kSeed + 3);
  std::uint64_t checked = 0;
  std::uint64_t wrong = 0;
  for (const bool centred : {false, true}) {
    for (int tables = 0; tables < 4; ++tables) {
      NormFormat format;
      format.centred = centred;
      format.element_bits = 4;
      format.root = small_wide(WideFunction::rsqrt, 12, 4, 5);
      format.output_bits = 5 + tables % 2;
      NormParams params;
      params.root = small_contexts(format.root, random);
      params.epsilon = tables % 2 == 0 ? 0 : static_cast<Wide>(random() % 5);
      params.shift = static_cast<int>(random() % 4);
      for (int channel = 0; channel < (tables < 2 ? 1 : 3); ++channel) {
        params.gain.push_back(pick(random, 12));
        params.bias.push_back(pick(random, 14));
      }
      for (int length = 1; length <= 3; ++length) {
        every_row(length, 4, [&](const Row& row) {
          wrong += same(norm(format, params, row), oracle::norm(format, params, row)) ? 0 : 1;
          ++checked;
        });
      }
    }
  }
  fmt::print("norms: {} rows\n", checked);
  CHECK(wrong == 0);
}

TEST_CASE("gated units: every pair of 4 and of 6 bits, every shift") {
  std::mt19937_64 random(kSeed + 4);
  std::uint64_t checked = 0;
  std::uint64_t wrong = 0;
  for (const int bits : {4, 6}) {
    const GatedFormat format{small_unit(bits, bits, true), bits, bits - 1};
    const IntParams params = small_params(format.unit, random);
    for (int shift = 0; shift <= 2 * bits; ++shift) {
      for (long a = -(1L << (bits - 1)); a < 1L << (bits - 1); ++a) {
        for (long b = -(1L << (bits - 1)); b < 1L << (bits - 1); ++b) {
          bool clamped = false;
          const std::int64_t y = gated(format, params, shift, a, b, &clamped);
          const oracle::Output expected = oracle::gated(format, params, shift, a, b);
          wrong += expected.y != static_cast<long>(y) || expected.saturated != clamped ? 1 : 0;
          ++checked;
        }
      }
    }
  }
  fmt::print("gated: {} cases\n", checked);
  CHECK(wrong == 0);
}

TEST_CASE("operators as they are planned: fitted and random words, sampled rows") {
  constexpr int kRows = 60;
  std::mt19937_64 random(kSeed + 5);
  for (const std::string& name : operator_names()) {
    if (name == "wide") continue;
    for (const int width : {8, 16}) {
      const OperatorPlan plan = planned(name, width, 64, 4);
      std::uint64_t checked = 0;
      std::uint64_t wrong = 0;
      for (int image_number = 0; image_number < 4; ++image_number) {
        const OperatorImage image = image_number == 0 ? table_image(plan) : random_image(plan, random());
        for (int i = 0; i < kRows; ++i) {
          const Row row = any_row(random, width, 64);
          std::vector<std::int64_t> gates;
          if (is_gated(plan.spec.kind)) {
            for (std::size_t j = 0; j < row.codes.size(); ++j) gates.push_back(pick(random, width));
          }
          const oracle::RowOutput expected = expected_row(plan, image, row, gates);
          RowResult result = evaluate_row(plan, image, row, gates);
          wrong += same(result, expected) ? 0 : 1;
          ++checked;
        }
      }
      fmt::print("{} of {} bits: {} sampled rows, seed {}\n", name, width, checked, kSeed + 5);
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("the oracle of rows notices a model that is wrong") {
  std::mt19937_64 random(kSeed + 6);
  SoftmaxFormat format;
  format.element_bits = 4;
  format.exp = small_unit(4, 4, false);
  format.reciprocal = small_wide(WideFunction::div, 9, 4, 4);
  format.output_bits = 4;
  SoftmaxParams params;
  params.exp = {{-4, -1}, {0, 0, 0}, {1, 5, 15}, 0, 0};
  params.reciprocal = {{{-4, 0}, {0, 0, 0}, {15, 12, 9}, 0, 0}};
  const Row row{{0, -1, 3}, {true, true, false}};
  const oracle::RowOutput expected = oracle::softmax(format, params, row);
  CHECK(same(softmax(format, params, row), expected));
  CHECK_FALSE(same(softmax(format, params, {row.codes, {true, true, true}}), expected));  // keep ignored
  SoftmaxParams wrong = params;
  wrong.reciprocal[0].intercepts[0] = 14;
  wrong.reciprocal[0].intercepts[1] = 7;
  wrong.reciprocal[0].intercepts[2] = 5;
  CHECK_FALSE(same(softmax(format, wrong, row), expected));
}

TEST_CASE("laws of softmax and norms hold bit for bit") {
  std::mt19937_64 random(kSeed + 7);
  std::uint64_t checked = 0;
  for (const std::string name : {"softmax", "rmsnorm", "layernorm"}) {
    const OperatorPlan plan = planned(name, 8, 64, 16);
    const OperatorImage image = table_image(plan);
    const auto outputs = [&](const Row& row) { return evaluate_row(plan, image, row, {}).outputs; };
    for (int i = 0; i < 500; ++i) {
      Row row = any_row(random, 6, 64);
      const std::vector<std::int64_t> before = outputs(row);
      // Adding a constant that stays within the codes.
      if (name != "rmsnorm") {
        Row shifted = row;
        const std::int64_t constant = static_cast<std::int64_t>(random() % 192) - 96;
        for (std::int64_t& code : shifted.codes) code += constant;
        REQUIRE(outputs(shifted) == before);
        ++checked;
      }
      // Another order.
      std::vector<std::size_t> order(row.codes.size());
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::shuffle(order.begin(), order.end(), random);
      Row permuted;
      std::vector<std::int64_t> expected;
      for (const std::size_t j : order) {
        permuted.codes.push_back(row.codes[j]);
        permuted.keep.push_back(row.keep[j]);
        expected.push_back(before[j]);
      }
      REQUIRE(outputs(permuted) == expected);
      // What is dropped counts for nothing: other codes there change nothing, nor does leaving them out.
      Row other = row;
      Row shorter;
      std::vector<std::int64_t> kept;
      for (std::size_t j = 0; j < row.codes.size(); ++j) {
        if (!row.keep[j]) {
          other.codes[j] = pick(random, 8);
          continue;
        }
        shorter.codes.push_back(row.codes[j]);
        shorter.keep.push_back(true);
        kept.push_back(before[j]);
      }
      REQUIRE(outputs(other) == before);
      REQUIRE(outputs(shorter) == kept);
      checked += 3;
      // Order of the inputs is order of the outputs (a softmax of a table that does not decrease).
      if (name == "softmax") {
        for (std::size_t a = 0; a + 1 < row.codes.size(); ++a) {
          if (!row.keep[a] || !row.keep[a + 1]) continue;
          REQUIRE((row.codes[a] <= row.codes[a + 1] ? before[a] <= before[a + 1] : before[a] >= before[a + 1]));
        }
        ++checked;
      }
    }
  }
  fmt::print("laws: {} comparisons of rows, seed {}\n", checked, kSeed + 7);
}

TEST_CASE("largest errors against the real functions") {
  constexpr int kRows = 1500;
  constexpr std::size_t kLength = 64;
  std::mt19937_64 random(kSeed + 8);
  std::normal_distribution<double> normal;
  for (const std::string& name : operator_names()) {
    if (name == "wide") continue;
    const OperatorPlan plan = planned(name, 8, static_cast<int>(kLength), 16);
    const OperatorImage image = table_image(plan);
    const double in = plan.spec.numbers.element_scale;
    const double out = plan.spec.kind == OperatorKind::softmax ? std::ldexp(1.0, -plan.spec.output_bits)
                                                               : plan.spec.numbers.output_scale;
    const double low = plan.spec.kind == OperatorKind::softmax ? 0 : -std::ldexp(out, plan.spec.output_bits - 1);
    const double high = low + std::ldexp(out, plan.spec.output_bits) - out;
    double largest = 0;
    double sum_error = 0;
    for (int i = 0; i < kRows; ++i) {
      Row row;
      std::vector<std::int64_t> gates;
      const double spread = 4 + static_cast<double>(random() % 40);
      const double offset = static_cast<double>(random() % 61) - 30;
      const auto code = [&](double centre) {
        return static_cast<std::int64_t>(std::clamp(std::nearbyint(centre + normal(random) * spread), -128.0, 127.0));
      };
      for (std::size_t j = 0; j < kLength; ++j) {
        row.codes.push_back(code(offset));
        row.keep.push_back(true);
        if (is_gated(plan.spec.kind)) gates.push_back(code(0));
      }
      const RowResult result = evaluate_row(plan, image, row, gates);
      double total = 0;
      double squares = 0;
      double exponentials = 0;
      const double top = in * static_cast<double>(*std::max_element(row.codes.begin(), row.codes.end()));
      for (const std::int64_t q : row.codes) {
        const double x = static_cast<double>(q) * in;
        total += x;
        squares += x * x;
        exponentials += std::exp(x - top);
      }
      const double n = static_cast<double>(kLength);
      const double mean = total / n;
      double said = 0;
      for (std::size_t j = 0; j < kLength; ++j) {
        const double x = static_cast<double>(row.codes[j]) * in;
        const double eps = plan.spec.numbers.epsilon;
        double real = 0;
        if (name == "softmax") real = std::exp(x - top) / exponentials;
        if (name == "rmsnorm") real = x / std::sqrt(squares / n + eps);
        if (name == "layernorm") real = (x - mean) / std::sqrt(squares / n - mean * mean + eps);
        if (name == "swiglu") real = x / (1 + std::exp(-x));
        if (name == "geglu") real = x * 0.5 * std::erfc(-x / std::sqrt(2.0));
        if (is_gated(plan.spec.kind)) real *= static_cast<double>(gates[j]) * in;
        const double y = static_cast<double>(result.outputs[j]) * out;
        said += y;
        largest = std::max(largest, std::fabs(y - std::clamp(real, low, high)) / out);
      }
      sum_error = std::max(sum_error, std::fabs(said - 1));
    }
    fmt::print("{}: largest error {:.3f} output steps{} ({} rows of {}, seed {})\n", name, largest,
               name == "softmax" ? fmt::format(", sum of a row off by {:.4f}", sum_error) : "", kRows, kLength,
               kSeed + 8);
    // Half a step is the output's own rounding. A probability near 1 carries the reciprocal's relative error, 256 steps
    // high; a gated product carries the unit's half step times a gate of up to 8.
    CHECK(largest <= (name == "softmax" ? 2.0 : is_gated(plan.spec.kind) ? 5.0 : 1.0));
  }
}
