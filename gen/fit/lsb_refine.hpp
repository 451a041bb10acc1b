// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Under a bound on |error| that greedy extension has proved, other cuts give fewer mismatches: each may move until the
// segments in front of it, or behind it, no longer meet the bound. Entries that the bound does not need are used as
// well.
#pragma once

#include <vector>

#include "gen/fit/lsb_problem.hpp"

namespace pwlforge::fitting {

/// First cells of the segments of a partition into at most `entries`, all feasible for `bound`. A search on ever finer
/// steps: few mismatches, then little squared error, but not proved to be the least. `starts`: a partition to begin
/// with.
std::vector<std::size_t> refine_partition(const FitRequest& request, const LsbSolver& solver, const LsbCells& cells,
                                          int requant_shift, std::int64_t bound, std::vector<std::size_t> starts,
                                          int threads);

}  // namespace pwlforge::fitting
