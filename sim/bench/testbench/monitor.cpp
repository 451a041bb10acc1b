// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/testbench/monitor.hpp"

namespace pwlforge::bench {

Monitor::Monitor(const Job& job, Rules& rules, Outcome& outcome) : job_(job), rules_(rules), outcome_(outcome) {}

void Monitor::probe(const PinOutputs& out) {
  probed_ = true;
  probe_ = out;
  ++outcome_.probes;
}

void Monitor::check_hold(const PinInputs& in, const PinOutputs& out, std::uint64_t cycle) {
  if (held_) {
    rules_.require(out.out_valid, "a valid output stays until it is taken", cycle);
    if (out.out_valid) {
      rules_.require(out.out_data == last_.out_data && out.out_tag == last_.out_tag,
                     "data and tag are stable while they wait", cycle);
    }
  }
  held_ = out.out_valid && !in.out_ready;
  if (held_) last_ = out;
  if (probed_) {
    rules_.require(probe_.out_valid == out.out_valid, "valid does not depend on ready", cycle);
    if (probe_.out_valid && out.out_valid) {
      rules_.require(probe_.out_data == out.out_data && probe_.out_tag == out.out_tag, "data does not depend on ready",
                     cycle);
    }
    probed_ = false;
  }
}

void Monitor::check_latency(const PinOutputs& out, std::uint64_t cycle, std::uint64_t oldest) {
  if (!out.out_valid || oldest == checked_latency_of_) return;
  checked_latency_of_ = oldest;
  // A stall that ended before the beat entered does not delay it.
  if (stalled_ever_ && last_stall_ >= oldest) {
    rules_.require(cycle - oldest >= static_cast<std::uint64_t>(job_.shape.latency),
                   "no beat is faster than the latency of the manifest", cycle);
    return;
  }
  ++outcome_.latency_checks;
  rules_.require(cycle - oldest == static_cast<std::uint64_t>(job_.shape.latency),
                 "without a stall the latency is that of the manifest", cycle);
}

void Monitor::sample(const PinInputs& in, const PinOutputs& out, std::uint64_t cycle, bool open, bool waiting,
                     std::uint64_t oldest) {
  if (!in.rst_n) {
    rules_.require(!out.out_valid, "no output is valid in reset", cycle);
    return;
  }
  check_hold(in, out, cycle);
  const bool config = in.cfg_we || in.cfg_commit;
  const bool one_bank = job_.shape.loadable != 0 && job_.shape.banks == 1;
  rules_.require(open || !out.in_ready, "nothing enters without a complete, committed table", cycle);
  // A unit of latency 0 lets the result go first that it already showed: it may not take it back.
  const bool shown = job_.shape.latency == 0 && out.out_valid && out.cfg_busy;
  rules_.require(!(one_bank && config && out.in_ready && !shown),
                 "one bank: a write or commit blocks the input at once", cycle);
  rules_.require(waiting || !out.out_valid, "no output without an input (value out of nowhere, or duplicated)", cycle);
  if (waiting) check_latency(out, cycle, oldest);
  // Initiation interval 1: without stalls and configuration, the input is always ready.
  const bool quiet = open && !(one_bank && config);
  if (in.out_ready && ready_before_ && quiet && quiet_before_) {
    rules_.require(out.in_ready, "ready when nothing stalls (initiation interval 1)", cycle);
  }
  ready_before_ = in.out_ready;
  quiet_before_ = quiet;
  if (out.out_valid && !in.out_ready) {
    stalled_ever_ = true;
    last_stall_ = cycle;
    ++outcome_.stalled_cycles;
  }
  if (job_.shape.sticky != 0) {
    flag_ = flag_event_ || (flag_ && !flag_clear_);
    rules_.require(out.saturated == flag_, "the sticky saturation flag is the golden model's", cycle);
  }
  flag_event_ = false;
  flag_clear_ = in.saturated_clear;
}

}  // namespace pwlforge::bench
