// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What several readers of the fuzz tests need: a place for the input as a file, and units, operators, a library and a
// netlist that the readers are asked about.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gen/operator/operator.hpp"
#include "gen/unit/unit.hpp"
#include "synth/netlist/netlist.hpp"

namespace pwlforge::fuzz {

/// Writes into the one scratch folder of this process and returns the path.
std::filesystem::path put(const std::string& name, const std::string& bytes);
const std::filesystem::path& scratch();

/// The input in front of the first form feed, behind it, and so on: readers of several files.
std::vector<std::string> parts_of(const std::string& bytes);

const UnitPlan& integer_plan();
const UnitPlan& float_plan();
const OperatorPlan& softmax_plan();
const OperatorPlan& gated_plan();
const OperatorPlan& wide_plan();

/// Library `tiny` of the synthesis tests, with its cells INV, BUF, NAND2, NOR2, DFF, DFFR and DLAT.
const Library& tiny_library();
/// Two gates and a flip-flop of that library.
const Netlist& tiny_netlist();
/// The same as yosys writes it.
const std::string& tiny_netlist_json();

}  // namespace pwlforge::fuzz
