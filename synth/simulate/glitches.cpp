// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/simulate/glitches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/support/diagnostics.hpp"

namespace pwlforge {
namespace {

/// One copy of the recording after the other through one simulator.
class Replay {
 public:
  Replay(const Netlist& netlist, const TimedNetlist& timed, const Recording& recording, double period_ns)
      : netlist_(netlist),
        timed_(timed),
        recording_(recording),
        drivers_(net_drivers(netlist)),
        simulator_(timed, netlist.nets),
        has_clock_(timed.clock_net != kNetZero),
        period_(static_cast<std::uint64_t>(std::llround(period_ns / timed.tick_ns))),
        zero_delay_(netlist.nets, 0) {
    for (const NetlistPort& port : netlist.ports) {
      if (!port.is_input) continue;
      for (const std::uint32_t net : port.nets) {
        if (net != timed.clock_net) inputs_.push_back(net);
      }
    }
    std::vector<std::uint32_t> place(netlist.cells.size(), 0);
    for (std::uint32_t i = 0; i < recording.storage_cells.size(); ++i) place[recording.storage_cells[i]] = i;
    for (const TimedStorage& storage : timed.storages) states_.push_back(place[storage.cell]);
  }

  EventSimulator& simulator() { return simulator_; }
  const std::vector<std::uint64_t>& zero_delay() const { return zero_delay_; }
  std::uint64_t last_change() const { return last_change_; }
  std::size_t cycles() const { return recording_.frames() == 0 ? 0 : (recording_.frames() - 1) / phases(); }

  void run(int copy) {
    std::vector<bool> values, states;
    const std::uint16_t* first = recording_.frame(0);
    for (std::size_t n = 0; n < recording_.nets; ++n) values.push_back(bit(first[n], copy));
    for (const std::uint32_t place : states_) states.push_back(bit(first[recording_.nets + place], copy));
    simulator_.rest(values, states);
    for (std::size_t cycle = 0; cycle < cycles(); ++cycle) {
      const std::uint16_t* high = recording_.frame(cycle * phases() + 1);
      const std::uint16_t* last = recording_.frame((cycle + 1) * phases());
      simulator_.start_cycle();
      if (has_clock_) simulator_.change({{timed_.clock_net, true}});
      changes_.clear();
      for (const std::uint32_t net : inputs_) changes_.emplace_back(net, bit(high[net], copy));
      simulator_.change(changes_);
      if (has_clock_) {
        simulator_.run_until(period_ / 2);
        simulator_.change({{timed_.clock_net, false}});
      }
      const bool at_rest = simulator_.run_until(period_);
      last_change_ = std::max(last_change_, simulator_.last_change());
      check(last, copy, cycle, at_rest);
      for (std::size_t phase = 1; phase <= phases(); ++phase) {
        const std::uint16_t* frame = recording_.frame(cycle * phases() + phase);
        const std::uint16_t* before = recording_.frame(cycle * phases() + phase - 1);
        for (std::size_t n = 0; n < recording_.nets; ++n) zero_delay_[n] += ((frame[n] ^ before[n]) >> copy) & 1;
      }
    }
  }

 private:
  static bool bit(std::uint16_t word, int copy) { return ((word >> copy) & 1) != 0; }
  std::size_t phases() const { return has_clock_ ? 2 : 1; }

  void check(const std::uint16_t* expected, int copy, std::size_t cycle, bool at_rest) const {
    const auto fail = [&](const std::string& what) {
      throw CheckFailed(fmt::format("{}: the simulation with delays is wrong in cycle {} of copy {}: {}", netlist_.top,
                                    cycle, copy, what));
    };
    for (std::uint32_t n = 2; n < netlist_.nets; ++n) {
      if (drivers_[n].empty() || simulator_.value(n) == bit(expected[n], copy)) continue;
      fail(fmt::format("{} ends with {}, without delays with {}", drivers_[n], int{simulator_.value(n)},
                       int{bit(expected[n], copy)}));
    }
    for (std::size_t s = 0; s < states_.size(); ++s) {
      if (simulator_.state(s) == bit(expected[recording_.nets + states_[s]], copy)) continue;
      fail(fmt::format("the state of {} differs from that without delays",
                       netlist_.cells[timed_.storages[s].cell].name));
    }
    if (!at_rest) fail(fmt::format("it has not settled after {} ns", static_cast<double>(period_) * timed_.tick_ns));
  }

  const Netlist& netlist_;
  const TimedNetlist& timed_;
  const Recording& recording_;
  std::vector<std::string> drivers_;
  EventSimulator simulator_;
  bool has_clock_;
  std::uint64_t period_;
  std::uint64_t last_change_ = 0;
  std::vector<std::uint32_t> inputs_;  ///< nets
  std::vector<std::uint32_t> states_;  ///< of timed storages, by place among recorded ones
  std::vector<std::pair<std::uint32_t, bool>> changes_;
  std::vector<std::uint64_t> zero_delay_;
};

}  // namespace

Glitches count_glitches(const Netlist& netlist, const std::string& clock, const ArcDelays& delays,
                        const Recording& recording, double period_ns,
                        const std::function<void(EventSimulator&)>& prepare) {
  const TimedNetlist timed = time_netlist(netlist, clock, delays);
  Replay replay(netlist, timed, recording, period_ns);
  if (replay.cycles() == 0) throw CheckFailed(netlist.top + ": no activity was recorded");
  if (prepare) prepare(replay.simulator());
  Glitches result;
  for (; result.copies < kRecordedCopies && replay.simulator().events() < kGlitchEvents; ++result.copies) {
    replay.run(static_cast<int>(result.copies));
  }
  result.cycles = result.copies * replay.cycles();
  result.dropped = replay.simulator().dropped();
  result.settled_ns = static_cast<double>(replay.last_change()) * timed.tick_ns;
  const std::vector<std::string> drivers = net_drivers(netlist);
  for (std::uint32_t n = 0; n < netlist.nets; ++n) {
    const std::uint64_t counted = replay.simulator().transitions()[n], plain = replay.zero_delay()[n];
    const bool driven = !drivers[n].empty();
    result.transitions_per_cycle.push_back(
        driven ? (static_cast<double>(counted) - static_cast<double>(plain)) / static_cast<double>(result.cycles) : 0);
    result.transitions += driven ? counted : 0;
    result.zero_delay_transitions += driven ? plain : 0;
  }
  return result;
}

}  // namespace pwlforge
