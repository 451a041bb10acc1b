// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Timing of a mapped netlist by OpenSTA: the longest path, the slew of every net, from which power is computed, and the
// delay of every arc.
#pragma once

#include <string>
#include <vector>

#include "gen/support/files.hpp"
#include "synth/liberty/liberty.hpp"
#include "synth/netlist/arc_delays.hpp"
#include "synth/netlist/netlist.hpp"

namespace pwlforge {

struct StaResult {
  double critical_path_ns = 0;   ///< longest path, set-up time included; clock edges and ports are ideal
  std::string start, end;        ///< of that path
  std::vector<double> slews_ns;  ///< by net, mean of the slowest rising and falling edge
  ArcDelays delays;              ///< of every arc from an input to an output of a cell, with the slowest slew
  FileSet files;                 ///< sta.tcl, sta.log
};

bool has_latches(const Netlist& netlist);

/// OpenSTA's commands that read netlist.v and library.lib and say what counts as a path; with latches, $ends are the
/// ends that have a clock edge.
std::string sta_constraints(const Netlist& netlist, double clock_ns);

/// path: slews and delays, which take most of the time, stay empty.
enum class StaDetail { path, all };

/// Longest path between registers and ports. Inputs arrive and outputs are taken at the clock edge, wires are ideal;
/// paths from reset and from and to the configuration port do not count (the port is idle while the unit works). What
/// latches hold is at rest then, too; they are ends only where they close too early.
/// Throws CheckFailed when OpenSTA complains or leaves a number out.
StaResult run_sta(const Netlist& netlist, const Library& library, double clock_ns, StaDetail detail = StaDetail::all);

/// The same from what OpenSTA printed; without the script.
StaResult read_sta(const Netlist& netlist, const std::string& printed, double clock_ns, StaDetail detail);

}  // namespace pwlforge
