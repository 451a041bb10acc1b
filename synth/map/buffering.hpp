// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Stronger cells and buffers where a mapped netlist loads a cell beyond what its library allows. abc maps for area
// without a look at loads; an enable line with two hundred pins would have slews far outside of the library's tables.
#pragma once

#include <cstdint>

#include "synth/liberty/liberty.hpp"
#include "synth/netlist/netlist.hpp"

namespace pwlforge {

struct Buffering {
  std::uint64_t buffers = 0;     ///< cells added
  std::uint64_t resized = 0;     ///< cells replaced by stronger ones of the same function
  double area = 0;               ///< what both add
  std::uint64_t overloaded = 0;  ///< nets left above their limit: the library has nothing stronger
};

/// Changes the netlist until no cell drives more than its limit (max_capacitance of the pin; without one, the largest
/// load of its energy tables). For each net the cheapest of: a stronger cell, buffers in front of some of the pins, or
/// both. Ports are taken as strong drivers. Loads are pins; there are no wires. The result depends on nothing but the
/// arguments.
Buffering buffer_nets(Netlist& netlist, const Library& library);

}  // namespace pwlforge
