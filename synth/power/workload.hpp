// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a unit is fed with while its power is measured: a list of real values at FP32 precision, the same for every
// unit, quantized to each unit's own grid (an INT8 unit at its scale, an INT32 unit at a finer one).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/unit/unit.hpp"

namespace pwlforge {

struct Workload {
  std::string name;           ///< zero, uniform, normal, or file:NAME without folders
  std::string description;    ///< one line for reports
  std::vector<float> values;  ///< in the order in which they are fed
};

/// Number of values of the built-in workloads.
inline constexpr std::size_t kWorkloadValues = 8192;

/// `spec`: "zero"; "uniform" over `range`; "normal" with the middle of `range` as mean and an eighth of its width as
/// standard deviation (gelu: 0 and 1), clipped to it; "file:F": one number per line or the first column of a CSV file
/// (a first line that is no number is a heading). Deterministic: the built-in ones use a fixed seed.
/// Throws InputError (unknown name, not a number, nothing in the file), IoError.
Workload make_workload(const std::string& spec, Range range);

/// Bit pattern of one lane: nearest code (ties to even), clamped; or nearest floating-point number.
std::uint64_t quantize(const UnitPlan& plan, const Quantization& input, float value);

/// The context whose grid fits `range` best: the finest scale that reaches both ends (or the coarsest there is).
std::size_t context_for_range(const UnitPlan& plan, Range range);

}  // namespace pwlforge
