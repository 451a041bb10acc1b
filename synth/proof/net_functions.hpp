// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The functions of a netlist's nets and registers over its input ports and register contents, as edges of an AndGraph.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "synth/netlist/netlist.hpp"
#include "synth/proof/and_graph.hpp"

namespace pwlforge {

/// A flip-flop or latch, cut: what its state is, and what decides about its next one.
struct RegisterFunctions {
  std::uint32_t cell = 0;  ///< in Netlist::cells
  bool is_latch = false;
  Edge control = kFalse;  ///< clock or enable
  Edge data = kFalse;
  Edge clear = kFalse, preset = kFalse;

  /// What the state becomes when the control lets it: asynchronous controls decide first.
  Edge next(AndGraph& graph) const { return graph.conjunction(graph.disjunction(data, preset), inverse(clear)); }
};

struct NetFunctions {
  std::vector<Edge> nets;                    ///< by net
  std::vector<RegisterFunctions> registers;  ///< in the order of their cells
};

/// Builds all functions. `port` gives the edge of an input port's bit; `state` that of a register, by cell. A net that
/// nothing drives is an input of its own: nothing may depend on it.
/// Throws CheckFailed for a combinational loop or a cell that its library gives no function.
NetFunctions net_functions(const Netlist& netlist, AndGraph& graph,
                           const std::function<Edge(const NetlistPort&, std::size_t bit)>& port,
                           const std::function<Edge(std::uint32_t cell)>& state);

/// The gates, flip-flops and latches that yosys lowers a design to ($_AND_, $_DFF_PN0_ and so on), as a library: a
/// design in these cells is read as a Netlist. Every cell has area 1.
const Library& generic_library();

}  // namespace pwlforge
