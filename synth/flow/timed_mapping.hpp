// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Mapping for a clock: as many ways as it takes, from the smallest to the fastest, of which the smallest that meets the
// clock by OpenSTA is the result; where none does, the fastest.
#pragma once

#include "synth/flow/flow_steps.hpp"

namespace pwlforge {

/// Maps, buffers and sizes for the clock period. If the mapping for area meets it, that is the result, unchanged. Wires
/// are ideal, as everywhere in the flow. The tries are in `tries` of the result, first to last.
/// Throws as map_design and run_sta.
MappedDesign map_for_clock(const DesignSource& source, const Library& library, double clock_ns);

/// For area, or with options.timed for options.clock_ns.
MappedDesign map_as_wanted(const DesignSource& source, const Library& library, const SynthOptions& options);

/// The longest path, in ns, of a first mapping by the fastest recipe: what can be reached, give or take a tenth. Kept
/// in the cache.
double shortest_path_estimate(const UnitSource& unit, const Library& library, double clock_ns);

/// What the result depends on besides design, library and clock, for cache keys.
std::string timed_mapping_key();

}  // namespace pwlforge
