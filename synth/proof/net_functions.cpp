// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/proof/net_functions.hpp"

#include <fmt/format.h>

#include "gen/support/diagnostics.hpp"
#include "synth/liberty/boolean_function.hpp"

namespace pwlforge {
namespace {

/// Function of a Boolean expression; `edge_of` gives the edge of a name.
Edge function_of(const std::string& expression, const std::string& place, AndGraph& graph,
                 const std::function<Edge(const std::string&)>& edge_of) {
  std::vector<Edge> slots = {kFalse, kTrue};
  const auto add = [&](Edge edge) {
    slots.push_back(edge);
    return static_cast<std::uint32_t>(slots.size() - 1);
  };
  std::vector<BitInstruction> code;
  const std::uint32_t result = compile_expression(
      expression, place, [&](const std::string& name) { return add(edge_of(name)); }, [&] { return add(kFalse); },
      code);
  for (const BitInstruction& step : code) {
    const Edge a = slots[step.a];
    const Edge b = slots[step.b];
    switch (step.op) {
      case BitOp::copy: slots[step.out] = a; break;
      case BitOp::invert: slots[step.out] = inverse(a); break;
      case BitOp::conjunction: slots[step.out] = graph.conjunction(a, b); break;
      case BitOp::disjunction: slots[step.out] = graph.disjunction(a, b); break;
      case BitOp::exclusive: slots[step.out] = graph.exclusive(a, b); break;
    }
  }
  return slots[result];
}

bool is_storage(const LibraryCell& cell) {
  return cell.kind == CellKind::flip_flop || cell.kind == CellKind::latch;
}

LibraryPin input_pin() {
  LibraryPin pin;
  pin.is_input = true;
  return pin;
}

LibraryPin output_pin(const std::string& function) {
  LibraryPin pin;
  pin.is_output = true;
  pin.function = function;
  return pin;
}

LibraryCell storage_cell(bool is_latch, char control, char reset, char value) {
  LibraryCell cell;
  cell.kind = is_latch ? CellKind::latch : CellKind::flip_flop;
  cell.area = 1;
  cell.state = "state";
  cell.inverted_state = "inverted";
  const std::string pin = is_latch ? "E" : "C";
  cell.pins["D"] = input_pin();
  cell.pins[pin] = input_pin();
  cell.pins["Q"] = output_pin("state");
  (is_latch ? cell.data_in : cell.next_state) = "D";
  (is_latch ? cell.enable : cell.clocked_on) = control == 'P' ? pin : "!" + pin;
  if (reset != 0) {
    cell.pins["R"] = input_pin();
    (value == '0' ? cell.clear : cell.preset) = reset == 'P' ? "R" : "!R";
  }
  return cell;
}

Library make_generic_library() {
  Library library;
  library.label = library.name = "yosys";
  const auto gate = [&](const std::string& name, const std::string& inputs, const std::string& function) {
    LibraryCell cell;
    cell.kind = CellKind::combinational;
    cell.area = 1;
    for (const char pin : inputs) cell.pins[std::string(1, pin)] = input_pin();
    cell.pins["Y"] = output_pin(function);
    library.cells["$_" + name + "_"] = cell;
  };
  gate("BUF", "A", "A");
  gate("NOT", "A", "!A");
  gate("AND", "AB", "A*B");
  gate("NAND", "AB", "!(A*B)");
  gate("OR", "AB", "A+B");
  gate("NOR", "AB", "!(A+B)");
  gate("XOR", "AB", "A^B");
  gate("XNOR", "AB", "!(A^B)");
  gate("ANDNOT", "AB", "A*(!B)");
  gate("ORNOT", "AB", "A+(!B)");
  gate("MUX", "ABS", "(A*(!S))+(B*S)");
  gate("NMUX", "ABS", "!((A*(!S))+(B*S))");
  for (const char control : {'P', 'N'}) {
    library.cells[fmt::format("$_DFF_{}_", control)] = storage_cell(false, control, 0, 0);
    library.cells[fmt::format("$_DLATCH_{}_", control)] = storage_cell(true, control, 0, 0);
    for (const char reset : {'P', 'N'}) {
      for (const char value : {'0', '1'}) {
        library.cells[fmt::format("$_DFF_{}{}{}_", control, reset, value)] = storage_cell(false, control, reset, value);
        library.cells[fmt::format("$_DLATCH_{}{}{}_", control, reset, value)] =
            storage_cell(true, control, reset, value);
      }
    }
  }
  return library;
}

}  // namespace

NetFunctions net_functions(const Netlist& netlist, AndGraph& graph,
                           const std::function<Edge(const NetlistPort&, std::size_t)>& port,
                           const std::function<Edge(std::uint32_t)>& state) {
  NetFunctions functions;
  functions.nets.assign(netlist.nets, kFalse);
  functions.nets[kNetOne] = kTrue;
  std::vector<bool> driven(netlist.nets, false);
  driven[kNetZero] = driven[kNetOne] = true;
  for (const NetlistPort& one : netlist.ports) {
    for (std::size_t bit = 0; one.is_input && bit < one.nets.size(); ++bit) {
      functions.nets[one.nets[bit]] = port(one, bit);
      driven[one.nets[bit]] = true;
    }
  }
  for (const NetlistCell& cell : netlist.cells) {
    for (const auto& [pin, net] : cell.pins) {
      const auto found = cell.cell->pins.find(pin);
      if (found != cell.cell->pins.end() && found->second.is_output) driven[net] = true;
    }
  }
  for (std::uint32_t n = 0; n < netlist.nets; ++n) {
    if (!driven[n]) functions.nets[n] = graph.input();
  }

  const auto of_expression = [&](const NetlistCell& cell, Edge own_state, const std::string& expression) {
    if (expression.empty()) return kFalse;
    return function_of(expression, netlist.top + ": cell " + cell.type, graph, [&](const std::string& name) -> Edge {
      if (is_storage(*cell.cell) && name == cell.cell->state) return own_state;
      if (is_storage(*cell.cell) && name == cell.cell->inverted_state) return inverse(own_state);
      const auto found = cell.pins.find(name);
      if (found == cell.pins.end()) {
        throw CheckFailed(fmt::format("{}: pin {} of cell {} ({}) is open, but the cell's function needs it",
                                      netlist.top, name, cell.name, cell.type));
      }
      return functions.nets[found->second];
    });
  };
  const auto outputs_of = [&](const NetlistCell& cell, Edge own_state) {
    for (const auto& [pin, description] : cell.cell->pins) {
      const auto found = cell.pins.find(pin);
      if (!description.is_output || found == cell.pins.end()) continue;
      if (description.function.empty() || !description.three_state.empty()) {
        throw CheckFailed(
            fmt::format("{}: the library gives pin {} of cell {} no function of two values; keep it out "
                        "with --dont-use",
                        netlist.top, pin, cell.type));
      }
      functions.nets[found->second] = of_expression(cell, own_state, description.function);
    }
  };
  std::vector<Edge> states(netlist.cells.size(), kFalse);
  const std::vector<std::uint32_t> order = evaluation_order(netlist);
  for (std::uint32_t c = 0; c < netlist.cells.size(); ++c) {
    if (!is_storage(*netlist.cells[c].cell)) continue;
    states[c] = state(c);
    outputs_of(netlist.cells[c], states[c]);
  }
  for (const std::uint32_t c : order) {
    if (!is_storage(*netlist.cells[c].cell)) outputs_of(netlist.cells[c], kFalse);
  }
  for (std::uint32_t c = 0; c < netlist.cells.size(); ++c) {
    const NetlistCell& cell = netlist.cells[c];
    const LibraryCell& type = *cell.cell;
    if (!is_storage(type)) continue;
    RegisterFunctions one;
    one.cell = c;
    one.is_latch = type.kind == CellKind::latch;
    one.control = of_expression(cell, states[c], one.is_latch ? type.enable : type.clocked_on);
    one.data = of_expression(cell, states[c], one.is_latch ? type.data_in : type.next_state);
    one.clear = of_expression(cell, states[c], type.clear);
    one.preset = of_expression(cell, states[c], type.preset);
    functions.registers.push_back(one);
  }
  return functions;
}

const Library& generic_library() {
  static const Library library = make_generic_library();
  return library;
}

}  // namespace pwlforge
