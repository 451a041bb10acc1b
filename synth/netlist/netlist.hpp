// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A mapped netlist: one flat module of library cells, read from yosys's JSON.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "synth/liberty/liberty.hpp"
#include "synth/netlist/yosys_json.hpp"

namespace pwlforge {

/// Nets are numbered; two numbers are constants.
inline constexpr std::uint32_t kNetZero = 0;
inline constexpr std::uint32_t kNetOne = 1;

struct NetlistCell {
  std::string name;
  std::string type;
  const LibraryCell* cell = nullptr;
  std::map<std::string, std::uint32_t> pins;  ///< pin -> net
};

struct NetlistPort {
  std::string name;
  bool is_input = true;
  std::vector<std::uint32_t> nets;  ///< bit 0 first
};

struct Netlist {
  std::string top;
  std::uint32_t nets = 2;
  std::vector<NetlistPort> ports;
  std::vector<NetlistCell> cells;

  const NetlistPort* port(const std::string& name) const;
};

/// What is counted in a netlist.
struct NetlistCounts {
  std::map<std::string, std::uint64_t> cells;  ///< type -> number
  std::uint64_t total = 0;
  double area = 0;             ///< in the library's area unit
  double sequential_area = 0;  ///< of flip-flops and latches
  std::uint64_t flip_flops = 0;
  std::uint64_t latches = 0;
  int logic_depth = 0;  ///< cells on the longest path that starts and ends at a register or a port
};

/// Reads module `top` of a yosys JSON document. Throws CheckFailed, naming the cell types and how many there are, when
/// a cell is not in the library (it would be counted as free area) or has no area, and for a combinational loop.
Netlist read_netlist(const YosysJson& design, const std::string& top, const Library& library);

NetlistCounts count(const Netlist& netlist);

/// Names of the clock and reset ports: those of a wrapper (aclk, aresetn) where it has them, else of a unit. The clock
/// is empty for a design without one.
std::string clock_port(const Netlist& netlist);
std::string reset_port(const Netlist& netlist);

/// Area of every module of a design whose hierarchy was kept, instances of other modules not included, times how often
/// the module is used under `top`. Keys are module names without the parameters that yosys adds.
/// Throws CheckFailed like read_netlist.
std::map<std::string, double> area_by_module(const YosysJson& design, const std::string& top, const Library& library);

/// Structural Verilog with scalar nets n2, n3, ...: what OpenSTA, Icarus and Verilator all read (OpenSTA rejects the
/// concatenations that yosys writes in assignments). Instances are named i0, i1, ... in the order of `cells`.
std::string netlist_verilog(const Netlist& netlist);

/// The pin that drives each net, as OpenSTA names it ("i12/Y", or "in_data_i[3]" for an input port); empty for none.
std::vector<std::string> net_drivers(const Netlist& netlist);

/// Cells in an order in which every combinational cell and latch comes after the cells that drive it; flip-flops last.
/// Throws CheckFailed for a combinational loop.
std::vector<std::uint32_t> evaluation_order(const Netlist& netlist);

}  // namespace pwlforge
