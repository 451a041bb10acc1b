// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/flow/flow_steps.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/support/diagnostics.hpp"
#include "gen/support/json.hpp"
#include "gen/support/process.hpp"
#include "gen/support/tools.hpp"
#include "gen/support/version.hpp"
#include "synth/flow/kept.hpp"
#include "synth/flow/timed_mapping.hpp"
#include "synth/liberty/cell_search.hpp"
#include "synth/power/power.hpp"
#include "synth/simulate/glitches.hpp"
#include "synth/timing/sta.hpp"

namespace pwlforge {
namespace {

/// Every flow calls these; their versions are part of its key.
constexpr const char* kFlowTools[] = {"yosys", "yosys-abc", "sta"};

/// What power was computed from, net by net.
std::string activity_table(const Netlist& netlist, const Activity& activity, const Glitches& glitches,
                           const std::vector<double>& slews) {
  const std::vector<std::string> drivers = net_drivers(netlist);
  const std::vector<double> loads = net_loads(netlist);
  std::string text = "net,driver,transitions_per_cycle,duty,load_pf,slew_ns,glitch_transitions_per_cycle\n";
  for (std::uint32_t n = 2; n < netlist.nets; ++n) {
    if (drivers[n].empty()) continue;
    text += fmt::format("n{},{},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g}\n", n, drivers[n], activity.transitions_per_cycle[n],
                        activity.duty[n], loads[n], slews[n], glitches.transitions_per_cycle[n]);
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

/// null for a part that the library does not tell.
Json power_json(const PowerNumbers& power) {
  const auto known = [](bool is_known, double value) { return is_known ? Json(six_digits(value)) : Json(nullptr); };
  return Json{{"total", six_digits(power.total)},
              {"internal", known(power.has_internal, power.internal)},
              {"switching", known(power.has_switching, power.switching)},
              {"leakage", known(power.has_leakage, power.leakage)},
              {"sequential", six_digits(power.sequential)},
              {"clock_net", six_digits(power.clock_net)}};
}

/// A unit that does not meet its clock is given the time that it needs: what moves in a cycle is then the same.
double settling_period(double clock_ns, double critical_path_ns) {
  return std::max(clock_ns, 1.05 * critical_path_ns);
}

}  // namespace

double six_digits(double value) {
  return std::stod(fmt::format("{:.6g}", value));
}

std::string take_sources(const FileSet& files, DesignSource& design) {
  std::string everything = files.at("manifest.json");
  const Json manifest = parse_json(everything, "manifest.json");
  for (const Json& file : manifest.at("files")) {
    const auto name = file.get<std::string>();
    design.files.push_back(name);
    design.contents[name] = files.at(name);
    everything += "\n" + name + "\n" + files.at(name);
  }
  return content_hash(everything);
}

FileSet read_sources(const std::filesystem::path& directory, const std::vector<std::string>& files) {
  FileSet contents{{"manifest.json", read_file(directory / "manifest.json")}};
  for (const std::string& name : files) contents[name] = read_file(directory / name);
  return contents;
}

MappedDesign map_and_buffer(const DesignSource& source, const Library& library) {
  MappedDesign design;
  MappingResult& mapped = design.mapping;
  design.lanes_once = source.lanes_once;
  mapped = map_design(source, library, true);
  design.buffering = buffer_nets(mapped.netlist, library);
  mapped.counts = count(mapped.netlist);
  mapped.files["netlist.v"] = netlist_verilog(mapped.netlist);
  mapped.area_by_part["buffers"] = design.buffering.area;
  return design;
}

void measure_flow(const MappedDesign& design, const Library& library, const FlowFacts& facts, const Activity& activity,
                  const Recording& recording, SynthResult& result) {
  const MappingResult& mapped = design.mapping;
  const StaResult sta = run_sta(design.mapping.netlist, library, facts.clock_ns);
  const PowerNumbers power = measure_power(design.mapping.netlist, library, clock_port(mapped.netlist), facts.clock_ns,
                                           sta.slews_ns, activity, &result.files["power.csv"]);
  const Glitches glitches = count_glitches(mapped.netlist, clock_port(mapped.netlist), sta.delays, recording,
                                           settling_period(facts.clock_ns, sta.critical_path_ns));
  Activity with_glitches = activity;
  for (std::size_t n = 0; n < with_glitches.transitions_per_cycle.size(); ++n) {
    with_glitches.transitions_per_cycle[n] += glitches.transitions_per_cycle[n];
  }
  const PowerNumbers glitch_power = measure_power(mapped.netlist, library, clock_port(mapped.netlist), facts.clock_ns,
                                                  sta.slews_ns, with_glitches, nullptr);
  result.files["activity.csv"] = activity_table(mapped.netlist, activity, glitches, sta.slews_ns);
  for (const auto& [name, content] : sta.files) result.files[name] = content;
  result.files["library.lib"] = library.text;
  result.files["commands.sh"] =
      "#!/bin/sh\n# What made the numbers of synth.json, run in this folder. The third yosys writes what netlist.v "
      "holds;\n"
      "# netlist.v has scalar nets, is buffered and, where lanes are mapped once, has no equal gates; sta gives the "
      "longest path and the slews. pwlforge "
      "counts activity.csv\n"
      "# in its simulation of netlist.v and computes power.csv from it, the slews and the energies of library.lib.\n"
      "set -e\nyosys -q -s elaborate.ys\nyosys -q -s generic.ys\nyosys -q -s " +
      mapped.recipe + ".ys\nyosys -q -s parts.ys\nsta -no_splash -exit sta.tcl\n";

  Json recipe_areas = Json::object();
  for (const auto& [recipe, area] : mapped.recipe_areas) recipe_areas[recipe] = six_digits(area);
  Json parts = Json::object();
  for (const std::string& part : facts.parts) {
    parts[part] = six_digits(mapped.area_by_part.at(part));
  }
  result.json = Json{
      {"unit", facts.name},
      {"liberty", library.label},
      {"library", library.name},
      {"library_checksum", library.hash},
      {"dont_use", {{"rule", library.dont_use_rule}, {"cells", library.dont_use}}},
      {"library_notes", {{"areas_from_lef", library.areas_from_lef}, {"mended", library.mended}}},
      {"mapping",
       {{"goal", facts.timed ? "clock" : "area"},
        {"recipe", mapped.recipe},
        {"areas", recipe_areas},
        {"lanes_mapped_once", design.lanes_once}}},
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
       {{"buffers", design.buffering.buffers},
        {"stronger_cells", design.buffering.resized},
        {"overloaded_nets", design.buffering.overloaded}}},
      {"critical_path_ns", six_digits(sta.critical_path_ns)},
      {"critical_path", {{"from", sta.start}, {"to", sta.end}}},
      {"fmax_mhz", six_digits(1000 / sta.critical_path_ns)},
      {"clock_ns", facts.clock_ns},
      {"meets_clock", sta.critical_path_ns <= facts.clock_ns},
      {"latency", facts.latency},
      {"reset", mapped.synchronous_reset ? "synchronous: the library has no flip-flop with clear or preset, rst_ni is "
                                           "taken with the rising clock"
                                         : "asynchronous"},
      {"power_mw", power_json(power)},
      {"power_glitch_mw", power_json(glitch_power)},
      {"glitch_ratio", power.total > 0 ? Json(six_digits(glitch_power.total / power.total)) : Json(nullptr)},
      {"glitches",
       {{"cycles", glitches.cycles},
        {"copies", glitches.copies},
        {"transitions", glitches.transitions},
        {"zero_delay_transitions", glitches.zero_delay_transitions},
        {"transition_ratio",
         six_digits(static_cast<double>(glitches.transitions) /
                    static_cast<double>(std::max<std::uint64_t>(1, glitches.zero_delay_transitions)))},
        {"dropped_pulses", glitches.dropped},
        {"settled_ns", six_digits(glitches.settled_ns)}}},
      {"power_missing", power.missing},
      {"voltage", library.voltage},
      {"workload", facts.workload},
      {"workload_description", facts.workload_description},
      {"table", facts.table},
      {"power_cycles", activity.cycles * kSimulatorCopies},
      {"power_outputs_checked", facts.outputs_checked},
      {"logic_depth", mapped.counts.logic_depth},
      {"equivalence", facts.equivalence},
      {"tools", tools_json()}};
  if (facts.timed) result.json["mapping"]["tries"] = design.tries;
}

void check_tools() {
  for (const char* tool : kFlowTools) required_tool(tool);
}

std::string flow_key(const std::string& kind, const std::string& hash, const DesignSource& design,
                     const Library& library, const SynthOptions& options, const std::string& workload) {
  std::string versions;
  for (const char* tool : kFlowTools) versions += tool_version(tool);
  return fmt::format("{}\n{}\n{}\n{} {}\n{}\n{} {}\n{}\n{}\n{}", kind, kVersion, hash, options.prove,
                     options.map_memories, library.hash + library.label + library.dont_use_rule, options.clock_ns,
                     options.timed ? timed_mapping_key() : "", workload, versions,
                     elaborate_script(design) + generic_script(design) + mapping_script(design, area_recipes().back()) +
                         enable_techmap(library));
}

SynthResult cached_flow(const std::string& key, const Library& library, const std::function<SynthResult()>& run) {
  bool made = false;
  const auto read = [&](const Json& kept) {
    SynthResult result;
    result.json = kept.at("json");
    for (const auto& [name, content] : kept.at("files").items()) result.files[name] = content.get<std::string>();
    result.files["library.lib"] = library.text;
    return result;
  };
  SynthResult result = kept_value("synth", key, read, [&] {
    made = true;
    const SynthResult fresh = run();
    Json files = Json::object();
    for (const auto& [name, content] : fresh.files) {
      if (name != "library.lib") files[name] = content;
    }
    return Json{{"json", fresh.json}, {"files", files}};
  });
  result.cached = !made;
  return result;
}

}  // namespace pwlforge
