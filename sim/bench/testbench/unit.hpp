// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What stands between the testbench and one Verilated unit: the generated adapter implements Unit, and make_unit names
// it. The unit is Verilated inside a shell (verilated.hpp) that holds its input pins in registers: a cycle then costs
// one evaluation of its logic, because pins change together with the clock and not between two edges.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sim/cycle/pins.hpp"

namespace pwlforge::bench {

class Unit {
 public:
  virtual ~Unit() = default;
  /// Before the first edge: `pins` stand at the inputs, and rst_ni falls.
  virtual void power_up(const PinInputs& pins) = 0;
  /// Rising edge: the unit sees the pins of the cycle that ends, and then those of the next one, but for rst_n.
  virtual void rise(const PinInputs& next) = 0;
  /// Inverts out_ready_i until the falling edge.
  virtual void invert_ready() = 0;
  /// Falling edge; rst_n is that of the cycle.
  virtual void fall(bool rst_n) = 0;
  virtual void read(PinOutputs& pins) const = 0;
  /// Writes an FST trace from now on; only in units that were built for tracing.
  virtual void trace(const std::string& path) = 0;
  /// Writes what was counted so far; only in units that were built for coverage.
  virtual void write_coverage(const std::string& path) const = 0;
};

/// Half a clock period in traces, ns.
constexpr std::uint64_t kHalfPeriod = 5;

/// The adapter of the unit that is linked in. Registers without reset start at random, so that a bit that is used
/// before it is written shows.
std::unique_ptr<Unit> make_unit(std::uint64_t seed);

}  // namespace pwlforge::bench
