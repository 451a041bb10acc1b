// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Values a second of the golden model on one core, one by one and in batches, INT8 and FP32, 8 entries.
#include <benchmark/benchmark.h>

#include <random>

#include "sim/golden/batch.hpp"

namespace {

using namespace pwlforge::golden;

constexpr std::size_t kValues = 1 << 16;

const IntParams kInt8{
    {-90, -60, -30, 0, 30, 60, 90}, {0, -3, 5, 11, 40, 60, 64, 64}, {0, -9, 9, 0, 0, -20, -40, -40}, 0, 6};

FloatParams fp32_params() {
  FloatParams params;
  for (int i = 0; i < 8; ++i) {
    params.slopes.push_back(from_double(kFp32, 0.13 * i));
    params.intercepts.push_back(from_double(kFp32, -0.07 * i));
    if (i > 0) params.thresholds.push_back(from_double(kFp32, i - 4));
  }
  return params;
}

std::vector<std::int8_t> codes() {
  std::mt19937_64 random(1);
  std::vector<std::int8_t> values(kValues);
  for (std::int8_t& value : values) value = static_cast<std::int8_t>(random());
  return values;
}

std::vector<std::uint32_t> patterns() {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> uniform(-4, 4);
  std::vector<std::uint32_t> values(kValues);
  for (std::uint32_t& value : values) value = static_cast<std::uint32_t>(from_double(kFp32, uniform(random)));
  return values;
}

void count(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<std::int64_t>(kValues) * state.iterations());
}

void int8_one_by_one(benchmark::State& state) {
  const std::vector<std::int8_t> q = codes();
  const IntFormat format;
  for (auto _ : state) {
    for (const std::int8_t code : q) benchmark::DoNotOptimize(evaluate(format, kInt8, code).y);
  }
  count(state);
}
BENCHMARK(int8_one_by_one);

void int8_batch(benchmark::State& state) {
  const std::vector<std::int8_t> q = codes();
  std::vector<std::int8_t> y(q.size());
  const IntBatch batch({}, kInt8);
  for (auto _ : state) {
    batch.run(q.data(), q.size(), y.data());
    benchmark::ClobberMemory();
  }
  count(state);
}
BENCHMARK(int8_batch);

void fp32_one_by_one(benchmark::State& state) {
  const std::vector<std::uint32_t> x = patterns();
  const FloatParams params = fp32_params();
  for (auto _ : state) {
    for (const std::uint32_t bits : x) benchmark::DoNotOptimize(evaluate(kFp32, {}, params, bits));
  }
  count(state);
}
BENCHMARK(fp32_one_by_one);

void fp32_batch(benchmark::State& state) {
  const std::vector<std::uint32_t> x = patterns();
  std::vector<std::uint32_t> y(x.size());
  const FloatBatch batch(kFp32, {}, fp32_params());
  for (auto _ : state) {
    batch.run(x.data(), x.size(), y.data());
    benchmark::ClobberMemory();
  }
  count(state);
}
BENCHMARK(fp32_batch);

}  // namespace

BENCHMARK_MAIN();
