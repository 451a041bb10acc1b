// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Dynamic programming over segment ends. The cost of a segment depends on its two ends only, so the optimum over all
// partitions into at most `entries` segments is found exactly.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace pwlforge::fitting {

constexpr double kInfinity = std::numeric_limits<double>::infinity();  // costs more than any partition

/// Costs of all segments [first, last] of cells, first <= last, row by row.
template <typename Cost>
class SegmentCosts {
 public:
  explicit SegmentCosts(std::size_t cells, const Cost& fill = Cost{})
      : cells_(cells), costs_(cells * (cells + 1) / 2, fill) {}
  std::size_t cells() const { return cells_; }
  Cost& at(std::size_t first, std::size_t last) { return costs_[index(first, last)]; }
  const Cost& at(std::size_t first, std::size_t last) const { return costs_[index(first, last)]; }

 private:
  // Grouped by last cell: the inner loop of the search then walks along memory.
  std::size_t index(std::size_t first, std::size_t last) const { return (last * (last + 1) / 2) + first; }
  std::size_t cells_;
  std::vector<Cost> costs_;
};

/// First cells of the segments of the best partition (the first is 0), with as few segments as reach the least cost.
/// Cost needs < and +; `infinite` is no better than any cost. Empty when every partition costs `infinite`.
template <typename Cost>
std::vector<std::size_t> best_partition(const SegmentCosts<Cost>& costs, int entries, const Cost& infinite,
                                        Cost* total = nullptr) {
  const std::size_t cells = costs.cells();
  std::vector<Cost> previous(cells, infinite);
  std::vector<Cost> current(cells, infinite);
  std::vector<std::vector<std::size_t>> from;
  Cost best = infinite;
  std::size_t used = 0;
  for (std::size_t t = 0; t < static_cast<std::size_t>(entries) && t < cells; ++t) {
    from.emplace_back(cells, 0);
    for (std::size_t last = 0; last < cells; ++last) {
      Cost least = t == 0 ? costs.at(0, last) : infinite;
      std::size_t start = 0;
      for (std::size_t first = t; t > 0 && first <= last; ++first) {
        if (!(previous[first - 1] < infinite)) continue;
        const Cost& segment = costs.at(first, last);
        if (!(segment < infinite)) continue;
        const Cost sum = previous[first - 1] + segment;
        if (sum < least) {
          least = sum;
          start = first;
        }
      }
      current[last] = least;
      from[t][last] = start;
    }
    if (current[cells - 1] < best) {
      best = current[cells - 1];
      used = t + 1;
    }
    previous.swap(current);
  }
  if (total != nullptr) *total = best;
  std::vector<std::size_t> starts(used);
  std::size_t last = cells - 1;
  for (std::size_t t = used; t > 0; --t) {
    starts[t - 1] = from[t - 1][last];
    last = starts[t - 1] - 1;
  }
  return starts;
}

}  // namespace pwlforge::fitting
