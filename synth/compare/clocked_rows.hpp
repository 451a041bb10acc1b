// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One clock for all units: each gets the fewest pipeline stages with which it meets the clock.
#pragma once

#include <vector>

#include "gen/unit/unit.hpp"
#include "synth/flow/synth.hpp"

namespace pwlforge {

/// The unit as it is, and with more and more stages where its longest path is. Truth tables stay as they are.
std::vector<UnitSpec> stage_choices(const UnitSpec& spec);

/// A unit planned and emitted, as synthesize takes it.
UnitSource emitted_unit(const UnitSpec& spec);

/// Plans, emits and synthesizes a unit as it is or, with options.timed, for options.clock_ns with the fewest stages
/// that meet it; where none does, the fastest. Which numbers of stages are tried follows from a rough mapping of each,
/// by bisection: more stages never make a path longer.
SynthResult synthesize_unit(const UnitSpec& spec, const Library& library, const SynthOptions& options);

/// Clocks of a curve, from the fastest on, in ns.
std::vector<double> curve_clocks(double fastest_ns);

}  // namespace pwlforge
