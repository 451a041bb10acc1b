// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/explore/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/support/json.hpp"
#include "gen/support/parallel.hpp"
#include "gen/unit/request.hpp"
#include "synth/compare/clocked_rows.hpp"

namespace pwlforge {
namespace {

using fitting::WordSearch;

constexpr int kMostEntries = 40;

struct Sample {
  std::string function;
  int max_lsb = 0;
  bool uniform = false;    ///< whole words; else trimmed
  bool one_shift = false;  ///< R is a constant; else anything
  bool held_out = false;
};

std::vector<Sample> samples() {
  std::vector<Sample> all;
  for (const char* function : {"gelu", "sigmoid", "exp", "rsqrt"}) {
    for (const int max_lsb : {0, 1, 2}) {
      for (const bool one_shift : {false, true}) all.push_back({function, max_lsb, false, one_shift, false});
      if (max_lsb != 1) all.push_back({function, max_lsb, true, false, false});
    }
  }
  for (const char* function : {"hswish", "tanh"}) {
    for (const int max_lsb : {0, 1, 2}) all.push_back({function, max_lsb, false, max_lsb != 0, true});
  }
  return all;
}

UnitSpec sample_unit(const UnitStyle& style, const Sample& sample, int input_bits, int output_bits) {
  fitting::WordProblem problem;
  problem.functions = {{&find_function(sample.function), {}}};
  problem.max_lsb = sample.max_lsb;
  problem.input_bits = input_bits;
  problem.output_bits = output_bits;
  const WordSearch search(problem);
  const int slope_bits = widest_slope(problem);
  const int intercept_bits = widest_intercept(problem);
  const int requant = search.requant_bits();
  const auto least = [&](int first, int bits) {
    return search.least_entries(slope_bits, intercept_bits, first, bits, kMostEntries).value_or(kMostEntries + 1);
  };
  golden::KeptWords words = fitting::whole_words(least(0, requant), input_bits, slope_bits, intercept_bits, requant);
  if (sample.one_shift) {
    int best = 0;
    for (int shift = 1; shift < (1 << requant); ++shift) best = least(shift, 0) < least(best, 0) ? shift : best;
    if (least(best, 0) <= kMostEntries) {
      words = fitting::whole_words(least(best, 0), input_bits, slope_bits, intercept_bits, 0);
      words.requant_first = best;
    }
  }
  if (!sample.uniform) {
    const LinearCost cost = uncalibrated_cost();
    words = search.narrowed(
        words,
        [&](const golden::KeptWords& one) {
          return cost.at(cost_features({input_bits, output_bits, one}));
        },
        static_cast<std::uint64_t>(sample.max_lsb + 1));
  }
  UnitSpec spec = styled_unit(style,
                              fmt::format("calibration_{}_{}{}{}", sample.function, sample.max_lsb,
                                          sample.uniform ? "_uniform" : "", sample.one_shift ? "_one_shift" : ""),
                              search.tables(words));
  if (sample.uniform) spec.kept = needed_shifts(spec);
  return spec;
}

double relative(double estimate, double measured) {
  return std::fabs(estimate - measured) / measured;
}

}  // namespace

int widest_slope(const fitting::WordProblem& problem) {
  return problem.input_bits;
}

int widest_intercept(const fitting::WordProblem& problem) {
  return problem.input_bits + problem.output_bits;
}

std::string style_name(const UnitStyle& style) {
  return fmt::format("{}, {}, {} stage{}", store_name(style.store), style.compact ? "bisection" : "comparator bank",
                     style.pipeline, style.pipeline == 1 ? "" : "s");
}

UnitSpec styled_unit(const UnitStyle& style, const std::string& name, const std::vector<Table>& tables) {
  const int bits = tables.front().input_bits;
  UnitRequest request;
  request.unit = bits == 8 || bits == 16 ? fmt::format("int{}", bits) : fmt::format("int:{}", bits);
  request.documents = tables;
  request.store = store_name(style.store);
  request.compact = style.compact;
  request.pipeline = style.pipeline;
  request.trim = is_loadable(style.store);
  request.name = name;
  return unit_spec(request);
}

UnitShape shape_of(const UnitSpec& spec) {
  return {spec.integer.input_bits, spec.integer.output_bits, spec.kept.value()};
}

LinearCost uncalibrated_cost() {
  // Rough proportions of a latch and the gates behind it.
  return {{0.0, 1.0, 0.5, 1.4, 0.4, 1.4, 0.4, 0.5, 2.0, 0.3}};
}

CostSample cost_sample(const std::string& name, const UnitSpec& spec, const Json& synth) {
  return {name, cost_features(shape_of(spec)), synth.at("area").get<double>(),
          synth.at("power_mw").at("total").get<double>()};
}

void add_samples(Calibration& calibration, const std::vector<CostSample>& samples) {
  calibration.fitted.insert(calibration.fitted.end(), samples.begin(), samples.end());
  std::vector<std::vector<double>> features;
  std::vector<double> area, power;
  for (const CostSample& one : calibration.fitted) {
    features.push_back(one.features);
    area.push_back(one.area);
    power.push_back(one.power);
  }
  calibration.area = fit_cost(features, area);
  calibration.power = fit_cost(features, power);
  calibration.mean_area_error = calibration.mean_power_error = 0;
  calibration.worst_area_error = calibration.worst_power_error = 0;
  const auto count = static_cast<double>(calibration.held_out.size());
  for (const CostSample& one : calibration.held_out) {
    const double area_error = relative(calibration.area.at(one.features), one.area);
    const double power_error = relative(calibration.power.at(one.features), one.power);
    calibration.mean_area_error += area_error / count;
    calibration.mean_power_error += power_error / count;
    calibration.worst_area_error = std::max(calibration.worst_area_error, area_error);
    calibration.worst_power_error = std::max(calibration.worst_power_error, power_error);
  }
}

namespace {

/// Synthesizes a part of the units of a calibration; the others stay empty.
std::vector<CostSample> measure_samples(const UnitStyle& style, const Library& library, const SynthOptions& options,
                                        int input_bits, int output_bits, int threads, const Slice& slice) {
  const std::vector<Sample> all = samples();
  std::vector<CostSample> measured(all.size());
  const auto name = [&](std::size_t i) { return fmt::format("{} within {} LSB", all[i].function, all[i].max_lsb); };
  const auto measure = [&](std::size_t i) {
    if (!slice.has(i)) return;
    const UnitSpec spec = sample_unit(style, all[i], input_bits, output_bits);
    measured[i] = cost_sample(name(i), spec, synthesize_unit(spec, library, options).json);
  };
  parallel_under_bar("calibrate", all.size(), threads, measure, name);
  return measured;
}

}  // namespace

void calibrate_slice(const UnitStyle& style, const Library& library, const SynthOptions& options, int input_bits,
                     int output_bits, int threads, const Slice& slice) {
  measure_samples(style, library, options, input_bits, output_bits, threads, slice);
}

Calibration calibrate(const UnitStyle& style, const Library& library, const SynthOptions& options, int input_bits,
                      int output_bits, int threads) {
  const std::vector<Sample> all = samples();
  const std::vector<CostSample> measured =
      measure_samples(style, library, options, input_bits, output_bits, threads, Slice{});
  Calibration calibration;
  std::vector<CostSample> fitted;
  for (std::size_t i = 0; i < all.size(); ++i) (all[i].held_out ? calibration.held_out : fitted).push_back(measured[i]);
  add_samples(calibration, fitted);
  return calibration;
}

}  // namespace pwlforge
