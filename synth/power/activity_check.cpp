// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/power/activity_check.hpp"

#include <fmt/format.h>

#include <cmath>

#include "gen/support/diagnostics.hpp"

namespace pwlforge {
namespace {

[[noreturn]] void fail(const Netlist& netlist, const std::string& driver, const std::string& what) {
  throw CheckFailed(fmt::format("{}: the counted activity of {} is impossible: {}; the power would be wrong",
                                netlist.top, driver, what));
}

}  // namespace

void check_activity(const Netlist& netlist, const std::string& clock, const Activity& activity,
                    const std::vector<std::pair<std::uint32_t, double>>& fed) {
  const std::vector<std::string> drivers = net_drivers(netlist);
  const auto same = [](double a, double b) { return std::fabs(a - b) <= 1e-9 * (1 + std::fabs(a)); };
  const NetlistPort* clock_port = netlist.port(clock);
  const std::uint32_t clock_net = clock_port == nullptr ? kNetZero : clock_port->nets.front();
  if (clock_port != nullptr &&
      (!same(activity.transitions_per_cycle[clock_net], 2) || !same(activity.duty[clock_net], 0.5))) {
    fail(netlist, clock,
         fmt::format("{} transitions per cycle, 1 for {} of the time, in place of 2 and 0.5",
                     activity.transitions_per_cycle[clock_net], activity.duty[clock_net]));
  }
  for (const auto& [net, transitions] : fed) {
    if (!same(activity.transitions_per_cycle[net], transitions)) {
      fail(netlist, drivers[net],
           fmt::format("{} transitions per cycle, but the values that were fed make {}",
                       activity.transitions_per_cycle[net], transitions));
    }
  }
  // Nets that the clock reaches through gates and latches may move twice a cycle.
  std::vector<bool> clocked(netlist.nets, false);
  clocked[clock_net] = clock_net != kNetZero;
  const std::vector<std::uint32_t> order = evaluation_order(netlist);
  for (const std::uint32_t c : order) {
    const NetlistCell& cell = netlist.cells[c];
    if (cell.cell->kind == CellKind::flip_flop) continue;
    bool any = false;
    for (const auto& [pin, net] : cell.pins) {
      const auto found = cell.cell->pins.find(pin);
      any = any || (found != cell.cell->pins.end() && found->second.is_input && clocked[net]);
    }
    for (const auto& [pin, net] : cell.pins) {
      const auto found = cell.cell->pins.find(pin);
      if (any && found != cell.cell->pins.end() && found->second.is_output) clocked[net] = true;
    }
  }
  // A net at rest in 1 or 0 for the share d of the time moves at most 2 * min(d, 1 - d) times per sample; half a
  // transition of every copy may lie outside the counted window.
  const double slack = 1.0 / static_cast<double>(activity.cycles) + 1e-9;
  for (std::uint32_t n = 2; n < netlist.nets; ++n) {
    if (drivers[n].empty()) continue;
    const double moves = activity.transitions_per_cycle[n];
    if (!same(moves, activity.recount[n])) {
      fail(netlist, drivers[n],
           fmt::format("{} transitions per cycle, but the second count gives {}", moves, activity.recount[n]));
    }
    const double limit = clocked[n] ? 2.0 : 1.0;
    if (moves < 0 || moves > limit + 1e-9) {
      fail(netlist, drivers[n], fmt::format("{} transitions per cycle where {} are possible", moves, limit));
    }
    const double duty = activity.duty[n];
    if (!clocked[n] && moves > 2 * std::fmin(duty, 1 - duty) + slack) {
      fail(netlist, drivers[n], fmt::format("{} transitions per cycle, but it is 1 for {} of the time", moves, duty));
    }
  }
  for (const NetlistCell& cell : netlist.cells) {
    if (cell.cell->kind != CellKind::combinational) continue;
    std::uint32_t input = kNetZero, output = kNetZero;
    int inputs = 0, outputs = 0;
    for (const auto& [pin, net] : cell.pins) {
      const auto found = cell.cell->pins.find(pin);
      if (found == cell.cell->pins.end()) continue;
      if (found->second.is_input) {
        ++inputs;
        input = net;
      }
      if (found->second.is_output) {
        ++outputs;
        output = net;
      }
    }
    if (inputs == 1 && outputs == 1 &&
        !same(activity.transitions_per_cycle[input], activity.transitions_per_cycle[output])) {
      fail(netlist, drivers[output],
           fmt::format("{} transitions per cycle behind a {} whose input makes {}",
                       activity.transitions_per_cycle[output], cell.type, activity.transitions_per_cycle[input]));
    }
  }
}

}  // namespace pwlforge
