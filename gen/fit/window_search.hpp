// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Least-squares partitions when there are too many cells for a table of all segments: branch and bound over windows in
// which each cut may lie. The cost of a segment never falls when cells are added to it, so the segment between the
// inner ends of two windows bounds all segments between cuts in them from below.
#pragma once

#include <cstddef>
#include <vector>

#include "gen/fit/lattice.hpp"

namespace pwlforge::fitting {

struct WindowResult {
  std::vector<std::size_t> starts;  ///< first cells of the segments; the first is 0
  double cost = 0;
  double lower_bound = 0;  ///< no partition costs less
};

/// Partition of prefix.size() - 1 cells into at most `entries` segments. Windows are halved until every one is a single
/// cut (then the result is the optimum), lower_bound >= (1 - gap) * cost, or lower_bound >= `limit`, the cost above
/// which the caller does not care.
WindowResult search_windows(const std::vector<Moments>& prefix, const Lattice& lattice, int entries, double gap,
                            double limit, int threads);

}  // namespace pwlforge::fitting
