// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// GQA-LUT's genetic search (Dong et al., DAC 2024): individuals are breakpoint vectors, slopes and intercepts are
// chords through the function, Rounding Mutation moves breakpoints onto grids that survive quantization.
#pragma once

#include <vector>

#include "gen/fit/fit.hpp"

namespace pwlforge::fitting {

/// Real parameters: lines of y = slopes[i] * x + intercepts[i] between breakpoints.
struct RealPwl {
  std::vector<double> breakpoints;
  std::vector<double> slopes;
  std::vector<double> intercepts;
};

/// Runs the search. Slopes and intercepts are rounded to `fraction_bits` (6 in the reference), also while searching.
/// The fitness, the mean squared error over the points of metric A, costs O(entries) with prefix sums.
RealPwl run_genetic(const FitRequest& request, int fraction_bits);

}  // namespace pwlforge::fitting
