// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Scoreboard: every delivered beat against what the golden model says, in order.
#pragma once

#include <deque>

#include "sim/bench/testbench/driver.hpp"
#include "sim/bench/testbench/job.hpp"
#include "sim/bench/testbench/rules.hpp"
#include "sim/cycle/pins.hpp"

namespace pwlforge::bench {

class Scoreboard {
 public:
  Scoreboard(const Job& job, Rules& rules, Outcome& outcome);

  void expect(const Beat& beat) { waiting_.push_back(beat); }
  bool empty() const { return waiting_.empty(); }
  const Beat& front() const { return waiting_.front(); }
  /// Whether a beat in flight is served by another table than `image`.
  bool holds_other_than(std::int64_t image) const;
  /// The front beat was delivered. Returns whether the golden model saturates on any lane.
  bool deliver(const PinOutputs& out, std::uint64_t cycle);

 private:
  void compare(const Beat& beat, const PinOutputs& out, std::uint64_t cycle);

  const Job& job_;
  Rules& rules_;
  Outcome& outcome_;
  std::size_t y_bytes_;
  std::deque<Beat> waiting_;
  Words expected_;
};

}  // namespace pwlforge::bench
