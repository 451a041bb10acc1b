// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A cell library made ready for the flow: read, checked, mended, merged, with the cells that must not be used marked.
//
//     Library l = load_library("osu018", "");            built-in name (Debian's packages)
//     Library m = load_library("a.lib,b.lib", "SDFF.*"); parts of one library, own don't-use rule
#pragma once

#include <map>
#include <string>
#include <vector>

#include "synth/liberty/liberty_power.hpp"

namespace pwlforge {

struct LibraryPin {
  bool is_input = false;
  bool is_output = false;
  std::string function;     ///< of an output: Boolean expression over inputs and state names
  std::string three_state;  ///< not empty: the output may float
  double capacitance_pf = 0;
  double max_load_pf = 0;  ///< of an output: max_capacitance, else the largest load of its energy tables; 0: unknown
  std::vector<InternalEnergy> energies;
};

enum class CellKind { combinational, flip_flop, latch, other };

struct LibraryCell {
  CellKind kind = CellKind::other;
  double area = 0;
  double leakage_nw = 0;               ///< where no leakage_power group tells more
  bool has_leakage = false;            ///< the library tells a leakage, be it 0
  std::vector<StateLeakage> leakages;  ///< leakage_power groups
  bool dont_use = false;
  std::string clock_gate;  ///< value of clock_gating_integrated_cell, or empty
  std::map<std::string, LibraryPin> pins;
  /// Of the ff or latch group: names of the true and the inverted state, and Boolean expressions over pins, plain.
  std::string state, inverted_state;
  std::string next_state, clocked_on;  ///< flip-flop
  std::string data_in, enable;         ///< latch
  std::string clear, preset;
};

/// Units as the file declares them.
struct LibraryUnits {
  double time_ns = 1;         ///< one time unit in ns
  double capacitance_pf = 1;  ///< one capacitance unit in pF
  double leakage_nw = 1;      ///< one leakage power unit in nW
  double voltage_v = 1;       ///< one voltage unit in V
  std::string area = "um2";   ///< label; Liberty has no area unit, so unknown libraries say "library units"
};

struct Library {
  std::string label;  ///< short name for tables and folders: of a recognised library (osu018), or the stem of the file
  std::string name;   ///< of the library group
  std::string text;   ///< what yosys, abc and OpenSTA read: written anew in plain spelling
  std::string hash;   ///< of text
  LibraryUnits units;
  double voltage = 0;                       ///< of the supply in V; 0: the file tells none
  std::string dont_use_rule;                ///< "built-in: nangate45", "regex: X", "none"
  std::vector<std::string> dont_use;        ///< cells kept out of mapping, sorted
  std::vector<std::string> areas_from_lef;  ///< cells whose Liberty area is 0, taken from the LEF file beside it
  std::vector<std::string> mended;          ///< what was put right or left out, for the record
  std::map<std::string, LibraryCell> cells;

  const LibraryCell* find(const std::string& cell) const;
};

/// `source`: a built-in name (library_names()), a path, several paths joined by commas, or a directory of parts; each
/// may be packed by gzip, include other files and hold several libraries. `dont_use`: "" (the built-in list of a
/// recognised library, else none), "none", the name of a built-in list, or an ECMAScript regular expression that a
/// whole cell name must match. Cells with `dont_use : true` of their own stay so. Throws InputError (unusable file,
/// unknown name, bad expression), IoError (not readable, package not installed).
Library load_library(const std::string& source, const std::string& dont_use);

}  // namespace pwlforge
