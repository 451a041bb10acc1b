// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// How long each change of a cell's input takes to reach an output, in a given netlist with its loads and slews.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pwlforge {

struct ArcDelay {
  std::uint32_t cell = 0;  ///< index in the netlist
  std::string from, to;    ///< pins of the cell
  bool from_rises = false, to_rises = false;
  std::string when;  ///< Boolean expression over the cell's pins; empty: whatever they are
  double ns = 0;
};

using ArcDelays = std::vector<ArcDelay>;

}  // namespace pwlforge
