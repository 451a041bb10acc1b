// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Timing and power of a mapped netlist by OpenSTA.
#pragma once

#include <optional>
#include <string>

#include "gen/support/files.hpp"
#include "synth/liberty.hpp"
#include "synth/netlist.hpp"
#include "synth/unit_runner.hpp"

namespace pwlforge {

struct PowerNumbers {
  double total = 0, internal = 0, switching = 0, leakage = 0;  ///< mW
  double sequential = 0;                                       ///< mW, of registers and latches, clock pins included
};

struct StaResult {
  double critical_path_ns = 0;  ///< longest path, set-up time included; clock edges and ports are ideal
  std::string start, end;       ///< of that path
  std::optional<PowerNumbers> power;
  FileSet files;  ///< sta.tcl, activity.tcl, sta.log
};

/// Longest path between registers and ports. Inputs arrive and outputs are taken at the clock edge, wires are ideal,
/// nothing is resized or buffered; paths from reset and from and to the configuration port do not count (the port is
/// idle while the unit works). With `activity`: power at that clock, the activity given on the driver of every net.
/// Throws CheckFailed when OpenSTA complains or leaves a number out.
StaResult run_sta(const Netlist& netlist, const Library& library, double clock_ns, const Activity* activity);

}  // namespace pwlforge
