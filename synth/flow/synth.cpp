// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/flow/synth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/support/diagnostics.hpp"
#include "gen/support/tools.hpp"
#include "gen/support/version.hpp"
#include "synth/liberty/cell_search.hpp"
#include "synth/map/buffering.hpp"
#include "synth/power/activity_check.hpp"
#include "synth/power/power.hpp"
#include "synth/proof/equivalence.hpp"
#include "synth/proof/proof.hpp"
#include "synth/simulate/unit_runner.hpp"
#include "synth/timing/sta.hpp"

namespace pwlforge {
namespace {

/// Raised whenever the flow changes in a way that scripts and versions do not show: old cache entries are then dead.
constexpr const char* kFlowVersion = "7";

std::filesystem::path cache_file(const std::string& key) {
  return cache_directory() / "synth" / (content_hash(key) + ".json");
}

std::optional<Json> from_cache(const std::string& key) {
  const std::filesystem::path path = cache_file(key);
  if (!std::filesystem::exists(path)) return std::nullopt;
  try {
    return Json::parse(read_file(path));
  } catch (const std::exception&) {
    return std::nullopt;  // a damaged entry is made again
  }
}

std::string round_trip(double value, int digits) {
  return fmt::format("{:.{}g}", value, digits);
}

/// Numbers in results carry six digits: what OpenSTA prints and nobody's rounding noise.
double six_digits(double value) {
  return std::stod(round_trip(value, 6));
}

struct Measurement {
  Activity activity;
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
  measurement.vectors = runner.stream(image, streams, false, true, warm_up);
  measurement.activity = runner.activity();

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
      fed.emplace_back(runner.simulator().net("in_data_i", lane * bits + bit),
                       static_cast<double>(moves) / static_cast<double>(cycles * kSimulatorCopies));
    }
  }
  check_activity(netlist, "clk_i", measurement.activity, fed);
  return measurement;
}

/// What power was computed from, net by net.
std::string activity_table(const Netlist& netlist, const Activity& activity, const std::vector<double>& slews) {
  const std::vector<std::string> drivers = net_drivers(netlist);
  const std::vector<double> loads = net_loads(netlist);
  std::string text = "net,driver,transitions_per_cycle,duty,load_pf,slew_ns\n";
  for (std::uint32_t n = 2; n < netlist.nets; ++n) {
    if (drivers[n].empty()) continue;
    text += fmt::format("n{},{},{:.6g},{:.6g},{:.6g},{:.6g}\n", n, drivers[n], activity.transitions_per_cycle[n],
                        activity.duty[n], loads[n], slews[n]);
  }
  return text;
}

Json tools_json() {
  return Json{{"pwlforge", kVersion}, {"yosys", tool_version("yosys")}, {"sta", tool_version("sta")}};
}

Json counts_json(const std::map<std::string, std::uint64_t>& cells) {
  Json json = Json::object();
  for (const auto& [type, number] : cells) json[type] = number;
  return json;
}

SynthResult run_flow(const UnitSource& unit, const Library& library, const SynthOptions& options,
                     const Workload& workload) {
  const UnitPlan& plan = unit.plan;
  SynthResult result;
  MappingResult mapped = map_design(unit.design, library, true);
  const Buffering buffering = buffer_nets(mapped.netlist, library);
  mapped.counts = count(mapped.netlist);
  mapped.files["netlist.v"] = netlist_verilog(mapped.netlist);
  mapped.area_by_part["buffers"] = buffering.area;
  result.files = mapped.files;
  Json equivalence = check_equivalence(plan, mapped.netlist, equivalence_plan(plan));
  if (options.prove || is_proven(plan)) {
    equivalence["proof"] = prove_netlist(read_rtl(unit.design), mapped.netlist,
                                         register_images(mapped.registers, unit.design.top, library));
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
  const StaResult sta = run_sta(mapped.netlist, library, options.clock_ns);
  const PowerNumbers power = measure_power(mapped.netlist, library, "clk_i", options.clock_ns, sta.slews_ns,
                                           measurement.activity, &result.files["power.csv"]);
  result.files["activity.csv"] = activity_table(mapped.netlist, measurement.activity, sta.slews_ns);
  for (const auto& [name, content] : sta.files) result.files[name] = content;
  result.files["library.lib"] = library.text;
  result.files["commands.sh"] =
      "#!/bin/sh\n# What made the numbers of synth.json, run in this folder. The second yosys writes what netlist.v "
      "holds;\n"
      "# netlist.v has scalar nets and is buffered; sta gives the longest path and the slews. pwlforge "
      "counts activity.csv\n"
      "# in its simulation of netlist.v and computes power.csv from it, the slews and the energies of library.lib.\n"
      "set -e\nyosys -q -s generic.ys\nyosys -q -s " +
      mapped.recipe + ".ys\nyosys -q -s parts.ys\nsta -no_splash -exit sta.tcl\n";

  Json recipe_areas = Json::object();
  for (const auto& [recipe, area] : mapped.recipe_areas) recipe_areas[recipe] = six_digits(area);
  Json parts = Json::object();
  for (const char* part : {"parameter_store", "comparators", "select", "mac", "rest", "boundaries", "buffers"}) {
    parts[part] = six_digits(mapped.area_by_part.at(part));
  }
  result.json = Json{{"unit", plan.spec.name},
                     {"liberty", library.label},
                     {"library", library.name},
                     {"library_checksum", library.hash},
                     {"dont_use", {{"rule", library.dont_use_rule}, {"cells", library.dont_use}}},
                     {"library_notes", {{"areas_from_lef", library.areas_from_lef}, {"mended", library.mended}}},
                     {"mapping", {{"recipe", mapped.recipe}, {"areas", recipe_areas}}},
                     {"cells", mapped.counts.total},
                     {"cells_by_type", counts_json(mapped.counts.cells)},
                     {"flip_flops", mapped.counts.flip_flops},
                     {"latches", mapped.counts.latches},
                     {"area", six_digits(mapped.counts.area)},
                     {"area_unit", library.units.area},
                     {"sequential_area", six_digits(mapped.counts.sequential_area)},
                     {"sequential_percent", six_digits(100 * mapped.counts.sequential_area / mapped.counts.area)},
                     {"area_by_part", parts},
                     {"area_by_part_method",
                      "second run with each part mapped alone; boundaries is what optimisation across them adds "
                      "(negative: saves); buffers "
                      "is what stronger cells and buffers add"},
                     {"buffering",
                      {{"buffers", buffering.buffers},
                       {"stronger_cells", buffering.resized},
                       {"overloaded_nets", buffering.overloaded}}},
                     {"critical_path_ns", six_digits(sta.critical_path_ns)},
                     {"critical_path", {{"from", sta.start}, {"to", sta.end}}},
                     {"fmax_mhz", six_digits(1000 / sta.critical_path_ns)},
                     {"clock_ns", options.clock_ns},
                     {"meets_clock", sta.critical_path_ns <= options.clock_ns},
                     {"latency", plan.latency},
                     {"power_mw",
                      {{"total", six_digits(power.total)},
                       {"internal", six_digits(power.internal)},
                       {"switching", six_digits(power.switching)},
                       {"leakage", six_digits(power.leakage)},
                       {"sequential", six_digits(power.sequential)},
                       {"clock_net", six_digits(power.clock_net)}}},
                     {"voltage", library.voltage},
                     {"workload", workload.name},
                     {"workload_description", workload.description},
                     {"table", table},
                     {"power_cycles", measurement.activity.cycles * kSimulatorCopies},
                     {"power_outputs_checked", measurement.vectors},
                     {"logic_depth", mapped.counts.logic_depth},
                     {"equivalence", equivalence},
                     {"tools", tools_json()}};
  result.files["synth.json"] = result.json.dump(2) + "\n";
  return result;
}

}  // namespace

UnitSource unit_source(const UnitPlan& plan, const FileSet& files) {
  UnitSource unit;
  unit.plan = plan;
  unit.design.top = plan.spec.name;
  const Json manifest = parse_json(files.at("manifest.json"), "manifest.json");
  std::string everything = files.at("manifest.json");
  for (const Json& file : manifest.at("files")) {
    const auto name = file.get<std::string>();
    unit.design.files.push_back(name);
    unit.design.contents[name] = files.at(name);
    everything += "\n" + name + "\n" + files.at(name);
  }
  unit.hash = content_hash(everything);
  return unit;
}

UnitSource load_unit(const std::filesystem::path& directory) {
  const Manifest manifest = read_manifest(directory);
  FileSet files;
  files["manifest.json"] = read_file(directory / "manifest.json");
  for (const std::string& name : manifest.files) files[name] = read_file(directory / name);
  return unit_source(manifest.plan, files);
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
  const std::string key =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", kFlowVersion, kVersion, unit.hash, options.prove,
                  library.hash + library.label + library.dont_use_rule, options.clock_ns,
                  workload.name + workload.description + content_hash(values),
                  tool_version("yosys") + tool_version("yosys-abc"), tool_version("sta"),
                  generic_script(unit.design) + mapping_script(mapping_recipes().back()) + enable_techmap(library));
  if (const std::optional<Json> cached = from_cache(key)) {
    SynthResult result;
    result.json = cached->at("json");
    for (const auto& [name, content] : cached->at("files").items()) result.files[name] = content.get<std::string>();
    result.files["library.lib"] = library.text;
    result.cached = true;
    return result;
  }
  SynthResult result = run_flow(unit, library, options, workload);
  Json files = Json::object();
  for (const auto& [name, content] : result.files) {
    if (name != "library.lib") files[name] = content;
  }
  write_file(cache_file(key), Json{{"json", result.json}, {"files", files}}.dump());
  return result;
}

void write_synth_result(const SynthResult& result, const std::filesystem::path& directory) {
  write_directory(directory / "synth" / result.json.at("liberty").get<std::string>(), result.files, "synth.json");
}

}  // namespace pwlforge
