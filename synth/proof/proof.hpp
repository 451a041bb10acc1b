// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Proof that a mapped netlist behaves like its RTL, for every input, every parameter and every sequence of them.
//
// Both sides are cut at their registers. A register of the RTL is a function of the netlist's registers: one of them,
// the inverse of one, or a constant. That is a guess, made from the names that yosys leaves on nets; nothing relies on
// names being right. Under the guess every output, and of every register its clock or enable, its next state and its
// asynchronous controls must be the same Boolean function on both sides: then each event keeps the guess true. It is
// true at power-up because the RTL leaves the contents of its registers open there, so those that the netlist has are
// among the allowed ones. abc decides the functions.
//
// The RTL is lowered to gates by yosys without a single optimisation of `synth`; yosys's reading of Verilog and its
// expansion of operators are common to both sides. Glitches of gated clocks are outside of what functions can show.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gen/support/json_fwd.hpp"
#include "synth/map/mapping.hpp"

namespace pwlforge {

/// A design as its RTL says: generic gates and registers.
struct RtlModel {
  Netlist netlist;
  std::map<std::string, std::vector<std::string>> register_names;  ///< cell -> all names of its state, "u_a.b[3]"
};

/// What became of a register bit of the RTL: the state of a cell of the netlist, its inverse, or a constant.
struct RegisterImage {
  std::string cell;  ///< or "0" or "1"
  bool inverted = false;
};
/// By the RTL's name.
using RegisterImages = std::map<std::string, RegisterImage>;

RtlModel read_rtl(const DesignSource& source);

/// From yosys's JSON of the design with its flip-flops mapped and its logic not; the mapping keeps the cells' names.
RegisterImages register_images(const std::string& json, const std::string& top, const Library& library);

/// {"result","functions","registers","constant","merged","by_structure"}. Throws CheckFailed when a function differs,
/// naming it, and when abc cannot decide. `synchronous_reset`: a register with an asynchronous reset may have become
/// one that takes it with the clock, which is what is then proven.
Json prove_netlist(const RtlModel& rtl, const Netlist& netlist, const RegisterImages& images,
                   bool synchronous_reset = false);

}  // namespace pwlforge
