// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A mapped netlist compiled for event-driven simulation: every output of a cell is a gate with a truth table, and a
// delay for each input in each state. Time is counted in whole ticks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "synth/netlist/arc_delays.hpp"
#include "synth/netlist/netlist.hpp"

namespace pwlforge {

/// No delay: a change of that input never reaches the output.
inline constexpr std::uint16_t kNoDelay = UINT16_MAX;
/// The longest delay in ticks.
inline constexpr std::uint32_t kLongestDelay = 32767;

/// The rows of a Boolean function of up to 16 inputs; bit i of a row's number is input i.
struct TruthTable {
  std::vector<std::uint64_t> words;
  bool at(std::uint32_t row) const { return ((words[row >> 6] >> (row & 63)) & 1) != 0; }
};

/// An output of a cell. One of a combinational cell follows its inputs; one of a register or latch is set by it.
struct TimedGate {
  std::uint32_t net = 0;
  std::uint32_t cell = 0;
  std::vector<std::uint32_t> inputs;  ///< nets; of a combinational cell
  TruthTable truth;
  /// Ticks, by input and by the state behind its change: delays[(input << inputs.size()) | state]. The output's value
  /// in that state is the edge. kNoDelay where the arc does not exist.
  std::vector<std::uint16_t> delays;
};

/// A flip-flop or latch. Its functions are over its input nets, then the state, then the inverted state.
struct TimedStorage {
  std::uint32_t cell = 0;
  bool is_latch = false;
  std::vector<std::uint32_t> inputs;  ///< nets
  std::uint32_t watched = 0;          ///< inputs that act when they change: all but the data of a flip-flop
  TruthTable data, control, clear, preset;
  struct Output {
    std::uint32_t gate = 0;
    TruthTable function;
    /// Ticks: delays[4 * input + 2 * (input is 1) + (output becomes 1)].
    std::vector<std::uint16_t> delays;
  };
  std::vector<Output> outputs;
};

struct TimedNetlist {
  double tick_ns = 0;  ///< 1, 2 or 5 times a power of ten fs; the shortest with which every delay fits
  std::vector<TimedGate> gates;
  std::vector<TimedStorage> storages;
  std::uint32_t clock_net = kNetZero;
};

/// Rules for the delays:
/// - the arc is that of the input that changed and of the edges of input and output. Of arcs with conditions that one
///   counts whose condition holds, else the one without, else their mean;
/// - the clock is ideal, as in the timing analysis: cells that stand between the clock port and clock pins take no
/// time;
/// - every other delay is one tick at least.
/// `clock`: name of the clock port, if there is one. Throws CheckFailed for an output that has no arc from an input on
/// which it depends.
TimedNetlist time_netlist(const Netlist& netlist, const std::string& clock, const ArcDelays& delays);

}  // namespace pwlforge
