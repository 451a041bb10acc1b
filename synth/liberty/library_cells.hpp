// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the groups of a Liberty file mean: units, defaults, supply, cells.
#pragma once

#include <string>

#include "synth/liberty/liberty.hpp"
#include "synth/liberty/liberty_parser.hpp"

namespace pwlforge {

/// The value of a numeric attribute, or `fallback` where it is absent or not a number.
double number_or(const LibertyGroup& group, std::string_view name, double fallback);
std::string text_or_empty(const LibertyGroup& group, std::string_view name);

/// Without the declaration the Liberty standard's default holds (1ns, 1pF, 1V); leakage has none.
/// Throws InputError for what is not a unit.
LibraryUnits read_units(const LibertyGroup& library, const std::string& place);

/// The supply in V: nom_voltage, else the voltage of the default operating conditions (of the only ones), else the
/// largest of the voltage map; 0 when the file tells none.
double read_voltage(const LibertyGroup& library, const LibraryUnits& units);

/// Reads the cells of one library group.
class CellReader {
 public:
  CellReader(const LibertyGroup& library, const LibraryUnits& units, std::string place);
  /// Throws InputError for a table whose size is not that of its axes.
  LibraryCell read(const LibertyGroup& cell) const;

 private:
  LibraryPin read_pin(const LibertyGroup& pin, const std::string& place) const;
  void read_storage(const LibertyGroup& storage, LibraryCell& cell, const std::string& place) const;

  LibraryUnits units_;
  std::string place_;
  EnergyTemplates templates_;
  double default_leakage_;  ///< in the file's units; negative: none
  double default_input_, default_output_, default_max_;
};

/// What stands between a cell and a timing that can be trusted. OpenSTA passes over arcs without a word.
struct TimingGap {
  bool complete = true;
  std::string related_pin;  ///< not empty: the only pin that timing groups without one can mean
  std::string missing;      ///< "no arc from A to Y"
};
TimingGap timing_gap(const LibertyGroup& group, const LibraryCell& cell);

}  // namespace pwlforge
