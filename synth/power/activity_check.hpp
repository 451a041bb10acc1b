// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Whether counted switching activity is possible at all: a wrong count would become a wrong power without notice.
#pragma once

#include "synth/netlist/netlist.hpp"
#include "synth/simulate/unit_runner.hpp"

namespace pwlforge {

/// Checks an activity against what is known without a simulator:
/// - the clock makes exactly two transitions a cycle and is 1 half of the time;
/// - an input port moves exactly as often as the values that were fed (`fed` transitions per cycle, by net);
/// - a net that no clock gate drives moves at most once a cycle, and a net that moves in t of the cycles is 1 for at
///   least t/2 and at most 1 - t/2 of the time, less one transition per copy;
/// - the transitions of every net agree with the second count (rising ones, first and last value);
/// - buffers and inverters move exactly as often as their input.
/// Throws CheckFailed naming the net.
void check_activity(const Netlist& netlist, const std::string& clock, const Activity& activity,
                    const std::vector<std::pair<std::uint32_t, double>>& fed);

}  // namespace pwlforge
