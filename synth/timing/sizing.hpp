// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Sizes of cells, chosen by OpenSTA: other strengths along the longest paths until a clock is met. abc has done the
// same before by a timing of its own, which knows neither the flip-flops nor what buffers were added later.
#pragma once

#include <cstdint>
#include <string>

#include "synth/liberty/liberty.hpp"
#include "synth/netlist/netlist.hpp"

namespace pwlforge {

struct Sizing {
  std::uint64_t resized = 0;  ///< cells of another strength than before
  std::string script;         ///< OpenSTA's commands, which print the new sizes of netlist.v as it was before
};

/// Changes types of cells in the netlist, nothing else. The paths that count are those of run_sta. Deterministic.
/// Throws CheckFailed when OpenSTA complains.
Sizing size_cells(Netlist& netlist, const Library& library, double clock_ns);

}  // namespace pwlforge
