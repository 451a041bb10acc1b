// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Area, timing and power of an operator directory in one cell library; its memories apart from its logic.
//
//     const SynthResult result = synthesize_operator(load_operator("softmax"), load_library("osu018", ""), {});
#pragma once

#include "gen/operator/operator.hpp"
#include "synth/flow/synth.hpp"

namespace pwlforge {

using OperatorSource = PlannedSource<OperatorPlan>;

OperatorSource load_operator(const std::filesystem::path& directory);
OperatorSource operator_source(const OperatorPlan& plan, const FileSet& files);

/// Bits of all memories.
std::int64_t memory_bits(const OperatorPlan& plan);
/// {"first_result","last_result","between_rows"} of a row of n elements.
Json row_cycles(const OperatorPlan& plan, int elements);

/// The netlist simulated through its ports against the golden model: words of the tables and random ones, loaded one
/// after the other without a reset between; extreme and random rows of every length up to the longest (long ones are
/// thinned out) and one beyond, masks, stalls; the sticky flags behind them. Memories are models beside the simulator.
/// {"method","result","vectors","parameter_sets","rows","seed"}. Throws CheckFailed with the first difference.
Json check_equivalence(const OperatorPlan& plan, const Netlist& netlist);

/// As synthesize for units, but a proof is made only where options.prove asks for it: abc takes minutes for the
/// products of an operator. Memories are left out of area, timing and power unless options.map_memories says to build
/// them of registers.
SynthResult synthesize_operator(const OperatorSource& source, const Library& library, const SynthOptions& options);

}  // namespace pwlforge
