// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/power/power.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "gen/support/diagnostics.hpp"
#include "synth/liberty/boolean_function.hpp"

namespace pwlforge {
namespace {

constexpr std::size_t kMostPins = 12;  ///< states of a cell are enumerated: 4096 at most

/// The states of a cell: one row per assignment of its pins, and the Boolean expressions over them as truth columns.
class CellStates {
 public:
  CellStates(const std::string& name, const LibraryCell& cell) : name_(name), cell_(cell) {
    for (const auto& [pin, description] : cell.pins) {
      if (description.is_input || description.is_output) pins_.push_back(pin);
    }
    if (pins_.size() > kMostPins) pins_.clear();
  }

  std::size_t rows() const { return std::size_t{1} << pins_.size(); }

  /// Probability of every row when pins are independent of each other, each 1 for its share of the time.
  std::vector<double> probabilities(const NetlistCell& instance, const Activity& activity) const {
    std::vector<double> rows{1};
    for (const std::string& pin : pins_) {
      const auto net = instance.pins.find(pin);
      const double one = net == instance.pins.end() ? 0 : activity.duty[net->second];
      const std::size_t before = rows.size();
      rows.resize(2 * before);
      for (std::size_t i = 0; i < before; ++i) {
        rows[before + i] = rows[i] * one;
        rows[i] *= 1 - one;
      }
    }
    return rows;
  }

  /// Whether `expression` holds in each row; no rows when it names something that is not a pin (a register's state).
  const std::vector<bool>& truth(const std::string& expression) {
    const auto known = truths_.find(expression);
    if (known != truths_.end()) return known->second;
    std::vector<bool>& rows = truths_[expression];
    std::vector<std::uint64_t> values(2 + pins_.size(), 0);
    values[kSlotOne] = ~std::uint64_t{0};
    std::vector<BitInstruction> code;
    bool plain = !pins_.empty();
    const auto slot_of = [&](const std::string& name) {
      const auto found = std::find(pins_.begin(), pins_.end(), name);
      plain = plain && found != pins_.end();
      return found == pins_.end() ? kSlotZero : static_cast<std::uint32_t>(2 + (found - pins_.begin()));
    };
    const std::uint32_t result = compile_expression(
        expression, name_, slot_of,
        [&] {
          values.push_back(0);
          return static_cast<std::uint32_t>(values.size() - 1);
        },
        code);
    if (!plain) return rows;
    for (std::size_t row = 0; row < this->rows(); ++row) {
      for (std::size_t pin = 0; pin < pins_.size(); ++pin) values[2 + pin] = (row >> pin) & 1;
      for (const BitInstruction& one : code) {
        const std::uint64_t a = values[one.a], b = values[one.b];
        values[one.out] = one.op == BitOp::copy          ? a
                          : one.op == BitOp::invert      ? ~a
                          : one.op == BitOp::conjunction ? a & b
                          : one.op == BitOp::disjunction ? a | b
                                                         : a ^ b;
      }
      rows.push_back((values[result] & 1) != 0);
    }
    return rows;
  }

  double probability(const std::string& expression, const std::vector<double>& states) {
    if (expression.empty()) return 1;
    const std::vector<bool>& holds = truth(expression);
    double sum = 0;
    for (std::size_t row = 0; row < holds.size(); ++row) sum += holds[row] ? states[row] : 0;
    return sum;
  }

  /// How likely a change of `pin` changes `function`; 1 where that is not a matter of pins alone.
  double sensitivity(const std::string& function, const std::string& pin, const std::vector<double>& states) {
    const std::vector<bool>& holds = truth(function);
    const auto found = std::find(pins_.begin(), pins_.end(), pin);
    if (holds.empty() || found == pins_.end()) return 1;
    const std::size_t bit = std::size_t{1} << (found - pins_.begin());
    double sum = 0;
    for (std::size_t row = 0; row < holds.size(); ++row) sum += holds[row] != holds[row ^ bit] ? states[row] : 0;
    return sum;
  }

 private:
  const std::string& name_;
  const LibraryCell& cell_;
  std::vector<std::string> pins_;
  std::map<std::string, std::vector<bool>> truths_;
};

/// One cell's energies under the counted activity.
class CellEnergy {
 public:
  CellEnergy(const NetlistCell& cell, CellStates& states, const Activity& activity, const std::vector<double>& slews,
             const std::vector<double>& loads)
      : cell_(cell),
        states_(states),
        activity_(activity),
        slews_(slews),
        loads_(loads),
        probabilities_(states.probabilities(cell, activity)) {}

  /// pJ per cycle.
  double internal() {
    double sum = 0;
    for (const auto& [name, net] : cell_.pins) {
      const auto pin = cell_.cell->pins.find(name);
      if (pin == cell_.cell->pins.end() || pin->second.energies.empty()) continue;
      const double transitions = activity_.transitions_per_cycle[net];
      if (transitions == 0) continue;
      sum += transitions * (pin->second.is_output ? of_output(pin->second, net) : of_input(pin->second, net));
    }
    return sum;
  }

  /// nW.
  double leakage() {
    double sum = 0, seen = 0;
    for (const StateLeakage& one : cell_.cell->leakages) {
      if (one.when.empty()) continue;
      const double probability = states_.probability(one.when, probabilities_);
      seen += probability;
      sum += probability * one.power_nw;
    }
    return seen > 0 ? sum / seen : cell_.cell->leakage_nw;
  }

 private:
  double mean(const InternalEnergy& energy, double slew, double load) const {
    if (energy.rise.empty()) return energy.fall.at(slew, load);
    if (energy.fall.empty()) return energy.rise.at(slew, load);
    return (energy.rise.at(slew, load) + energy.fall.at(slew, load)) / 2;
  }

  double of_input(const LibraryPin& pin, std::uint32_t net) {
    double sum = 0;
    for (const InternalEnergy& one : pin.energies) {
      sum += states_.probability(one.when, probabilities_) * mean(one, slews_[net], 0);
    }
    return sum;
  }

  double of_output(const LibraryPin& pin, std::uint32_t net) {
    struct Arc {
      double weight = 0;     ///< how often this input is the cause
      double condition = 0;  ///< sum over the groups of the probability of their condition
      double energy = 0;
      double plain_energy = 0;
      int groups = 0;
    };
    std::map<std::string, Arc> arcs;
    for (const InternalEnergy& one : pin.energies) {
      const double condition = states_.probability(one.when, probabilities_);
      for (const std::string& related : one.related_pins.empty() ? std::vector<std::string>{""} : one.related_pins) {
        const auto input = cell_.pins.find(related);
        const double slew = input == cell_.pins.end() ? 0 : slews_[input->second];
        Arc& arc = arcs[related];
        const double energy = mean(one, slew, loads_[net]);
        arc.condition += condition;
        arc.energy += condition * energy;
        arc.plain_energy += energy;
        ++arc.groups;
        if (input != cell_.pins.end() && arc.groups == 1) {
          arc.weight = activity_.transitions_per_cycle[input->second] *
                       (pin.function.empty() ? 1 : states_.sensitivity(pin.function, related, probabilities_));
        }
      }
    }
    double sum = 0, weights = 0, plain = 0;
    for (const auto& [related, arc] : arcs) {
      const double energy = arc.condition > 0 ? arc.energy / arc.condition : arc.plain_energy / arc.groups;
      sum += arc.weight * energy;
      weights += arc.weight;
      plain += energy / static_cast<double>(arcs.size());
    }
    return weights > 0 ? sum / weights : plain;
  }

  const NetlistCell& cell_;
  CellStates& states_;
  const Activity& activity_;
  const std::vector<double>& slews_;
  const std::vector<double>& loads_;
  std::vector<double> probabilities_;
};

}  // namespace

std::vector<double> net_loads(const Netlist& netlist) {
  std::vector<double> loads(netlist.nets, 0);
  for (const NetlistCell& cell : netlist.cells) {
    for (const auto& [name, net] : cell.pins) {
      const auto pin = cell.cell->pins.find(name);
      if (pin != cell.cell->pins.end() && pin->second.is_input) loads[net] += pin->second.capacitance_pf;
    }
  }
  return loads;
}

PowerNumbers measure_power(const Netlist& netlist, const Library& library, const std::string& clock_port,
                           double clock_ns, const std::vector<double>& slews_ns, const Activity& activity,
                           std::string* by_cell) {
  const std::vector<double> loads = net_loads(netlist);
  const double half_v2 = library.voltage * library.voltage / 2;
  std::map<std::string, CellStates> states;
  PowerNumbers power;
  bool any_table = false;
  if (by_cell != nullptr) *by_cell = "instance,cell,internal_mw,switching_mw,leakage_mw\n";
  for (std::size_t c = 0; c < netlist.cells.size(); ++c) {
    const NetlistCell& cell = netlist.cells[c];
    auto known = states.find(cell.type);
    if (known == states.end()) known = states.emplace(cell.type, CellStates(cell.type, *cell.cell)).first;
    CellEnergy energy(cell, known->second, activity, slews_ns, loads);
    // pJ per ns are mW.
    const double internal = energy.internal() / clock_ns;
    const double leakage = energy.leakage() * 1e-6;
    double switching = 0;
    for (const auto& [name, net] : cell.pins) {
      const auto pin = cell.cell->pins.find(name);
      if (pin == cell.cell->pins.end()) continue;
      any_table = any_table || !pin->second.energies.empty();
      if (pin->second.is_output) switching += half_v2 * loads[net] * activity.transitions_per_cycle[net] / clock_ns;
    }
    power.internal += internal;
    power.switching += switching;
    power.leakage += leakage;
    if (cell.cell->kind == CellKind::flip_flop || cell.cell->kind == CellKind::latch) {
      power.sequential += internal + switching + leakage;
    }
    if (by_cell != nullptr)
      *by_cell += fmt::format("i{},{},{:.6g},{:.6g},{:.6g}\n", c, cell.type, internal, switching, leakage);
  }
  if (!any_table && !netlist.cells.empty()) {
    throw CheckFailed(fmt::format("{}: library {} gives its cells no internal_power; power cannot be told from it",
                                  netlist.top, library.name));
  }
  if (const NetlistPort* clock = netlist.port(clock_port)) {
    const std::uint32_t net = clock->nets.front();
    power.clock_net = half_v2 * loads[net] * activity.transitions_per_cycle[net] / clock_ns;
    power.switching += power.clock_net;
  }
  power.total = power.internal + power.switching + power.leakage;
  return power;
}

}  // namespace pwlforge
