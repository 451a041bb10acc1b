// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/flow/synth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/support/diagnostics.hpp"
#include "gen/support/json.hpp"
#include "gen/support/tools.hpp"
#include "gen/support/version.hpp"
#include "synth/flow/flow_steps.hpp"
#include "synth/flow/timed_mapping.hpp"
#include "synth/liberty/cell_search.hpp"
#include "synth/map/buffering.hpp"
#include "synth/map/lanes.hpp"
#include "synth/power/activity_check.hpp"
#include "synth/power/power.hpp"
#include "synth/proof/equivalence.hpp"
#include "synth/proof/proof.hpp"
#include "synth/simulate/unit_runner.hpp"
#include "synth/timing/sta.hpp"

namespace pwlforge {
namespace {

/// Raised whenever the flow changes in a way that scripts and versions do not show: old cache entries are then dead.
constexpr const char* kFlowVersion = "unit 11";

struct Measurement {
  Activity activity;
  Recording recording;
  std::uint64_t vectors = 0;
};

/// Feeds the workload: every copy gets its own stretch of it, so that neighbours stay neighbours.
Measurement measure_activity(const UnitSource& unit, const Netlist& netlist, const Workload& workload,
                             const UnitImage& image, const Quantization& input) {
  UnitRunner runner(unit.plan, netlist, 7);
  runner.load(image);
  const auto lanes = static_cast<std::size_t>(unit.plan.spec.lanes);
  const std::size_t counted =
      std::max<std::size_t>(16, (workload.values.size() / lanes + kSimulatorCopies - 1) / kSimulatorCopies);
  const auto warm_up = static_cast<std::size_t>(unit.plan.latency) + 2;
  std::vector<std::vector<std::uint64_t>> streams(kSimulatorCopies);
  for (std::size_t copy = 0; copy < kSimulatorCopies; ++copy) {
    for (std::size_t i = 0; i < (counted + warm_up) * lanes; ++i) {
      const float value = workload.values[(copy * counted * lanes + i) % workload.values.size()];
      streams[copy].push_back(quantize(unit.plan, input, value));
    }
  }
  Measurement measurement;
  runner.record(kRecordedPhases);
  measurement.vectors = runner.stream(image, streams, false, true, warm_up);
  measurement.activity = runner.activity();
  measurement.recording = runner.simulator().recording();

  std::vector<std::pair<std::uint32_t, double>> fed;
  const auto bits = static_cast<std::size_t>(unit.plan.input_bits);
  const std::uint64_t cycles = measurement.activity.cycles;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    for (std::size_t bit = 0; bit < bits; ++bit) {
      std::uint64_t moves = 0;
      for (const auto& stream : streams) {
        for (std::size_t i = warm_up; i < warm_up + cycles; ++i) {
          moves += ((stream[i * lanes + lane] ^ stream[(i - 1) * lanes + lane]) >> bit) & 1;
        }
      }
      fed.emplace_back(runner.input_net(lane, bit),
                       static_cast<double>(moves) / static_cast<double>(cycles * kSimulatorCopies));
    }
  }
  check_activity(netlist, clock_port(netlist), measurement.activity, fed);
  return measurement;
}

SynthResult run_flow(const UnitSource& unit, const Library& library, const SynthOptions& options,
                     const Workload& workload) {
  const UnitPlan& plan = unit.plan;
  SynthResult result;
  const MappedDesign design = map_as_wanted(unit.design, library, options);
  const MappingResult& mapped = design.mapping;
  result.files = mapped.files;
  Json equivalence = check_equivalence(plan, mapped.netlist, equivalence_plan(plan));
  if (options.prove || is_proven(plan)) {
    equivalence["proof"] =
        prove_netlist(read_rtl(unit.design), mapped.netlist,
                      register_images(mapped.registers, unit.design.top, library), mapped.synchronous_reset);
  }

  UnitImage image;
  Quantization input;
  std::string table = "random parameters, seed 1";
  if (plan.contexts.empty()) {
    image = random_image(plan, 1);
    input.bits = plan.input_bits;
    const Range range = workload_range(plan);
    input.scale = std::ldexp(std::max(std::fabs(range.low), std::fabs(range.high)), 1 - plan.input_bits);
  } else {
    const std::size_t number = context_for_range(plan, workload_range(plan));
    const UnitContext context = plan.contexts[number];
    const Table& document = plan.spec.tables[static_cast<std::size_t>(context.table)];
    image = context_image(plan, number);
    input = input_quantization(document, document.contexts[static_cast<std::size_t>(context.scale)]);
    table = fmt::format("{}, context {}, input scale {}", document.function, number, input.scale);
  }
  const Measurement measurement = measure_activity(unit, mapped.netlist, workload, image, input);
  FlowFacts facts;
  facts.name = plan.spec.name;
  facts.clock_ns = options.clock_ns;
  facts.timed = options.timed;
  facts.latency = plan.latency;
  facts.workload = workload.name;
  facts.workload_description = workload.description;
  facts.table = table;
  facts.outputs_checked = measurement.vectors;
  facts.equivalence = equivalence;
  for (const char* part : {"parameter_store", "comparators", "select", "mac", "rest", "boundaries", "buffers"}) {
    facts.parts.push_back(part);
  }
  measure_flow(design, library, facts, measurement.activity, measurement.recording, result);
  result.files["synth.json"] = result.json.dump(2) + "\n";
  return result;
}

}  // namespace

UnitSource unit_source(const UnitPlan& plan, const FileSet& files) {
  UnitSource unit;
  unit.plan = plan;
  unit.design.top = plan.spec.name;
  unit.design.lanes_once = plan.spec.lanes >= kLanesMappedOnce;
  unit.hash = take_sources(files, unit.design);
  return unit;
}

UnitSource load_unit(const std::filesystem::path& directory) {
  const Manifest manifest = read_manifest(directory);
  return unit_source(manifest.plan, read_sources(directory, manifest.files));
}

Range workload_range(const UnitPlan& plan) {
  if (plan.spec.tables.empty()) return {-4, 4};
  return plan.spec.tables.front().range;
}

void check_clock(double clock_ns) {
  if (clock_ns > 0 && std::isfinite(clock_ns)) return;
  throw InputError(
      fmt::format("--clock: not a positive number of ns (found {}); give the clock period, such as 20", clock_ns));
}

SynthResult synthesize(const UnitSource& unit, const Library& library, const SynthOptions& options) {
  check_clock(options.clock_ns);
  const Workload workload = make_workload(options.workload, workload_range(unit.plan));
  // The longest path of a unit with latches has a rule of its own: results from before it are not its answer.
  std::string values =
      unit.plan.spec.store == Store::latches || unit.plan.spec.clock_gate ? "ends with an edge, latches at rest: " : "";
  for (const float value : workload.values) values += fmt::format("{} ", value);
  const std::string key = flow_key(kFlowVersion, unit.hash, unit.design, library, options,
                                   workload.name + workload.description + content_hash(values));
  return cached_flow(key, library, [&] { return run_flow(unit, library, options, workload); });
}

void write_synth_result(const SynthResult& result, const std::filesystem::path& directory) {
  write_directory(directory / "synth" / result.json.at("liberty").get<std::string>(), result.files, "synth.json");
}

}  // namespace pwlforge
