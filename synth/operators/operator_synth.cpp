// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/operators/operator_synth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "gen/operator/operator_axis.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/json.hpp"
#include "gen/support/tools.hpp"
#include "gen/support/version.hpp"
#include "synth/flow/flow_steps.hpp"
#include "synth/flow/timed_mapping.hpp"
#include "synth/liberty/cell_search.hpp"
#include "synth/map/lanes.hpp"
#include "synth/operators/operator_runner.hpp"
#include "synth/operators/row_workload.hpp"
#include "synth/power/activity_check.hpp"
#include "synth/proof/proof.hpp"

namespace pwlforge {
namespace {

/// Raised whenever the flow changes in a way that scripts and versions do not show.
constexpr const char* kOperatorFlowVersion = "operator 9";
constexpr std::uint64_t kSeed = 1;
constexpr int kLoneRuns = 4;  ///< of as many rows as the simulator has copies
/// With 2, one planted fault of 12 in a softmax lived in a multiplier; with 8, one of a wrapped softmax in an adder.
constexpr int kRandomImages = 24;
constexpr int kRandomRows = 96;  ///< of the tables, where rows have up to kLongRow elements; of shorter ones more
constexpr int kFewerRows = 3;    ///< of random images, this many times fewer: the words matter, not the codes
constexpr int kLongRow = 64;     ///< random rows are not longer; the longest is tried by itself

/// What each part of an operator is: gates are told by the files that they come from. Inner units are named by their
/// own file, so that what both use is told apart.
std::vector<UnitPart> operator_parts(const OperatorPlan& plan) {
  const bool wrapped = plan.spec.wrap != Wrap::none;
  const std::string name = wrapped ? core_name(plan.spec.name) : plan.spec.name;
  const UnitPart bus{"bus",
                     {"pwl_bus_gate", "pwl_bus_registers", "pwl_address_map", "pwl_signature", "pwl_axil_slave",
                      "pwl_lane_bytes", "pwl_stream_slice", "pwl_skid"}};
  std::vector<UnitPart> parts;
  if (plan.spec.kind == OperatorKind::wide) {
    parts = {{"core", {name + "_core"}}, {"normalize", {"pwl_normalize"}}};
    if (wrapped) parts.push_back(bus);
    return parts;
  }
  if (!is_norm(plan.spec.kind)) {
    parts.push_back({"unit", {name + "_unit", "pwl_peer_exp_lanes", "pwl_peer_factor_lanes", "pwl_peer_unit_lanes"}});
  }
  if (has_rows(plan.spec.kind)) {
    parts.push_back({"wide",
                     {name + "_wide", "pwl_norm_argument", "pwl_float_wide_argument", "pwl_float_wide_result",
                      "pwl_di_sqrt", "pwl_i_sqrt"}});
    parts.push_back({"row_engines",
                     {"pwl_row_engine", "pwl_row_subtract", "pwl_row_mask", "pwl_float_row_order", "pwl_float_row_sum",
                      "pwl_float_row_subtract", "pwl_float_row_mask"}});
  }
  parts.push_back({"lanes",
                   {"pwl_row_scale", "pwl_norm_lanes", "pwl_gate_lanes", "pwl_norm_affine", "pwl_float_row_scale",
                    "pwl_float_norm_lanes", "pwl_peer_share_lanes", "pwl_peer_norm_lanes"}});
  parts.push_back({"gate", {"pwl_row_gate"}});
  if (wrapped) parts.push_back(bus);
  parts.push_back({"config", {"pwl_config_control", "pwl_config_parts", "pwl_norm_words", "pwl_zero_extend"}});
  return parts;
}

int beats_of(const OperatorPlan& plan, int elements) {
  return (elements + plan.spec.lanes - 1) / plan.spec.lanes;
}

/// Codes without their low `bits`: behind small ones the low bits of products are seen, which large ones leave without
/// a say.
void make_small(Stimulus& stimulus, int bits) {
  for (std::int64_t& code : stimulus.row.codes) code >>= bits;
  for (std::int64_t& code : stimulus.gates) code >>= bits;
}

std::uint64_t run_rows(OperatorRunner& runner, const OperatorImage& image, bool tables, std::uint64_t seed,
                       std::uint64_t& rows) {
  const OperatorPlan& plan = runner.core();
  const int longest = has_rows(plan.spec.kind) ? plan.spec.max_row : kLongRow;
  const int usual = std::min(longest, kLongRow);
  std::vector<Stimulus> stimuli = extreme_stimuli(plan, usual);
  for (const int length : {1, std::min(usual, plan.spec.lanes + 1)}) {
    for (const Stimulus& one : extreme_stimuli(plan, length)) stimuli.push_back(one);
  }
  const int random_rows = kRandomRows * kLongRow / usual / (tables ? 1 : kFewerRows);
  for (int i = 0; i < random_rows; ++i) {
    const std::uint64_t number = seed * 1000 + static_cast<std::uint64_t>(i);
    stimuli.push_back(random_stimulus(plan, number, 1 + (i * 7) % usual, plan.spec.kind != OperatorKind::wide));
    if (i % 4 == 3 && !plan.spec.floating) make_small(stimuli.back(), 1 + i / 4 % (plan.spec.element_bits - 1));
  }
  std::deque<RowBeats> pool;
  for (const Stimulus& one : stimuli) pool.push_back(row_beats(plan, image, one));
  std::vector<std::vector<const RowBeats*>> streams(kSimulatorCopies);
  for (std::size_t n = 0; n < streams.size(); ++n) {
    // Every copy has its own order, and a sixth of the rows: neighbours and stalls differ.
    for (std::size_t i = n % 6; i < pool.size(); i += 6) streams[n].push_back(&pool[(i * 5 + n) % pool.size()]);
    rows += streams[n].size();
  }
  if (tables && has_rows(plan.spec.kind)) {
    for (const int length : {longest, longest + 3 * plan.spec.lanes}) {
      pool.push_back(row_beats(plan, image, random_stimulus(plan, seed + 77, length, true)));
      for (auto& stream : streams) stream.push_back(&pool.back());
      for (auto& stream : streams) stream.push_back(&pool[3]);
      rows += 2 * streams.size();
    }
  }
  std::uint64_t outputs = runner.stream(streams, true, 0).outputs;
  // A row alone, or a number: among others that raise a sticky flag it would not be seen that one does not, or does.
  for (int run = 0; run < kLoneRuns; ++run) {
    pool.clear();
    for (std::size_t n = 0; n < streams.size(); ++n) {
      const int length = plan.spec.kind == OperatorKind::wide ? 1 : 1 + static_cast<int>(n) % std::min(usual, 4);
      pool.push_back(
          row_beats(plan, image,
                    random_stimulus(plan, seed * 1000 + 10000 + static_cast<std::uint64_t>(run) * streams.size() + n,
                                    length, false)));
      streams[n] = {&pool.back()};
    }
    rows += streams.size();
    outputs += runner.stream(streams, true, 0).outputs;
  }
  return outputs;
}

void check_memory_pins(const OperatorPlan& plan, const OperatorRunner& runner, const Netlist& netlist) {
  int expected = 0, found = 0;
  for (const RowMemory& memory : plan.memories) expected += memory.width;
  for (const OutsideMemory& memory : runner.memories()) found += memory.width();
  if (expected == found || runner.memories().empty()) return;
  throw CheckFailed(fmt::format("{}: the plan has memories of {} bits a word, the netlist leaves out {}", netlist.top,
                                expected, found));
}

struct RowMeasurement {
  Activity activity;
  Recording recording;
  OperatorRunner::Count count;
  double beats_per_row = 0;
  Json accesses;
};

RowMeasurement measure_rows(const OperatorPlan& plan, const Netlist& netlist, const OperatorImage& image,
                            const RowWorkload& workload) {
  OperatorRunner runner(plan, netlist, 7);
  check_memory_pins(plan, runner, netlist);
  runner.load(image, "workload " + workload.name, true);
  std::deque<RowBeats> pool;
  std::size_t longest = 0, beats = 0;
  for (std::size_t i = 0; i < workload.rows.size(); ++i) {
    pool.push_back(row_beats(runner.core(), image, quantize_row(plan, workload.rows[i], workload.gate_of(i))));
    longest = std::max(longest, pool.back().inputs.size());
    beats += pool.back().inputs.size();
  }
  RowMeasurement measurement;
  measurement.beats_per_row = static_cast<double>(beats) / static_cast<double>(pool.size());
  const std::size_t fill =
      static_cast<std::size_t>(plan.latency_rows) * longest + static_cast<std::size_t>(plan.latency) + 4;
  const auto rows_for = [&](std::size_t cycles) {
    return static_cast<std::size_t>(std::ceil(static_cast<double>(cycles) / measurement.beats_per_row));
  };
  const std::size_t warm_rows = rows_for(fill) + 1;
  const std::size_t counted =
      std::max({(pool.size() + kSimulatorCopies - 1) / kSimulatorCopies, rows_for(128), std::size_t{2}});
  std::vector<std::vector<const RowBeats*>> streams(kSimulatorCopies);
  std::size_t warm_up = 0;
  for (std::size_t n = 0; n < streams.size(); ++n) {
    std::size_t own = 0;
    for (std::size_t i = 0; i < warm_rows + counted; ++i) {
      streams[n].push_back(&pool[(n * counted + i) % pool.size()]);
      if (i < warm_rows) own += streams[n].back()->inputs.size();
    }
    // With rows of one length the count begins and ends between two rows.
    warm_up = n == 0 ? own : std::min(warm_up, own);
  }
  runner.record(kRecordedPhases);
  measurement.count = runner.stream(streams, false, warm_up);
  measurement.activity = runner.activity();
  measurement.recording = runner.recording();
  check_activity(netlist, clock_port(netlist), measurement.activity, runner.fed());
  const auto first = static_cast<int>(streams[0].front()->inputs.size());
  const auto promised = static_cast<std::uint64_t>(plan.first_result(first));
  if (measurement.count.first_result != promised) {
    throw CheckFailed(fmt::format("{}: the first result comes after {} cycles, the manifest says {}", netlist.top,
                                  measurement.count.first_result, promised));
  }
  std::uint64_t reads = 0, writes = 0;
  for (const OutsideMemory& memory : runner.memories()) {
    reads += memory.reads();
    writes += memory.writes();
  }
  const auto cycles = static_cast<double>(measurement.count.cycles);
  measurement.accesses = Json{{"reads", six_digits(static_cast<double>(reads) / cycles)},
                              {"writes", six_digits(static_cast<double>(writes) / cycles)}};
  return measurement;
}

std::string formula(const OperatorPlan& plan) {
  const std::string beats = plan.spec.lanes == 1 ? "n" : fmt::format("ceil(n / {})", plan.spec.lanes);
  const std::string rows = plan.latency_rows == 0 ? "" : plan.latency_rows == 1 ? "(b - 1) + " : "2 (b - 1) + ";
  if (plan.interval > 1) {
    return fmt::format(
        "max({}, {}) cycles between rows; with b = {} the first result {}{} cycles behind the first beat", beats,
        plan.interval, beats, rows, plan.latency);
  }
  return fmt::format("b = {} cycles between rows; the first result {}{} cycles behind the first beat", beats, rows,
                     plan.latency);
}

SynthResult run_flow(const OperatorSource& source, const DesignSource& sources, const Library& library,
                     const SynthOptions& options, const RowWorkload& workload) {
  const OperatorPlan& plan = source.plan;
  SynthResult result;
  const MappedDesign design = map_as_wanted(sources, library, options);
  const Netlist& netlist = design.mapping.netlist;
  result.files = design.mapping.files;
  Json equivalence = check_equivalence(plan, netlist);
  // The words of a memory in registers have no names that both sides keep.
  if (options.prove && !options.map_memories) {
    equivalence["proof"] =
        prove_netlist(read_rtl(sources), netlist, register_images(design.mapping.registers, sources.top, library),
                      design.mapping.synchronous_reset);
  }
  const OperatorImage image = table_image(plan, workload_numbers(plan, workload));
  const RowMeasurement measurement = measure_rows(plan, netlist, image, workload);
  FlowFacts facts;
  facts.name = plan.spec.name;
  facts.clock_ns = options.clock_ns;
  facts.timed = options.timed;
  facts.latency = plan.latency;
  facts.workload = workload.name;
  facts.workload_description = workload.description;
  std::vector<std::string> functions;
  for (const Table& table : plan.spec.kind == OperatorKind::wide ? plan.wide.core.spec.tables : plan.spec.tables) {
    functions.push_back(table.function);
  }
  facts.table = fmt::format("{}", fmt::join(functions, ", "));
  facts.outputs_checked = measurement.count.outputs * static_cast<std::uint64_t>(plan.spec.lanes);
  facts.equivalence = equivalence;
  for (const UnitPart& part : sources.parts) facts.parts.push_back(part.name);
  for (const char* part : {"rest", "boundaries", "buffers"}) facts.parts.push_back(part);
  measure_flow(design, library, facts, measurement.activity, measurement.recording, result);

  Json& json = result.json;
  json["operator"] = operator_name(plan.spec.kind);
  json["element_bits"] = plan.spec.element_bits;
  json["output_bits"] = plan.spec.output_bits;
  json["lanes"] = plan.spec.lanes;
  json["max_row"] = has_rows(plan.spec.kind) ? Json(plan.spec.max_row) : Json(nullptr);
  Json memories = Json::array();
  for (const RowMemory& memory : plan.memories) {
    memories.push_back({{"name", memory.name},
                        {"words", memory.depth},
                        {"width", memory.width},
                        {"bits", std::int64_t{memory.depth} * memory.width}});
  }
  json["memories"] = memories;
  json["memory_bits"] = memory_bits(plan);
  json["memories_mapped"] = options.map_memories;
  json["memory_accesses_per_cycle"] = measurement.accesses;
  const auto cycles = static_cast<double>(measurement.count.cycles);
  const double rows = static_cast<double>(measurement.count.beats) / measurement.beats_per_row;
  json["cycles_per_row"] =
      Json{{"formula", formula(plan)}, {"row_64", row_cycles(plan, 64)}, {"workload", six_digits(cycles / rows)}};
  json["energy_per_row_nj"] =
      six_digits(json.at("power_mw").at("total").get<double>() * options.clock_ns * cycles / rows / 1000);
  json["rows"] = Json{{"number", workload.rows.size()},
                      {"beats_per_row", six_digits(measurement.beats_per_row)},
                      {"beats_per_cycle", six_digits(static_cast<double>(measurement.count.beats) / cycles)}};
  json["error"] = workload_error(plan, image, workload);
  result.files["synth.json"] = json.dump(2) + "\n";
  return result;
}

}  // namespace

std::int64_t memory_bits(const OperatorPlan& plan) {
  std::int64_t bits = 0;
  for (const RowMemory& memory : plan.memories) bits += std::int64_t{memory.depth} * memory.width;
  return bits;
}

Json row_cycles(const OperatorPlan& plan, int elements) {
  const int beats = beats_of(plan, elements);
  const int first = plan.first_result(beats);
  return Json{
      {"first_result", first}, {"last_result", first + beats - 1}, {"between_rows", std::max(beats, plan.interval)}};
}

Json check_equivalence(const OperatorPlan& plan, const Netlist& netlist) {
  OperatorRunner runner(plan, netlist, kSeed);
  check_memory_pins(plan, runner, netlist);
  std::uint64_t vectors = 0, rows = 0;
  const int images = plan.parts.empty() || !is_loadable(plan.spec.store) ? 1 : 1 + kRandomImages;
  for (int i = 0; i < images; ++i) {
    const OperatorImage image = i == 0 ? table_image(plan) : random_image(plan, kSeed + static_cast<std::uint64_t>(i));
    runner.load(image, i == 0 ? "tables" : fmt::format("random words, seed {}", kSeed + static_cast<std::uint64_t>(i)),
                i == 0);
    vectors += run_rows(runner, image, i == 0, kSeed + static_cast<std::uint64_t>(i), rows);
  }
  return Json{{"method", "simulation"},
              {"result", "equal to the golden model"},
              {"vectors", vectors * static_cast<std::uint64_t>(plan.spec.lanes)},
              {"parameter_sets", images},
              {"rows", rows},
              {"seed", kSeed}};
}

OperatorSource operator_source(const OperatorPlan& plan, const FileSet& files) {
  OperatorSource source;
  source.plan = plan;
  source.design.top = plan.spec.name;
  source.design.parts = operator_parts(plan);
  source.design.lanes_once = plan.spec.lanes >= kLanesMappedOnce;
  if (!plan.memories.empty()) source.design.external = "pwl_memory";
  source.hash = take_sources(files, source.design);
  return source;
}

OperatorSource load_operator(const std::filesystem::path& directory) {
  const OperatorManifest manifest = read_operator_manifest(directory);
  return operator_source(manifest.plan, read_sources(directory, manifest.files));
}

SynthResult synthesize_operator(const OperatorSource& source, const Library& library, const SynthOptions& options) {
  check_clock(options.clock_ns);
  const RowWorkload workload = make_row_workload(options.workload, source.plan);
  DesignSource sources = source.design;
  if (options.map_memories) sources.external.clear();
  std::string values;
  for (const std::vector<double>& row : workload.rows) values += fmt::format("{}\n", fmt::join(row, " "));
  for (const std::vector<double>& row : workload.gates) values += fmt::format(":{}\n", fmt::join(row, " "));
  const std::string key = flow_key(kOperatorFlowVersion, source.hash, sources, library, options,
                                   workload.name + workload.description + content_hash(values));
  return cached_flow(key, library, [&] { return run_flow(source, sources, library, options, workload); });
}

}  // namespace pwlforge
