// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/netlist/merge_cells.hpp"

#include <numeric>
#include <utility>

namespace pwlforge {
namespace {

bool is_output(const NetlistCell& cell, const std::string& pin) {
  const auto found = cell.cell->pins.find(pin);
  return found != cell.cell->pins.end() && found->second.is_output;
}

/// The nets in use, numbered without gaps.
void number_nets(Netlist& netlist) {
  std::vector<std::uint32_t> numbers(netlist.nets, 0);
  numbers[kNetOne] = kNetOne;
  std::uint32_t next = 2;
  const auto renumber = [&](std::uint32_t& net) {
    if (net > kNetOne && numbers[net] == 0) numbers[net] = next++;
    net = numbers[net];
  };
  for (NetlistPort& port : netlist.ports) {
    for (std::uint32_t& net : port.nets) renumber(net);
  }
  for (NetlistCell& cell : netlist.cells) {
    for (auto& [pin, net] : cell.pins) renumber(net);
  }
  netlist.nets = next;
}

}  // namespace

void merge_equal_cells(Netlist& netlist) {
  std::vector<std::uint32_t> same(netlist.nets);  // net -> the one that takes its place
  std::iota(same.begin(), same.end(), 0);
  std::vector<bool> dropped(netlist.cells.size(), false);
  using Inputs = std::vector<std::pair<std::string, std::uint32_t>>;
  std::map<std::pair<std::string, Inputs>, std::uint32_t> kept;
  // In this order the inputs of a cell are final when it is reached.
  for (const std::uint32_t c : evaluation_order(netlist)) {
    const NetlistCell& cell = netlist.cells[c];
    if (cell.cell->kind != CellKind::combinational) continue;
    Inputs inputs;
    for (const auto& [pin, net] : cell.pins) {
      if (!is_output(cell, pin)) inputs.emplace_back(pin, same[net]);
    }
    const auto [first, is_new] = kept.emplace(std::make_pair(cell.type, std::move(inputs)), c);
    if (is_new) continue;
    NetlistCell& stays = netlist.cells[first->second];
    for (const auto& [pin, net] : cell.pins) {
      if (!is_output(cell, pin)) continue;
      // A pin that only the dropped cell has connected.
      const auto own = stays.pins.emplace(pin, net);
      same[net] = same[own.first->second];
    }
    dropped[c] = true;
  }
  std::vector<NetlistCell> cells;
  for (std::size_t c = 0; c < netlist.cells.size(); ++c) {
    if (!dropped[c]) cells.push_back(std::move(netlist.cells[c]));
  }
  netlist.cells = std::move(cells);
  for (NetlistCell& cell : netlist.cells) {
    for (auto& [pin, net] : cell.pins) net = same[net];
  }
  for (NetlistPort& port : netlist.ports) {
    for (std::uint32_t& net : port.nets) net = same[net];
  }
  number_nets(netlist);
}

}  // namespace pwlforge
