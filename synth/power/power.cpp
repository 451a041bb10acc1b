// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/power/power.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

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
    if (!pins_.empty()) rows = truth_rows(expression, name_, pins_).value_or(std::vector<bool>{});
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
    struct Rail {
      double seen = 0, sum = 0;
      std::optional<double> otherwise;
    };
    std::map<std::string, Rail> rails;
    for (const StateLeakage& one : cell_.cell->leakages) {
      Rail& rail = rails[one.rail];
      if (one.when.empty()) {
        rail.otherwise = one.power_nw;
        continue;
      }
      const double probability = states_.probability(one.when, probabilities_);
      rail.seen += probability;
      rail.sum += probability * one.power_nw;
    }
    double sum = 0;
    bool known = false;
    for (const auto& [name, rail] : rails) {
      if (!rail.otherwise && rail.seen <= 0) continue;
      known = true;
      sum += rail.otherwise ? rail.sum + std::max(0.0, 1 - rail.seen) * *rail.otherwise : rail.sum / rail.seen;
    }
    return known ? sum : cell_.cell->leakage_nw;
  }

 private:
  double mean(const InternalEnergy& energy, double slew, double load) const {
    if (energy.rise.empty()) return energy.fall.at(slew, load);
    if (energy.fall.empty()) return energy.rise.at(slew, load);
    return (energy.rise.at(slew, load) + energy.fall.at(slew, load)) / 2;
  }

  /// How likely the group's state is among those of one pin, rail and cause: without a condition it stands for the
  /// states that no other of them has.
  double condition(const LibraryPin& pin, const InternalEnergy& energy) {
    if (!energy.when.empty()) return states_.probability(energy.when, probabilities_);
    double others = 0;
    for (const InternalEnergy& one : pin.energies) {
      if (one.rail == energy.rail && one.related_pins == energy.related_pins && !one.when.empty()) {
        others += states_.probability(one.when, probabilities_);
      }
    }
    return std::max(0.0, 1 - others);
  }

  double of_input(const LibraryPin& pin, std::uint32_t net) {
    double sum = 0;
    for (const InternalEnergy& one : pin.energies) sum += condition(pin, one) * mean(one, slews_[net], 0);
    return sum;
  }

  double of_output(const LibraryPin& pin, std::uint32_t net) {
    /// What one power pin pays for changes that one input causes.
    struct Rail {
      double condition = 0;  ///< sum over the groups of the probability of their condition
      double energy = 0;
      double plain_energy = 0;
      int groups = 0;
    };
    struct Arc {
      double weight = 0;  ///< how often this input is the cause
      std::map<std::string, Rail> rails;
    };
    std::map<std::string, Arc> arcs;
    for (const InternalEnergy& one : pin.energies) {
      const double probability = condition(pin, one);
      for (const std::string& related : one.related_pins.empty() ? std::vector<std::string>{""} : one.related_pins) {
        const auto input = cell_.pins.find(related);
        const double slew = input == cell_.pins.end() ? 0 : slews_[input->second];
        Arc& arc = arcs[related];
        if (input != cell_.pins.end() && arc.rails.empty()) {
          arc.weight = activity_.transitions_per_cycle[input->second] *
                       (pin.function.empty() ? 1 : states_.sensitivity(pin.function, related, probabilities_));
        }
        Rail& rail = arc.rails[one.rail];
        const double energy = mean(one, slew, loads_[net]);
        rail.condition += probability;
        rail.energy += probability * energy;
        rail.plain_energy += energy;
        ++rail.groups;
      }
    }
    double sum = 0, weights = 0, plain = 0;
    for (const auto& [related, arc] : arcs) {
      double energy = 0;
      for (const auto& [name, rail] : arc.rails) {
        energy += rail.condition > 0 ? rail.energy / rail.condition : rail.plain_energy / rail.groups;
      }
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
  std::set<std::string> without_energy, without_leakage;
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
    bool any_table = false;
    for (const auto& [name, net] : cell.pins) {
      const auto pin = cell.cell->pins.find(name);
      if (pin == cell.cell->pins.end()) continue;
      any_table = any_table || !pin->second.energies.empty();
      if (pin->second.is_output) switching += half_v2 * loads[net] * activity.transitions_per_cycle[net] / clock_ns;
    }
    if (!any_table) without_energy.insert(cell.type);
    if (!cell.cell->has_leakage) without_leakage.insert(cell.type);
    power.internal += internal;
    power.switching += switching;
    power.leakage += leakage;
    if (cell.cell->kind == CellKind::flip_flop || cell.cell->kind == CellKind::latch) {
      power.sequential += internal + switching + leakage;
    }
    if (by_cell != nullptr)
      *by_cell += fmt::format("i{},{},{:.6g},{:.6g},{:.6g}\n", c, cell.type, internal, switching, leakage);
  }
  if (const NetlistPort* clock = netlist.port(clock_port)) {
    const std::uint32_t net = clock->nets.front();
    power.clock_net = half_v2 * loads[net] * activity.transitions_per_cycle[net] / clock_ns;
    power.switching += power.clock_net;
  }
  power.total = power.internal + power.switching + power.leakage;
  const auto types = static_cast<std::ptrdiff_t>(states.size());
  const auto gap = [&](const char* what, const char* why, const std::set<std::string>& cells) {
    if (cells.empty()) return true;
    if (static_cast<std::ptrdiff_t>(cells.size()) == types) {
      power.missing.push_back(fmt::format("{}: the library has no {}", what, why));
      return false;
    }
    power.missing.push_back(fmt::format("{} of {}: the library has no {} for them", what, fmt::join(cells, ", "), why));
    return true;
  };
  power.has_internal = gap("internal power", "internal_power", without_energy);
  power.has_leakage = gap("leakage", "leakage power", without_leakage);
  power.has_switching = library.voltage > 0;
  if (!power.has_switching) power.missing.push_back("switching power: the library tells no supply voltage");
  return power;
}

}  // namespace pwlforge
