// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Verilog to library cells with yosys and abc, for area and without a timing constraint. The same recipes for every
// design and every library, of whose results the smallest counts: whoever compares two designs compares designs, not
// recipes.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "synth/liberty/liberty.hpp"
#include "synth/netlist/netlist.hpp"

namespace pwlforge {

/// A part of a design, and the Verilog files that are it: their stems, those of library modules or of its own modules.
struct UnitPart {
  std::string name;
  std::vector<std::string> modules;
};

/// Verilog sources by path, in compile order, and the module to map.
struct DesignSource {
  std::vector<std::string> files;  ///< relative to the folder of the design
  FileSet contents;
  std::string top;
  /// A library module that is not mapped, such as pwl_memory: each instance is taken out, its outputs become input
  /// ports and its inputs output ports, named INSTANCE__PIN. Empty: everything is mapped.
  std::string external;
  std::vector<UnitPart> parts;  ///< empty: unit_parts()
};

/// Yosys commands that take the external modules out, for scripts between `hierarchy` and everything else.
std::string boundary_script(const DesignSource& source);
/// The parts of a design, inner ones before those that may hold them.
const std::vector<UnitPart>& parts_of(const DesignSource& source);

struct MappingResult {
  FileSet files;  ///< netlist.v, the yosys scripts, the techmaps: all that repeats the run
  Netlist netlist;
  NetlistCounts counts;
  std::string registers;  ///< yosys's JSON of the design with its flip-flops mapped, before abc: the registers' names
  bool synchronous_reset = false;  ///< registers take their reset with the clock: StorageMap
  /// parameter_store, comparators, select, mac, rest, boundaries: adds up to counts.area. Measured by a second run in
  /// which each part is mapped alone; `boundaries` is what optimisation across their boundaries adds (or saves, < 0).
  std::map<std::string, double> area_by_part;
  /// Area of the design under each recipe of mapping_recipes(); the smallest is the result.
  std::map<std::string, double> recipe_areas;
  std::string recipe;
};

/// The parts of a unit, inner ones before those that may hold them.
const std::vector<UnitPart>& unit_parts();

/// Maps the design. Throws CheckFailed: yosys stops, a cell is unmapped or without area, no flip-flop can be
/// used.
MappingResult map_design(const DesignSource& source, const Library& library, bool with_parts);

/// plain: abc builds the enables of flip-flops as it likes. enable_gates: they are two fixed gates (enable_techmap),
/// which abc misses in libraries with an inverting multiplexer.
const std::vector<std::string>& mapping_recipes();

/// Scripts of the mapping, for the record and for cache keys: Verilog to generic gates, and these to cells.
std::string generic_script(const DesignSource& source);
std::string mapping_script(const std::string& recipe);

}  // namespace pwlforge
