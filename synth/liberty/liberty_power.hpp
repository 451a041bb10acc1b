// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The energy tables of a Liberty file: what a transition costs inside a cell, by slew of the input and load of the
// output.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "synth/liberty/liberty_parser.hpp"

namespace pwlforge {

/// Energy of one transition in pJ. An empty axis: the table does not depend on it.
struct EnergyTable {
  std::vector<double> slews_ns;
  std::vector<double> loads_pf;
  std::vector<double> energies_pj;  ///< row by slew, column by load

  bool empty() const { return energies_pj.empty(); }
  /// Linear between the points, the edge value outside of them: an extrapolated energy is nobody's measurement.
  double at(double slew_ns, double load_pf) const;
};

/// An internal_power group.
struct InternalEnergy {
  std::vector<std::string> related_pins;  ///< empty: the pin itself
  std::string when;                       ///< Boolean expression over pins; empty: all states that no other group has
  std::string rail;                       ///< of the power pin that pays; the energies of a cell's rails add up
  EnergyTable rise, fall;
};

struct StateLeakage {
  std::string when;  ///< empty: all states that no other group of the rail has
  std::string rail;  ///< the leakages of a cell's rails add up
  double power_nw = 0;
};

struct EnergyUnits {
  double time_ns = 1;
  double capacitance_pf = 1;
  double energy_pj = 1;  ///< capacitance unit times squared voltage unit, as Liberty defines it
};

/// Order of the axes by template name.
class EnergyTemplates {
 public:
  EnergyTemplates() = default;
  EnergyTemplates(const LibertyGroup& library, const EnergyUnits& units);
  /// The internal_power groups of a pin. Throws InputError for a table whose size is not that of its axes.
  std::vector<InternalEnergy> read(const LibertyGroup& pin, const std::string& place) const;

 private:
  struct Template {
    std::vector<std::string> variables;
    std::vector<std::vector<double>> axes;
  };
  EnergyTable table(const LibertyGroup& group, const std::string& place) const;
  std::map<std::string, Template> templates_;
  EnergyUnits units_;
};

/// Numbers of a complex attribute such as values ("1, 2", "3, 4").
std::vector<double> liberty_numbers(const LibertyAttribute& attribute, const std::string& place);

}  // namespace pwlforge
