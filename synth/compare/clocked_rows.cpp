// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/compare/clocked_rows.hpp"

#include <optional>

#include "gen/rtl/rtl.hpp"
#include "gen/support/json.hpp"
#include "synth/flow/timed_mapping.hpp"

namespace pwlforge {
namespace {

/// The rough mapping is neither sized nor given a second target: what misses the clock by more stays too slow. One try
/// too many costs time, one too few a stage.
constexpr double kWithinReach = 1.25;

}  // namespace

std::vector<UnitSpec> stage_choices(const UnitSpec& spec) {
  std::vector<UnitSpec> choices{spec};
  if (spec.store == Store::truth_table) return choices;
  UnitSpec more = spec;
  // The stage behind the multiply-accumulate; the input stage shortens nothing, inputs come from registers.
  more.pipeline = spec.compact ? 4 : 3;
  if (spec.pipeline < more.pipeline) choices.push_back(more);
  const int most = !spec.floating && spec.integer.raw ? 3 : 4;
  for (more.mac_stages = spec.mac_stages + 1; more.mac_stages <= most; ++more.mac_stages) choices.push_back(more);
  return choices;
}

UnitSource emitted_unit(const UnitSpec& spec) {
  const UnitPlan plan = plan_unit(spec);
  return unit_source(plan, emit_unit(plan));
}

SynthResult synthesize_unit(const UnitSpec& spec, const Library& library, const SynthOptions& options) {
  if (!options.timed) return synthesize(emitted_unit(spec), library, options);
  const std::vector<UnitSpec> choices = stage_choices(spec);
  std::size_t low = 0, high = choices.size() - 1;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const UnitSource source = emitted_unit(choices[middle]);
    if (shortest_path_estimate(source, library, options.clock_ns) <= kWithinReach * options.clock_ns) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  std::optional<SynthResult> fastest;
  for (std::size_t i = low; i < choices.size(); ++i) {
    SynthResult result = synthesize(emitted_unit(choices[i]), library, options);
    if (result.json.at("meets_clock").get<bool>()) return result;
    const auto path = [](const SynthResult& one) { return one.json.at("critical_path_ns").get<double>(); };
    if (!fastest || path(result) < path(*fastest)) fastest = std::move(result);
  }
  return *std::move(fastest);
}

std::vector<double> curve_clocks(double fastest_ns) {
  std::vector<double> clocks;
  for (const double factor : {1.0, 1.25, 1.6, 2.0, 3.0, 5.0}) clocks.push_back(six_digits(factor * fastest_ns));
  return clocks;
}

}  // namespace pwlforge
