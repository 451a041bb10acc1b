// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Segments for slopes of few bits: every slope is tried, so everything here is exact, the mismatch counts included.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/fit/lsb_problem.hpp"
#include "gen/fit/segment_dp.hpp"

namespace pwlforge::fitting {

/// Mismatches first, then squared error of the output codes.
struct CodeCost {
  int mismatches = 0;
  double squares = 0;
  friend CodeCost operator+(const CodeCost& a, const CodeCost& b) {
    return {a.mismatches + b.mismatches, a.squares + b.squares};
  }
  friend bool operator<(const CodeCost& a, const CodeCost& b) {
    return a.mismatches != b.mismatches ? a.mismatches < b.mismatches : a.squares < b.squares;
  }
};
inline constexpr CodeCost kInfeasible{1 << 28, 0};

class NarrowSolver final : public LsbSolver {
 public:
  /// Whether this solver handles the request: slopes of at most 10 bits and accumulators of at most 26.
  static bool handles(const FitRequest& request, const std::vector<int>& requant_shifts);

  NarrowSolver(const FitRequest& request, const LsbCells& cells, const std::vector<int>& requant_shifts);

  std::ptrdiff_t extend(std::size_t first, std::int64_t bound) const override;
  std::optional<Line> line(std::size_t first, std::size_t last, std::int64_t bound) const override;

  /// Least cost of every segment with |error| <= bound that some partition into at most `entries` such segments can
  /// use.
  SegmentCosts<CodeCost> costs(std::int64_t bound, int entries, int threads) const;
  /// A line that reaches the cost of a segment.
  Line best_line(std::size_t first, std::size_t last, std::int64_t bound) const;

 private:
  struct Bounds {
    std::int64_t bound = -1;
    std::vector<std::int32_t> low, high;  ///< accumulators, by item
  };
  struct Choice {
    CodeCost cost = kInfeasible;
    double spread = 0;  ///< squared error of the accumulators: decides between equal costs
    Line line;
  };
  class Slope;
  struct Entries {
    std::vector<int> before, behind;  ///< least entries that cover the cells before, and from, a cell
  };
  Entries entries_needed(std::int64_t bound) const;
  Bounds bounds_for(std::int64_t bound) const;
  const Bounds& cached(std::int64_t bound) const;
  /// Least output codes over all intercepts that keep the segment within the bound; improves `best`.
  void sweep(const Slope& slope, std::int64_t bound, bool settle_ties, Choice& best) const;
  double squares(const Slope& slope, std::int32_t intercept) const;
  /// Intercepts in (from, to) at which an output that is not Y* changes.
  void other_changes(const Slope& slope, std::int32_t from, std::int32_t to, std::vector<std::int32_t>& changes) const;
  std::int32_t output(const LsbItem& item, std::int32_t slope, std::int32_t intercept) const;

  const FitRequest& request_;
  const LsbCells& cells_;
  std::vector<int> requant_shifts_;
  std::int32_t slope_min_, slope_max_, intercept_min_, intercept_max_;
  std::vector<double> ideal_squares_;  ///< prefix sums of (Y* - target)^2 over items
  Bounds exact_;
  std::int32_t output_min_, output_max_;
  std::vector<std::vector<std::int32_t>> least_accumulators_;  ///< by context and output code: the least that gives it
  mutable Bounds cache_;
};

}  // namespace pwlforge::fitting
