// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Drives the netlist of an operator through its ports, 64 copies at once, beside models of its memories, and compares
// every output beat with the golden model. Checks and power measurements both run through here.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "gen/operator/beats.hpp"
#include "synth/operators/operator_ports.hpp"
#include "synth/simulate/bus_driver.hpp"
#include "synth/simulate/unit_runner.hpp"

namespace pwlforge {

/// A memory that was kept outside of the netlist: behavioural, one word written and one read a cycle. Contents are
/// random until written; a read of the word that is written in the same cycle gives a random word, because a macro may
/// give either.
class OutsideMemory {
 public:
  OutsideMemory(const Netlist& netlist, const std::string& prefix, std::uint64_t seed);
  /// Takes the pins as they are in front of a rising edge.
  void sample(const GateSimulator& simulator);
  /// Shows the word that was read, behind the edge.
  void show(GateSimulator& simulator) const;

  int width() const { return static_cast<int>(read_data_.size()); }
  void start_counting() { reads_ = writes_ = 0; }
  std::uint64_t reads() const { return reads_; }
  std::uint64_t writes() const { return writes_; }

 private:
  std::size_t address_of(const GateSimulator& simulator, const std::vector<std::uint32_t>& nets, int copy) const;

  std::uint32_t write_ = 0, read_ = 0;
  std::vector<std::uint32_t> write_address_, read_address_, write_data_, read_data_;
  std::vector<std::uint64_t> words_;  ///< by address and bit, one bit for each copy
  std::vector<std::uint64_t> shown_;
  std::mt19937_64 random_;
  std::uint64_t reads_ = 0, writes_ = 0;
};

class OperatorRunner {
 public:
  OperatorRunner(const OperatorPlan& plan, const Netlist& netlist, std::uint64_t seed);
  OperatorRunner(const OperatorRunner&) = delete;  // its bus driver holds on to its simulator
  OperatorRunner& operator=(const OperatorRunner&) = delete;

  /// Loads the words of an image through the configuration port and reads back what can be read. The first time, or
  /// with `reset`, behind a reset. Throws CheckFailed.
  void load(const OperatorImage& image, const std::string& name, bool reset);

  struct Count {
    std::uint64_t outputs = 0;       ///< beats compared
    std::uint64_t beats = 0;         ///< that entered while transitions were counted
    std::uint64_t cycles = 0;        ///< counted, all copies
    std::uint64_t first_result = 0;  ///< cycles from the first beat's entry to the first result, in copy 0
  };
  /// Streams rows through: copy n gets rows[n] one after the other. With `stalls`, inputs pause and outputs are held at
  /// random, else a beat a cycle. At the end the sticky flags must be what the rows raise, and clear.
  /// `warm_up` > 0: transitions are counted from the cycle after so many to the last one that a beat enters.
  /// Throws CheckFailed with the first difference; also when beats are lost.
  Count stream(const std::vector<std::vector<const RowBeats*>>& rows, bool stalls, std::size_t warm_up);

  Activity activity() const { return counted_activity(simulator_, netlist_, true); }
  /// The next stream that is counted is recorded, up to `phases` counted phases of it.
  void record(std::size_t phases) { simulator_.record(phases); }
  const Recording& recording() const { return simulator_.recording(); }
  /// Transitions a cycle of the input payload while counting, from what was fed; by net.
  std::vector<std::pair<std::uint32_t, double>> fed() const;
  const std::vector<OutsideMemory>& memories() const { return memories_; }
  /// The operator inside the wrapper, or the plan itself: whose rows and beats are streamed.
  const OperatorPlan& core() const { return core_; }

 private:
  void cycle();
  void idle_inputs();
  void accept(const char* strobe);
  void write_words(const std::vector<ConfigWrite>& writes);
  /// A sticky flag: its value by copy, and the copies in which there is one.
  struct Flag {
    std::string port;
    std::uint64_t value, told;
  };
  void check_flags(const std::string& when, const std::vector<Flag>& expected);
  void clear_flags();
  void check_padding(std::uint64_t leaving) const;
  [[noreturn]] void fail(const std::string& what) const;

  const OperatorPlan& plan_;
  const OperatorPlan core_;
  const Netlist& netlist_;
  const OperatorPorts ports_;
  GateSimulator simulator_;
  BusDriver bus_;
  std::vector<OutsideMemory> memories_;
  std::vector<std::uint64_t> fed_, fed_before_, fed_moves_;
  bool counting_ = false, start_with_next_edge_ = false, loaded_ = false;
  std::uint64_t counted_cycles_ = 0;
  std::string image_;
  std::mt19937_64 random_;
};

}  // namespace pwlforge
