// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Simulation of a mapped netlist with the cell functions of its Liberty file: zero delay, two values, 64 independent
// copies at once (bit n of every word belongs to copy n). Registers start with random contents, so that a unit that
// relies on an initial value is found out.
//
// A clock cycle is two settled phases. Phase "high": the clock rises, flip-flops whose clock pin rises take the data
// that was settled before, inputs change, everything settles. Phase "low": the clock falls, latches open or close,
// everything settles. A clock pin that rises a second time within a phase is a glitch and an error.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "synth/liberty/boolean_function.hpp"
#include "synth/netlist/netlist.hpp"
#include "synth/simulate/recording.hpp"

namespace pwlforge {

inline constexpr int kSimulatorCopies = 64;
inline constexpr std::uint64_t kAllCopies = ~std::uint64_t{0};

class GateSimulator {
 public:
  /// `clock`: name of the clock port; empty for a unit without registers. Throws CheckFailed for a cell that the
  /// library gives no function, or a combinational loop.
  GateSimulator(const Netlist& netlist, const std::string& clock, std::uint64_t seed);

  /// Sets bit `bit` of an input port in all copies. Takes effect with the next settling.
  void set_input(const std::string& port, std::size_t bit, std::uint64_t copies) { values_[net(port, bit)] = copies; }
  /// The same by net, as net() gives it.
  void set_net(std::uint32_t n, std::uint64_t copies) { values_[n] = copies; }
  /// Sets a port of at most 64 bits to the same value in every copy.
  void set_input_all(const std::string& port, std::uint64_t value);
  std::uint64_t output(const std::string& port, std::size_t bit) const { return values_[net(port, bit)]; }
  /// Value of a port of at most 64 bits in one copy.
  std::uint64_t output_of(const std::string& port, int copy) const;
  std::uint32_t net(const std::string& port, std::size_t bit) const;

  /// Recomputes everything that depends on changed inputs, within the current phase.
  void settle();
  /// The clock rises: registers load. Call settle() after the inputs of the new cycle are set.
  void rise();
  /// The clock falls, everything settles.
  void fall();

  /// From now on, count at the end of every phase: transitions of each net and phases in which it is 1.
  void start_counting();
  void count_phase();

  /// With the next start_counting() begins a recording of at most `phases` counted phases.
  void record(std::size_t phases) { recorded_phases_ = phases; }
  const Recording& recording() const { return recording_; }

  const std::vector<std::uint64_t>& transitions() const { return transitions_; }
  /// Transitions from 0 to 1, counted on their own: transitions = 2 rises - (last - first value).
  const std::vector<std::uint64_t>& rises() const { return rises_; }
  const std::vector<std::uint64_t>& ones() const { return ones_; }
  std::uint64_t counted_phases() const { return counted_phases_; }  ///< of one copy
  std::uint64_t value_of_net(std::uint32_t n) const { return values_[n]; }
  /// Values when counting started.
  std::uint64_t first_value_of_net(std::uint32_t n) const { return first_[n]; }
  /// Values at the last counted phase.
  std::uint64_t last_value_of_net(std::uint32_t n) const { return previous_[n]; }

 private:
  struct Storage {
    std::string name;
    std::uint32_t cell = 0;
    bool is_latch = false;
    std::uint32_t state = 0;     ///< slot
    std::uint32_t inverted = 0;  ///< slot
    std::uint32_t data = 0, control = 0;
    std::uint32_t clear = kSlotZero, preset = kSlotZero;
    std::uint64_t control_before = 0;
    std::uint64_t captured = 0;
  };
  struct Step {
    std::uint32_t first = 0, last = 0;   ///< instructions to run
    std::uint32_t storage = UINT32_MAX;  ///< then this latch or asynchronous control
  };

  std::uint32_t fresh() {
    values_.push_back(0);
    return static_cast<std::uint32_t>(values_.size() - 1);
  }
  void add_cell(std::uint32_t number, std::uint64_t random, std::vector<Step>& storage_steps);
  void run(std::uint32_t first, std::uint32_t last);
  bool update_storage(Storage& storage);
  void evaluate();
  void capture();
  void check_no_second_edge() const;
  void record_frame();

  const Netlist& netlist_;
  std::uint32_t clock_net_ = kNetZero;
  bool clock_reaches_logic_ = false;  ///< gates or latches depend on the clock
  std::vector<std::uint64_t> values_;
  std::vector<BitInstruction> code_;
  std::vector<Step> steps_;
  std::vector<Storage> storages_;
  std::vector<std::uint64_t> previous_, first_, transitions_, rises_, ones_;
  std::uint64_t counted_phases_ = 0;
  std::size_t recorded_phases_ = 0;
  Recording recording_;
};

}  // namespace pwlforge
