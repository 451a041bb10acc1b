// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Equal lanes mapped once: each module that the Verilog repeats lane by lane stays a module through optimisation and
// abc, and becomes part of the whole when it is cells. Instances that see other constants at their inputs, or other
// inputs tied together, are a module of their own first; one that is alone is dissolved at once.
#pragma once

#include <string>

#include "synth/netlist/yosys_json.hpp"

namespace pwlforge {

/// Designs of that many lanes and more are mapped so; fewer are mapped flat, which finds what lanes have in common.
inline constexpr int kLanesMappedOnce = 8;

/// Yosys commands, behind `hierarchy`, that keep the modules of which the library has one a lane: those in the second
/// turn of its generate loops gen_lane, gen_term and gen_node (of a sum).
std::string keep_lanes_script();

/// Yosys commands that dissolve all modules that are still there.
std::string dissolve_lanes_script();

/// Yosys commands, from the design of generic gates as yosys writes it in JSON, that give kept modules what is constant
/// or equal at their inputs, and others what is constant at their outputs; modules used once are dissolved.
std::string lane_context_script(const YosysJson& design, const std::string& top);

}  // namespace pwlforge
