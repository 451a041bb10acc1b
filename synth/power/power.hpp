// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Power of a mapped netlist: energies of the library, slews of OpenSTA, transitions counted in the gate simulation.
//
// OpenSTA 2.0.17 is not asked for the power: it replaces the activity that it is given by its own propagation (which
// multiplies along exclusive ors until nets move hundreds of times a cycle), lets every gated clock run, and charges
// the energies of both edges to each edge.
#pragma once

#include <string>
#include <vector>

#include "synth/liberty/liberty.hpp"
#include "synth/netlist/netlist.hpp"
#include "synth/simulate/unit_runner.hpp"

namespace pwlforge {

struct PowerNumbers {
  double total = 0, internal = 0, switching = 0, leakage = 0;  ///< mW
  double sequential = 0;  ///< mW, of registers and latches, their clock pins' internal energy included
  double clock_net = 0;   ///< mW, part of switching: charging the pins on the clock port
  /// Whether the library tells anything of the kind; `total` is without the others.
  bool has_internal = true, has_switching = true, has_leakage = true;
  std::vector<std::string> missing;  ///< what the library does not tell, in words: of all cells or of some
};

/// Sum over cells, per cycle of `clock_ns`:
/// - switching: 1/2 C V^2 for each transition of each net that a cell or the clock port drives, C from the pins on it;
/// - internal: for each transition of an output, the mean of the rising and the falling energy at that slew and load,
/// shared
///   among the inputs by how often they move and how likely the output then follows; for each transition of an input,
///   the energy that the library gives the pin itself. `when` conditions count by the probability of their states, a
///   group without one for the states that are left; what several power pins pay is added;
/// - leakage: of the states by their probability, of the power pins by addition, else of the cell.
/// `slews_ns` by net. `by_cell` (may be null) receives one line per cell: instance, type, internal, switching, leakage
/// in mW.
PowerNumbers measure_power(const Netlist& netlist, const Library& library, const std::string& clock_port,
                           double clock_ns, const std::vector<double>& slews_ns, const Activity& activity,
                           std::string* by_cell);

/// Load of every net in pF: the pins on it, no wires.
std::vector<double> net_loads(const Netlist& netlist);

}  // namespace pwlforge
