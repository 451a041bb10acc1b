// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Event-driven simulation of one copy of a mapped netlist, with a delay for every arc: two values, inertial.
//
// A gate has at most one change under way. When its inputs change so that it would turn back before that change
// arrives, the change is dropped: a pulse shorter than the gate's delay does not pass. Inputs that change in the same
// tick are taken together; the shortest of their arcs counts. A change that is under way is not hastened by a further
// input.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "synth/simulate/timed_netlist.hpp"

namespace pwlforge {

class EventSimulator {
 public:
  /// `netlist` must outlive the simulator; `nets`: of the mapped netlist.
  EventSimulator(const TimedNetlist& netlist, std::size_t nets);

  /// Everything at rest: values by net, states in the order of netlist.storages. Forgets nothing that was counted.
  void rest(const std::vector<bool>& values, const std::vector<bool>& states);
  bool value(std::uint32_t net) const { return values_[net] != 0; }
  bool state(std::size_t storage) const { return storages_[storage].state; }

  /// Time starts at 0 again. Nothing may be under way.
  void start_cycle() { now_ = last_change_ = 0; }
  /// Changes inputs of the netlist now; the clock alone, before others that change at the same time.
  void change(const std::vector<std::pair<std::uint32_t, bool>>& inputs);
  /// Runs what happens before `time` (ticks) and goes there. False when something is still under way then.
  bool run_until(std::uint64_t time);

  /// By net, since the beginning.
  const std::vector<std::uint64_t>& transitions() const { return transitions_; }
  std::uint64_t events() const { return events_; }    ///< changes that arrived
  std::uint64_t dropped() const { return dropped_; }  ///< changes that were turned back under way
  /// Ticks in this cycle, of the last change that took time: not of gated clocks.
  std::uint64_t last_change() const { return last_change_; }

  /// For tests: every change of a net is appended, with its time in the cycle.
  struct Change {
    std::uint64_t tick = 0;
    std::uint32_t net = 0;
  };
  void log_to(std::vector<Change>* log) { log_ = log; }
  /// For tests: the planted fault of an event that never arrives.
  void lose_event(std::uint64_t number) { lost_event_ = number; }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  static constexpr std::uint32_t kSlots = kLongestDelay + 1;

  struct Gate {
    std::uint64_t truth = 0;  ///< of up to 6 inputs
    const TruthTable* wide = nullptr;
    const std::uint16_t* delays = nullptr;
    std::uint32_t net = 0;
    std::uint32_t next = kNone, previous = kNone;    ///< in the list of its slot
    std::uint32_t slot = kNone;                      ///< of the change under way
    std::uint16_t state = 0, changed = 0, tied = 0;  ///< by input; tied: to 1
    std::uint8_t inputs = 0;
    std::uint8_t target = 0;  ///< value when nothing is under way any more
  };
  struct Storage {
    const TimedStorage* type = nullptr;
    std::uint32_t inputs = 0, changed = 0, tied = 0;
    bool state = false, control = false;
  };
  struct Reader {
    std::uint32_t index = 0;  ///< of a gate or a storage
    std::uint16_t bit = 0;
  };

  void arrive(std::uint32_t gate);
  void net_changed(std::uint32_t net);
  void evaluate_gates();
  void evaluate_storages();
  void update(Storage& storage);
  void turn(std::uint32_t gate, bool value, std::uint32_t delay);
  void link(std::uint32_t gate, std::uint32_t slot);
  void unlink(Gate& gate);
  void run_slot();
  std::uint32_t next_slot() const;
  static std::uint32_t row(const Storage& storage);

  std::vector<std::uint8_t> values_;
  std::vector<Gate> gates_;
  std::vector<Storage> storages_;
  std::vector<std::uint32_t> first_gate_, first_storage_;  ///< by net, into the readers
  std::vector<Reader> gate_readers_, storage_readers_;
  std::vector<std::uint32_t> touched_gates_, touched_storages_;
  std::vector<std::uint32_t> slots_;           ///< first gate of each
  std::vector<std::uint64_t> occupied_;        ///< bit per slot
  std::vector<std::uint64_t> occupied_words_;  ///< bit per word of occupied_
  std::vector<std::uint64_t> transitions_;
  std::uint64_t now_ = 0, last_change_ = 0, events_ = 0, dropped_ = 0, lost_event_ = UINT64_MAX;
  std::uint64_t under_way_ = 0;
  std::vector<Change>* log_ = nullptr;
};

}  // namespace pwlforge
