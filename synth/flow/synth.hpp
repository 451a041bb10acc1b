// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Area, timing and power of a unit directory in one cell library, and the record of how they were made.
//
//     const Library library = load_library("osu018", "");
//     const SynthResult result = synthesize(load_unit("gelu_unit"), library, {});
#pragma once

#include <string>

#include "gen/support/files.hpp"
#include "gen/unit/unit.hpp"
#include "synth/liberty/liberty.hpp"
#include "synth/map/mapping.hpp"
#include "synth/power/workload.hpp"

namespace pwlforge {

struct SynthOptions {
  double clock_ns = 50;
  bool timed = false;  ///< map for clock_ns (--target-clock), not for area
  std::string workload = "uniform";
  bool prove = false;         ///< prove the netlist equal to its RTL also where simulation alone is the method
  bool map_memories = false;  ///< operators: build row memories of registers, as part of the logic
};

/// A unit or operator as the flow sees it: its plan and its Verilog.
template <typename Plan>
struct PlannedSource {
  Plan plan;
  DesignSource design;
  std::string hash;  ///< of Verilog and manifest
};
using UnitSource = PlannedSource<UnitPlan>;

/// Reads a unit directory. Throws InputError or IoError.
UnitSource load_unit(const std::filesystem::path& directory);
/// From files in memory, as emit_unit makes them.
UnitSource unit_source(const UnitPlan& plan, const FileSet& files);

struct SynthResult {
  Json json;      ///< the object of `synth --json` (see docs of the command line)
  FileSet files;  ///< netlist, scripts, logs, activity, the library as used, synth.json
  bool cached = false;
};

/// Maps, checks against the golden model, measures. Results are kept in the cache directory, keyed by the content of
/// the unit and the library, the options and the versions of the tools. Throws InputError for a clock that is not
/// positive, CheckFailed for an unmapped cell, or a netlist that differs from the golden model or is not proven equal
/// to its RTL.
SynthResult synthesize(const UnitSource& unit, const Library& library, const SynthOptions& options);

/// Throws InputError for a clock period that is not a positive number.
void check_clock(double clock_ns);

/// Writes result.files to `directory`/synth/`library label`, atomically.
void write_synth_result(const SynthResult& result, const std::filesystem::path& directory);

/// The unit's context and value range that a workload is made for: the first table's function.
Range workload_range(const UnitPlan& plan);

}  // namespace pwlforge
