// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/simulate/timed_netlist.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "gen/support/diagnostics.hpp"
#include "synth/liberty/boolean_function.hpp"

namespace pwlforge {
namespace {

constexpr std::size_t kMostInputs = 12;

TruthTable table_of(const std::vector<bool>& rows) {
  TruthTable table;
  table.words.assign((rows.size() + 63) / 64, 0);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows[row]) table.words[row >> 6] |= std::uint64_t{1} << (row & 63);
  }
  return table;
}

/// What all instances of one cell have in common.
class CellType {
 public:
  CellType(const std::string& name, const LibraryCell& cell, const std::string& top) : name_(name), top_(top) {
    for (const auto& [pin, description] : cell.pins) {
      if (description.is_input) inputs.push_back(pin);
    }
    if (inputs.size() > kMostInputs) {
      throw CheckFailed(
          fmt::format("{}: cell {} has {} inputs, at most {} are simulated with delays; keep it out with "
                      "--dont-use",
                      top, name, inputs.size(), kMostInputs));
    }
    names_ = inputs;
    if (cell.kind != CellKind::combinational) {
      names_.push_back(cell.state);
      names_.push_back(cell.inverted_state);
    }
  }

  std::vector<std::string> inputs;

  const TruthTable& function(const std::string& expression) {
    const auto known = tables_.find(expression);
    if (known != tables_.end()) return known->second;
    const auto rows = truth_rows(expression.empty() ? "0" : expression, name_, names_);
    if (!rows) {
      throw CheckFailed(
          fmt::format("{}: the function {} of cell {} names what is not an input; keep the cell out with --dont-use",
                      top_, expression, name_));
    }
    return tables_.emplace(expression, table_of(*rows)).first->second;
  }

  /// Where a condition holds, over the inputs; nowhere when it names anything else.
  const std::vector<bool>& condition(const std::string& when) {
    const auto known = conditions_.find(when);
    if (known != conditions_.end()) return known->second;
    const auto rows = truth_rows(when, name_, inputs);
    return conditions_.emplace(when, rows.value_or(std::vector<bool>(std::size_t{1} << inputs.size()))).first->second;
  }

 private:
  const std::string& name_;
  const std::string& top_;
  std::vector<std::string> names_;
  std::map<std::string, TruthTable> tables_;
  std::map<std::string, std::vector<bool>> conditions_;
};

class Compiler {
 public:
  Compiler(const Netlist& netlist, const std::string& clock, const ArcDelays& delays) : netlist_(netlist) {
    if (const NetlistPort* port = clock.empty() ? nullptr : netlist.port(clock)) result_.clock_net = port->nets.front();
    find_clock_nets();
    arcs_.resize(netlist.cells.size());
    double longest = 0;
    for (const ArcDelay& arc : delays) {
      arcs_.at(arc.cell).push_back(&arc);
      longest = std::max(longest, arc.ns);
    }
    result_.tick_ns = tick_for(longest);
  }

  TimedNetlist run() {
    for (std::uint32_t c = 0; c < netlist_.cells.size(); ++c) {
      const NetlistCell& cell = netlist_.cells[c];
      if (cell.cell->kind == CellKind::other) {
        throw CheckFailed(fmt::format("{}: cell {} has no function that can be simulated", netlist_.top, cell.type));
      }
      auto known = types_.find(cell.type);
      if (known == types_.end()) {
        known = types_.emplace(cell.type, CellType(cell.type, *cell.cell, netlist_.top)).first;
      }
      if (cell.cell->kind == CellKind::combinational) {
        add_gates(c, known->second);
      } else {
        add_storage(c, known->second);
      }
    }
    return std::move(result_);
  }

 private:
  /// 1, 2 or 5 times a power of ten fs.
  static double tick_for(double longest_ns) {
    for (double decade = 1e-6;; decade *= 10) {
      for (const double step : {1.0, 2.0, 5.0}) {
        if (longest_ns <= decade * step * kLongestDelay) return decade * step;
      }
    }
  }

  /// Nets that the clock reaches without passing a register: gated clocks.
  void find_clock_nets() {
    clocked_.assign(netlist_.nets, false);
    if (result_.clock_net == kNetZero) return;
    clocked_[result_.clock_net] = true;
    for (const std::uint32_t c : evaluation_order(netlist_)) {
      const NetlistCell& cell = netlist_.cells[c];
      for (const auto& [pin, net] : cell.pins) {
        const auto found = cell.cell->pins.find(pin);
        if (found == cell.cell->pins.end() || !found->second.is_output || found->second.function.empty()) continue;
        for (const std::string& name : names_in(found->second.function, cell.type)) {
          const auto input = cell.pins.find(name);
          if (input != cell.pins.end() && clocked_[input->second]) clocked_[net] = true;
        }
      }
    }
  }

  std::vector<std::uint32_t> input_nets(const NetlistCell& cell, const CellType& type) const {
    std::vector<std::uint32_t> nets;
    for (const std::string& pin : type.inputs) {
      const auto found = cell.pins.find(pin);
      nets.push_back(found == cell.pins.end() ? kNetZero : found->second);
    }
    return nets;
  }

  std::uint16_t ticks(double ns) const {
    return static_cast<std::uint16_t>(std::max(1.0, std::round(ns / result_.tick_ns)));
  }

  [[noreturn]] void no_arc(const NetlistCell& cell, const std::string& from, const std::string& to) const {
    throw CheckFailed(
        fmt::format("{}: OpenSTA gives no delay from {} to {} of cell {}; mend the library, or keep the cell out with "
                    "--dont-use",
                    netlist_.top, from, to, cell.type));
  }

  /// The arcs from one input to one output.
  struct PinArcs {
    struct Arc {
      const std::vector<bool>* when = nullptr;  ///< null: always
      double ns = 0;
    };
    std::vector<Arc> edges[4];  ///< by edge_number

    template <typename Fits>
    static double mean(const std::vector<Arc>& arcs, const Fits& fits) {
      double sum = 0;
      int number = 0;
      for (const Arc& arc : arcs) {
        if (!fits(arc)) continue;
        sum += std::max(arc.ns, 0.0);
        ++number;
      }
      return number == 0 ? -1 : sum / number;
    }
    /// Whatever the state; negative for none.
    double any(std::size_t edge) const {
      return mean(edges[edge], [](const Arc&) { return true; });
    }
    /// In `state`, in which the output follows the input; negative for none.
    double in_state(std::size_t edge, std::uint32_t state) const {
      double found = mean(edges[edge], [&](const Arc& arc) { return arc.when != nullptr && (*arc.when)[state]; });
      if (found < 0) found = mean(edges[edge], [](const Arc& arc) { return arc.when == nullptr; });
      if (found < 0) found = any(edge);
      // A sense that the function does not have: the edge of the output decides.
      return found < 0 ? any(edge ^ 2) : found;
    }
  };
  static std::size_t edge_number(bool from_rises, bool to_rises) {
    return 2 * std::size_t{from_rises} + std::size_t{to_rises};
  }

  PinArcs pin_arcs(std::uint32_t c, CellType& type, const std::string& from, const std::string& to) const {
    PinArcs result;
    for (const ArcDelay* arc : arcs_[c]) {
      if (arc->to != to || arc->from != from) continue;
      result.edges[edge_number(arc->from_rises, arc->to_rises)].push_back(
          {arc->when.empty() ? nullptr : &type.condition(arc->when), arc->ns});
    }
    return result;
  }

  void add_gates(std::uint32_t c, CellType& type) {
    const NetlistCell& cell = netlist_.cells[c];
    const std::size_t inputs = type.inputs.size();
    for (const auto& [pin, net] : cell.pins) {
      const auto description = cell.cell->pins.find(pin);
      if (description == cell.cell->pins.end() || !description->second.is_output) continue;
      if (description->second.function.empty()) continue;
      TimedGate gate;
      gate.net = net;
      gate.cell = c;
      gate.inputs = input_nets(cell, type);
      gate.truth = type.function(description->second.function);
      gate.delays.assign(inputs << inputs, clocked_[net] ? 0 : kNoDelay);
      for (std::size_t i = 0; i < inputs && !clocked_[net]; ++i) {
        const PinArcs arcs = pin_arcs(c, type, type.inputs[i], pin);
        for (std::uint32_t state = 0; state < (std::uint32_t{1} << inputs); ++state) {
          const bool now = gate.truth.at(state);
          const bool follows = now != gate.truth.at(state ^ (1U << i));
          const std::size_t edge = edge_number(((state >> i) & 1) != 0, now);
          const double ns = follows ? arcs.in_state(edge, state) : arcs.any(edge);
          if (ns < 0 && follows && gate.inputs[i] > kNetOne) no_arc(cell, type.inputs[i], pin);
          if (ns >= 0) gate.delays[(i << inputs) | state] = ticks(ns);
        }
      }
      result_.gates.push_back(std::move(gate));
    }
  }

  void add_storage(std::uint32_t c, CellType& type) {
    const NetlistCell& cell = netlist_.cells[c];
    const LibraryCell& library = *cell.cell;
    TimedStorage storage;
    storage.cell = c;
    storage.is_latch = library.kind == CellKind::latch;
    storage.inputs = input_nets(cell, type);
    const std::string& control = storage.is_latch ? library.enable : library.clocked_on;
    storage.data = type.function(storage.is_latch ? library.data_in : library.next_state);
    storage.control = type.function(control);
    storage.clear = type.function(library.clear);
    storage.preset = type.function(library.preset);
    std::vector<std::string> acting = {control, library.clear, library.preset};
    if (storage.is_latch) acting.push_back(library.data_in);
    for (const auto& [pin, net] : cell.pins) {
      const auto description = library.pins.find(pin);
      if (description == library.pins.end() || !description->second.is_output) continue;
      if (description->second.function.empty()) continue;
      acting.push_back(description->second.function);
      storage.outputs.push_back(storage_output(c, type, pin, net));
    }
    for (const std::string& expression : acting) {
      if (expression.empty()) continue;
      for (const std::string& name : names_in(expression, cell.type)) {
        const auto found = std::find(type.inputs.begin(), type.inputs.end(), name);
        if (found != type.inputs.end()) storage.watched |= 1U << (found - type.inputs.begin());
      }
    }
    result_.storages.push_back(std::move(storage));
  }

  TimedStorage::Output storage_output(std::uint32_t c, CellType& type, const std::string& pin, std::uint32_t net) {
    TimedStorage::Output output;
    output.gate = static_cast<std::uint32_t>(result_.gates.size());
    output.function = type.function(netlist_.cells[c].cell->pins.at(pin).function);
    double slowest = -1;
    for (const ArcDelay* arc : arcs_[c]) {
      if (arc->to == pin) slowest = std::max(slowest, arc->ns);
    }
    if (slowest < 0 && !clocked_[net]) no_arc(netlist_.cells[c], "any input", pin);
    for (const std::string& from : type.inputs) {
      const PinArcs arcs = pin_arcs(c, type, from, pin);
      for (std::size_t edge = 0; edge < 4; ++edge) {
        const double ns = arcs.any(edge);
        // What no arc tells is at least not early.
        output.delays.push_back(clocked_[net] ? std::uint16_t{0} : ticks(ns < 0 ? slowest : ns));
      }
    }
    TimedGate gate;
    gate.net = net;
    gate.cell = c;
    result_.gates.push_back(std::move(gate));
    return output;
  }

  const Netlist& netlist_;
  TimedNetlist result_;
  std::vector<bool> clocked_;
  std::vector<std::vector<const ArcDelay*>> arcs_;  ///< by cell
  std::map<std::string, CellType> types_;
};

}  // namespace

TimedNetlist time_netlist(const Netlist& netlist, const std::string& clock, const ArcDelays& delays) {
  return Compiler(netlist, clock, delays).run();
}

}  // namespace pwlforge
