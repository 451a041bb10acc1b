// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Many values at once are the values one by one: every code of integer formats up to 16 bits, samples of wider ones,
// every pattern of BF16 and FP16, boundaries and samples of FP32.
#include "sim/golden/batch.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "tests/float/float_vectors.hpp"

namespace pwlforge {
namespace {

using golden::FloatFormat;
using golden::FloatOptions;
using golden::FloatParams;
using golden::IntFormat;
using golden::IntParams;

constexpr std::uint64_t kSeed = 21;

std::int64_t any(std::mt19937_64& random, int bits) {
  return static_cast<std::int64_t>(random()) >> (64 - bits);
}

IntParams any_params(const IntFormat& format, std::mt19937_64& random) {
  IntParams params;
  for (int i = 0; i < 8; ++i) {
    params.slopes.push_back(any(random, format.slope_bits));
    params.intercepts.push_back(any(random, format.intercept_bits));
    if (i > 0) params.thresholds.push_back(any(random, format.input_bits));
  }
  std::sort(params.thresholds.begin(), params.thresholds.end());
  params.requant_shift = format.raw ? 0 : static_cast<int>(random() % 12);
  return params;
}

std::uint64_t differences(const IntFormat& format, const IntParams& params, const IntParams& batched,
                          const std::vector<std::int64_t>& codes) {
  std::vector<std::int64_t> outputs(codes.size());
  golden::IntBatch(format, batched).run(codes.data(), codes.size(), outputs.data());
  std::uint64_t different = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    different += outputs[i] != static_cast<std::int64_t>(golden::evaluate(format, params, codes[i]).y) ? 1 : 0;
  }
  return different;
}

FloatParams any_params(const FloatFormat& format, testing::TripleSource& source) {
  FloatParams params;
  for (int i = 0; i < 8; ++i) {
    const testing::Triple triple = source.next();
    params.slopes.push_back(triple.a);
    params.intercepts.push_back(triple.c);
    if (i > 0) params.thresholds.push_back(triple.b);
  }
  std::sort(params.thresholds.begin(), params.thresholds.end(), [&](std::uint64_t a, std::uint64_t b) {
    return golden::to_double(format, a) < golden::to_double(format, b);
  });
  params.thresholds.erase(std::remove_if(params.thresholds.begin(), params.thresholds.end(),
                                         [&](std::uint64_t bits) { return golden::is_nan(format, bits); }),
                          params.thresholds.end());
  params.slopes.resize(params.thresholds.size() + 1);
  params.intercepts.resize(params.thresholds.size() + 1);
  return params;
}

std::uint64_t differences(const FloatFormat& format, const FloatOptions& options, const FloatParams& params,
                          const FloatParams& batched, const std::vector<std::uint32_t>& inputs) {
  std::vector<std::uint32_t> outputs(inputs.size());
  golden::FloatBatch(format, options, batched).run(inputs.data(), inputs.size(), outputs.data());
  std::uint64_t different = 0;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    different += outputs[i] != golden::evaluate(format, options, params, inputs[i]) ? 1 : 0;
  }
  return different;
}

}  // namespace

TEST_CASE("integers in batches", "[golden]") {
  std::mt19937_64 random(kSeed);
  for (const int width : {4, 8, 12, 16, 20, 32}) {
    for (const bool raw : {false, true}) {
      IntFormat format;
      format.input_bits = width;
      format.slope_bits = std::min(width, 24);
      format.intercept_bits = 2 * width;
      format.output_bits = width;
      format.raw = raw;
      std::vector<std::int64_t> codes;
      if (width <= golden::kTabulatedBits) {
        for (std::int64_t q = -(1 << (width - 1)); q < 1 << (width - 1); ++q) codes.push_back(q);
      } else {
        for (int i = 0; i < 20000; ++i) codes.push_back(any(random, width));
      }
      const IntParams params = any_params(format, random);
      INFO("width " << width << " raw " << raw << " seed " << kSeed << " codes " << codes.size());
      CHECK(differences(format, params, params, codes) == 0);
      // The comparison itself: one intercept moved shows.
      IntParams other = params;
      for (std::int64_t& intercept : other.intercepts) intercept = intercept > 0 ? intercept - 1 : intercept + 1;
      if (raw) CHECK(differences(format, params, other, codes) == codes.size());
    }
  }
}

TEST_CASE("an 8-bit code may come as a byte, signed or not", "[golden]") {
  IntFormat format;
  std::mt19937_64 random(kSeed);
  const IntParams params = any_params(format, random);
  const golden::IntBatch batch(format, params);
  for (int q = -128; q < 128; ++q) {
    const auto code = static_cast<std::int8_t>(q);
    const auto pattern = static_cast<std::uint8_t>(q);
    std::int8_t from_code = 0, from_pattern = 0;
    batch.run(&code, 1, &from_code);
    batch.run(&pattern, 1, &from_pattern);
    CHECK(from_code == golden::evaluate(format, params, q).y);
    CHECK(from_pattern == from_code);
  }
}

TEST_CASE("floats in batches", "[golden]") {
  std::mt19937_64 random(kSeed);
  for (const FloatFormat& format : {golden::kFp32, golden::kBf16, golden::kFp16}) {
    testing::TripleSource source(format, kSeed);
    std::vector<std::uint32_t> inputs;
    if (golden::total_bits(format) == 16) {
      for (std::uint32_t x = 0; x < 1U << 16; ++x) inputs.push_back(x);
    } else {
      for (const std::uint64_t x : testing::boundary_values(format)) inputs.push_back(static_cast<std::uint32_t>(x));
      for (int i = 0; i < 30000; ++i) inputs.push_back(static_cast<std::uint32_t>(random()));
    }
    for (int table = 0; table < 6; ++table) {
      for (const bool ftz : {false, true}) {
        for (const bool inf_ieee : {false, true}) {
          const FloatParams params = any_params(format, source);
          std::vector<std::uint32_t> all = inputs;
          for (const std::uint64_t t : params.thresholds) {
            for (const std::uint64_t x : {t - 1, t, t + 1}) all.push_back(static_cast<std::uint32_t>(x));
          }
          INFO("mantissa " << format.mantissa_bits << " ftz " << ftz << " inf " << inf_ieee << " seed " << kSeed);
          CHECK(differences(format, {ftz, inf_ieee}, params, params, all) == 0);
        }
      }
    }
    // The comparison itself: another slope shows.
    FloatParams one{{}, {golden::from_double(format, 1)}, {0}}, two{{}, {golden::from_double(format, 2)}, {0}};
    CHECK(differences(format, {}, one, two, inputs) > inputs.size() / 2);
  }
}

}  // namespace pwlforge
