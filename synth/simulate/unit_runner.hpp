// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Drives the netlist of a unit through its ports, 64 copies at once, and compares every output beat with the golden
// model. Equivalence checks and power measurements both run through here: no number is reported for a wrong netlist.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/unit/unit.hpp"
#include "synth/simulate/bus_driver.hpp"
#include "synth/simulate/gate_simulator.hpp"
#include "synth/simulate/unit_image.hpp"

namespace pwlforge {

/// Transitions per cycle and share of time at 1, per net.
struct Activity {
  std::vector<double> transitions_per_cycle;
  std::vector<double> duty;
  /// Transitions per cycle as they follow from the rising ones and the first and last values: a second count.
  std::vector<double> recount;
  std::uint64_t cycles = 0;  ///< per copy
};

/// What a simulator counted. Throws CheckFailed when it counted nothing.
Activity counted_activity(const GateSimulator& simulator, const Netlist& netlist, bool has_clock);

class UnitRunner {
 public:
  UnitRunner(const UnitPlan& plan, const Netlist& netlist, std::uint64_t seed);
  UnitRunner(const UnitRunner&) = delete;  // its bus driver holds on to its simulator
  UnitRunner& operator=(const UnitRunner&) = delete;

  /// Resets the unit and, for a loadable store, loads the image through the configuration port and reads it back.
  /// Throws CheckFailed: a word that reads back differently, an output that is valid without input.
  void load(const UnitImage& image);

  /// Streams values through: copy n gets values[n], one beat of `lanes` values after the other. With `stalls`, inputs
  /// pause, outputs are held and the saturation flag is cleared at random, else one beat per cycle. Values, tags and,
  /// in every cycle, the saturation flag are compared. Returns the number of output values compared. `counting`:
  /// transitions are counted from the cycle after `warm_up` (>= 1) cycles to the last one that a beat enters. Throws
  /// CheckFailed with the first mismatch; also when beats are lost.
  std::uint64_t stream(const UnitImage& image, const std::vector<std::vector<std::uint64_t>>& values, bool stalls,
                       bool counting, std::size_t warm_up);

  Activity activity() const;
  const GateSimulator& simulator() const { return simulator_; }
  /// The next stream that is counted is recorded, up to `phases` counted phases of it.
  void record(std::size_t phases) { simulator_.record(phases); }
  /// The net of a bit of a lane's input.
  std::uint32_t input_net(std::size_t lane, std::size_t bit) const;

 private:
  /// A port of the unit, as the wrapper calls it where there is one.
  std::string port(const char* name) const;
  std::size_t input_bit(std::size_t lane, std::size_t bit) const;
  std::size_t output_bit(std::size_t lane, std::size_t bit) const;
  void load_native(const UnitImage& image);
  void check_flags(std::uint64_t expected);
  void cycle();
  void idle_inputs();
  void check_saturation(const UnitImage& image, std::uint64_t expected) const;
  struct Stream;
  void offer(Stream& stream, std::uint64_t willing);
  void enter(Stream& stream, std::size_t copy) const;
  bool leave(Stream& stream, std::size_t copy) const;
  [[noreturn]] void fail(const std::string& what) const;

  const UnitPlan& plan_;
  const Netlist& netlist_;
  std::string clock_;  ///< its port; empty without one
  GateSimulator simulator_;
  bool wrapped_;
  bool has_clock_;
  BusDriver bus_;
  struct TagBit {  ///< travels with the beat
    std::string in;
    std::string out;
    std::size_t in_bit = 0, out_bit = 0;
  };
  std::vector<TagBit> tag_;
  bool counting_ = false;
  bool start_with_next_edge_ = false;
  std::uint64_t sticky_ = 0;  ///< what saturated_o must be, by copy
  std::uint64_t random_state_;
};

}  // namespace pwlforge
