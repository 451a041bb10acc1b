// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The bench without a simulator: reset, loader, driver, receiver, monitor and scoreboard, one call per clock cycle. The
// SystemC testbench and the native cycle-accurate engine run this same code.
//
//   Bench bench(job);
//   while (!bench.done()) { drive(bench.inputs()); ...the cycle passes...; bench.sample(outputs before the edge); }
#pragma once

#include <cstdio>
#include <functional>
#include <memory>

#include "sim/bench/testbench/driver.hpp"
#include "sim/bench/testbench/loader.hpp"
#include "sim/bench/testbench/monitor.hpp"
#include "sim/bench/testbench/scoreboard.hpp"

namespace pwlforge::bench {

/// Sees the pins of every cycle.
using CycleObserver = std::function<void(const PinInputs&, const PinOutputs&)>;

class Bench {
 public:
  explicit Bench(const Job& job, CycleObserver observer = {});

  bool done() const { return done_; }
  const PinInputs& inputs() const { return inputs_; }
  /// Whether this cycle should first be tried with out_ready inverted.
  bool wants_probe() const { return probe_; }
  /// The outputs of this cycle with out_ready inverted.
  void probe(const PinOutputs& out) { monitor_.probe(out); }
  /// The outputs at the end of this cycle; moves on to the next.
  void sample(const PinOutputs& out);
  /// Complete once done().
  const Outcome& outcome() const { return outcome_; }

 private:
  void drive_next();
  void check_configuration(const PinOutputs& out);

  const Job& job_;
  const std::uint64_t reset_cycles_;
  CycleObserver observer_;
  Outcome outcome_;
  Rules rules_;
  Loader loader_;
  Driver driver_;
  Scoreboard scoreboard_;
  Monitor monitor_;
  Random random_;
  StallPattern ready_;
  PinInputs inputs_;
  std::uint64_t cycle_ = 0;
  std::uint64_t quiet_ = 0;       ///< cycles without progress
  std::uint64_t finishing_ = 0;   ///< cycles since everything was delivered
  std::uint64_t stall_left_ = 0;  ///< cycles of forced back-pressure
  bool probe_ = false;
  bool done_ = false;
};

}  // namespace pwlforge::bench
