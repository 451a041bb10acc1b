// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Verilog to library cells with yosys and abc: for area without a timing constraint, or for a target. The same recipes
// for every design and every library, of whose results the smallest counts: whoever compares two designs compares
// designs, not recipes.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gen/support/files.hpp"
#include "gen/support/json_fwd.hpp"
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
  bool lanes_once = false;      ///< equal lanes are mapped once: lanes.hpp
  std::vector<UnitPart> parts;  ///< empty: unit_parts()
};

/// Yosys commands that take the external modules out, for scripts between `hierarchy` and everything else.
std::string boundary_script(const DesignSource& source);
/// The parts of a design, inner ones before those that may hold them.
const std::vector<UnitPart>& parts_of(const DesignSource& source);

/// How generic gates become cells.
struct MappingRecipe {
  std::string name;  ///< stem of its script
  /// The enables of flip-flops are two fixed gates (enable_techmap), which abc misses in libraries with an inverting
  /// multiplexer; else abc builds them as it likes.
  bool enable_gates = false;
  std::string abc;     ///< commands of abc, joined by semicolons, the words of a command by commas
  bool timed = false;  ///< abc sees flip-flops drive as weakly as the library's smallest inverter
};

/// For area alone; enable_gates last.
const std::vector<MappingRecipe>& area_recipes();

/// For a target: four ways from the smallest to the fastest, each with buffers and sizes by abc's own timing.
/// `target_ps`: what the logic between two registers may take.
std::vector<MappingRecipe> timed_recipes(bool enable_gates, double target_ps);

struct MappedCells {
  Netlist netlist;
  NetlistCounts counts;
  std::string registers;  ///< yosys's JSON of the design with its flip-flops mapped, before abc: the registers' names
};

/// A design as generic gates, to be mapped by as many recipes as wanted.
class DesignMapper {
 public:
  /// Throws CheckFailed: yosys stops, no flip-flop can be used.
  DesignMapper(const DesignSource& source, const Library& library);

  /// Throws CheckFailed: yosys or abc stops, a cell is unmapped or without area. May be called by several threads at
  /// once, for recipes of different names.
  MappedCells map(const MappingRecipe& recipe) const;
  /// Area of each part mapped alone by the recipe, the top ("rest") last; without `boundaries`.
  std::map<std::string, double> area_by_part(const MappingRecipe& recipe) const;

  bool has_enable_gates() const { return !enable_.empty(); }
  bool synchronous_reset() const { return synchronous_reset_; }  ///< registers take their reset with the clock
  /// Scripts and techmaps that repeat the recipe's run.
  FileSet files(const MappingRecipe& recipe, bool with_parts) const;

 private:
  std::filesystem::path run_folder() const;

  const DesignSource& source_;
  const Library& library_;
  TemporaryDirectory folder_;
  std::string flip_flops_, latches_, enable_, constraint_;
  bool synchronous_reset_ = false;
};

struct MappingResult {
  FileSet files;  ///< netlist.v, the yosys scripts, the techmaps: all that repeats the run
  Netlist netlist;
  NetlistCounts counts;
  std::string registers;           ///< as of MappedCells
  bool synchronous_reset = false;  ///< registers take their reset with the clock: StorageMap
  /// parameter_store, comparators, select, mac, rest, boundaries: adds up to counts.area. Measured by a second run in
  /// which each part is mapped alone; `boundaries` is what optimisation across their boundaries adds (or saves, < 0).
  std::map<std::string, double> area_by_part;
  /// Area of the design under each recipe that was tried; the smallest (that meets a target) is the result.
  std::map<std::string, double> recipe_areas;
  std::string recipe;
};

/// The parts of a unit, inner ones before those that may hold them.
const std::vector<UnitPart>& unit_parts();

/// By one of several recipes: nothing when yosys or abc stops at it. The first area recipe must work: throws as map().
std::optional<MappedCells> try_recipe(const DesignMapper& mapper, const MappingRecipe& recipe);

/// Maps the design for area. Throws as DesignMapper.
MappingResult map_design(const DesignSource& source, const Library& library, bool with_parts);

/// Takes the cells of one recipe as the result, parts of the area included where wanted.
void adopt_cells(const DesignMapper& mapper, const MappingRecipe& recipe, MappedCells cells, bool with_parts,
                 MappingResult& result);

/// Scripts of the mapping, for the record and for cache keys: Verilog to generic gates (elaborate.ys), these without
/// redundancy (generic.ys), and these to cells.
std::string elaborate_script(const DesignSource& source);
std::string generic_script(const DesignSource& source);
std::string mapping_script(const DesignSource& source, const MappingRecipe& recipe);

}  // namespace pwlforge
