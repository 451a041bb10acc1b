// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The optimum over all partitions, slopes and intercepts of an integer format.
#pragma once

#include <string>
#include <vector>

#include "gen/fit/context.hpp"
#include "gen/fit/lsb_problem.hpp"

namespace pwlforge::fitting {

/// What a method found for one context, or for several that share one set of lines.
struct Solution {
  std::vector<double> breakpoints;  ///< lines - 1, sorted
  std::vector<Line> lines;          ///< at most request.entries
  std::vector<int> requant_shifts;  ///< one per context
  double objective = 0;             ///< max |error| in LSB, the largest relative error, or the mean squared error
  std::string note;
};

/// Objectives q_all, q_in and a.
Solution solve_least_squares(const FitRequest& request, const std::vector<FitContext>& contexts, int threads);

/// Objectives lsb and relative.
Solution solve_least_lsb(const FitRequest& request, const std::vector<FitContext>& contexts, int threads);

}  // namespace pwlforge::fitting
