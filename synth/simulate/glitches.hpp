// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Glitches: the transitions that a recorded stretch of zero-delay simulation has in addition once gates take time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "synth/simulate/event_simulator.hpp"
#include "synth/simulate/recording.hpp"

namespace pwlforge {

/// What is simulated at most: copies of the recording are taken one after the other until so many changes arrived.
inline constexpr std::uint64_t kGlitchEvents = 20'000'000;

struct Glitches {
  std::vector<double> transitions_per_cycle;  ///< by net, beyond those of zero delay
  std::uint64_t cycles = 0;                   ///< simulated, of all copies
  std::uint64_t copies = 0;
  std::uint64_t transitions = 0;             ///< of nets that something drives
  std::uint64_t zero_delay_transitions = 0;  ///< of the same nets in the same cycles
  std::uint64_t dropped = 0;                 ///< pulses too short for a gate
  double settled_ns = 0;                     ///< the latest change behind a clock edge
};

/// Feeds the recorded inputs to an event-driven simulation of the netlist: the clock rises at the beginning of a cycle,
/// inputs change with it, the clock falls in the middle. At the end of every cycle of `period_ns` every net and
/// register must be at rest and hold what it holds in the recording: an event that is lost, or a wrong function, is
/// found there. Throws CheckFailed with the first difference, and for a recording without a cycle. `prepare` (may be
/// null) is called with the simulator before it starts; tests plant their faults there.
Glitches count_glitches(const Netlist& netlist, const std::string& clock, const ArcDelays& delays,
                        const Recording& recording, double period_ns,
                        const std::function<void(EventSimulator&)>& prepare = {});

}  // namespace pwlforge
