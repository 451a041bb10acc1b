// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Monitor: the rules of the interface (docs/numerics.md section 7), looked at in every cycle. The data is the
// scoreboard's business.
#pragma once

#include "sim/bench/testbench/job.hpp"
#include "sim/bench/testbench/rules.hpp"
#include "sim/cycle/pins.hpp"

namespace pwlforge::bench {

class Monitor {
 public:
  Monitor(const Job& job, Rules& rules, Outcome& outcome);

  /// Looks at a cycle. `open`: beats may enter (a table is current and not being replaced).
  /// `oldest`: cycle in which the front beat entered, when `waiting`.
  void sample(const PinInputs& in, const PinOutputs& out, std::uint64_t cycle, bool open, bool waiting,
              std::uint64_t oldest);
  /// The same cycle with out_ready inverted.
  void probe(const PinOutputs& out);
  /// A beat was delivered in the cycle that was just looked at.
  void delivered(bool saturated) { flag_event_ = saturated; }

 private:
  void check_hold(const PinInputs& in, const PinOutputs& out, std::uint64_t cycle);
  void check_latency(const PinOutputs& out, std::uint64_t cycle, std::uint64_t oldest);

  const Job& job_;
  Rules& rules_;
  Outcome& outcome_;
  bool held_ = false;  ///< the last cycle ended with a beat that was not taken
  PinOutputs last_;
  bool ready_before_ = false;
  bool quiet_before_ = false;  ///< no configuration access in the last cycle, and open
  bool flag_ = false;
  bool flag_event_ = false;
  bool flag_clear_ = false;
  bool stalled_ever_ = false;
  std::uint64_t last_stall_ = 0;
  std::uint64_t checked_latency_of_ = ~std::uint64_t{0};
  bool probed_ = false;
  PinOutputs probe_;
};

}  // namespace pwlforge::bench
