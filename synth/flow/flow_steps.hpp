// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the flows of units and of operators share: mapping with buffers, timing, power, the object of results, the
// cache.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "synth/flow/synth.hpp"
#include "synth/map/buffering.hpp"
#include "synth/simulate/unit_runner.hpp"

namespace pwlforge {

/// Takes from the files of a directory the Verilog that its manifest lists, in that order; returns a hash of all of it
/// and of the manifest.
std::string take_sources(const FileSet& files, DesignSource& design);
/// manifest.json and `files` of a directory.
FileSet read_sources(const std::filesystem::path& directory, const std::vector<std::string>& files);

struct MappedDesign {
  MappingResult mapping;  ///< its netlist has the buffers
  Buffering buffering;
  bool lanes_once = false;     ///< as of the source
  Json tries = Json::array();  ///< of a mapping for a clock: recipe, area and path of each
};
/// For area.
MappedDesign map_and_buffer(const DesignSource& source, const Library& library);

/// What a flow knows about its design besides the netlist.
struct FlowFacts {
  std::string name;
  double clock_ns = 0;
  bool timed = false;  ///< mapped for clock_ns, not for area
  Json latency;
  std::string workload, workload_description;
  std::string table;  ///< what was loaded while power was measured
  std::uint64_t outputs_checked = 0;
  Json equivalence;
  std::vector<std::string> parts;  ///< keys of area_by_part, in order
};

/// Counted phases that a flow records for the simulation with delays.
inline constexpr std::size_t kRecordedPhases = 256;

/// Timing and power of a mapped design under the counted activity, and with the glitches of the recorded part of it;
/// fills result.json and result.files but for synth.json.
void measure_flow(const MappedDesign& design, const Library& library, const FlowFacts& facts, const Activity& activity,
                  const Recording& recording, SynthResult& result);

/// Everything that a flow's result depends on, in one text. `kind`: the flow and its version, raised whenever it
/// changes in a way that scripts and versions of tools do not show; `hash`: of the sources; `workload`: all of its
/// values.
std::string flow_key(const std::string& kind, const std::string& hash, const DesignSource& design,
                     const Library& library, const SynthOptions& options, const std::string& workload);

/// Throws IoError (exit 3) when a tool that every flow calls is missing: for those who compute much before they
/// synthesize.
void check_tools();

/// The result of `run`, kept in the cache directory under `key`.
SynthResult cached_flow(const std::string& key, const Library& library, const std::function<SynthResult()>& run);

/// Numbers in results carry six digits: what OpenSTA prints and nobody's rounding noise.
double six_digits(double value);

}  // namespace pwlforge
