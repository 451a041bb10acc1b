// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// How long fitting takes: wall clock, and processor time over all threads. `times_faster` is the ratio to the authors'
// trainer, 84.5 s for gelu with 8 entries.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "gen/fit/fit.hpp"

using namespace pwlforge;

namespace {

constexpr double kReferenceSeconds = 84.5;

FitRequest request_for(const char* function, int entries, const char* format) {
  FitRequest request;
  request.function = &find_function(function);
  request.entries = entries;
  request.format = parse_format(format);
  return request;
}

void genetic_gelu_8(benchmark::State& state) {
  FitRequest request = request_for("gelu", 8, "f6k8b8");
  request.method = Method::genetic;
  request.sharing = Sharing::shared;
  request.threshold = ThresholdRule::round;
  request.objective = Objective::a;
  request.threads = 1;
  for (auto _ : state) benchmark::DoNotOptimize(fit(request));
  state.counters["times_faster"] =
      benchmark::Counter(kReferenceSeconds * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(genetic_gelu_8)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

// All eight functions, 8 and 16 entries, per-scale and shared, default scales, on all cores.
void optimal_q_all(benchmark::State& state) {
  for (auto _ : state) {
    for (const std::string& name : function_names()) {
      const bool steep = name == "div" || name == "rsqrt";
      for (const int entries : {8, 16}) {
        for (const Sharing sharing : {Sharing::per_scale, Sharing::shared}) {
          FitRequest request = request_for(name.c_str(), entries, steep ? "f6k9b10" : "f6k8b8");
          request.objective = Objective::q_all;
          request.sharing = sharing;
          benchmark::DoNotOptimize(fit(request));
        }
      }
    }
  }
}
BENCHMARK(optimal_q_all)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void optimal_lsb_16(benchmark::State& state) {
  const std::string& name = function_names()[static_cast<std::size_t>(state.range(0))];
  state.SetLabel(name);
  for (auto _ : state) benchmark::DoNotOptimize(fit(request_for(name.c_str(), 16, "k8b16")));
}
BENCHMARK(optimal_lsb_16)->DenseRange(0, 7)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void int16_gelu(benchmark::State& state) {
  FitRequest request = request_for("gelu", static_cast<int>(state.range(0)), "f14k16b16");
  request.input_bits = request.output_bits = 16;
  request.scales = {13};
  request.objective = Objective::q_all;
  Table table;
  for (auto _ : state) table = fit(request);
  state.SetLabel(fmt::format("MSE {:.4g}, {}", table.provenance.objective_value, table.provenance.note));
}
BENCHMARK(int16_gelu)->Arg(16)->Arg(32)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
