// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The integer side of fitting: for every code the accumulators that are good enough, and segments of cells for which
// one (K, B) of the lattice meets all of them. Feasibility is hereditary (a part of a feasible segment is feasible), so
// greedy maximal extension gives the least number of entries.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "gen/fit/bounds.hpp"
#include "gen/fit/context.hpp"

namespace pwlforge::fitting {

/// One code of one context.
struct LsbItem {
  std::int64_t code = 0;
  std::int64_t ideal = 0;  ///< Y*
  double target = 0;       ///< f(x) / S_out + zp_out
  double least = 0;        ///< of the targets at both ends of what rounds to the code (objective relative)
  double most = 0;
  int shift = 0;  ///< s of the shifted intercept form, else 0
  std::size_t context = 0;
};

/// Codes grouped into cells between neighbouring candidate breakpoints.
struct LsbCells {
  std::vector<double> breakpoints;  ///< cells - 1
  std::vector<LsbItem> items;       ///< by cell
  std::vector<std::size_t> begin;   ///< first item of each cell, and the end
  std::size_t cells() const { return begin.size() - 1; }
};

LsbCells make_cells(const FitRequest& request, const std::vector<FitContext>& contexts,
                    const std::vector<double>& breakpoints);

/// Steps of the bound: an output LSB (objective lsb), or this part of the function's value (objective relative).
inline constexpr double kRelativeStep = 0x1p-24;
/// Error that a bound stands for, in LSB or relative; and a bound that is never needed.
double error_of_bound(const FitRequest& request, std::int64_t bound);
std::int64_t hopeless_bound(const FitRequest& request);

/// Output codes from `low` to `high` are within the bound; none when low > high.
struct CodeInterval {
  std::int64_t low = 0;
  std::int64_t high = 0;
};
CodeInterval codes_within(const FitRequest& request, const LsbItem& item, std::int64_t bound);

/// A slope and the intercepts that go with it.
struct Line {
  std::int64_t slope = 0;
  std::int64_t intercept = 0;
};

/// Finds lines for segments under a bound on |error|, for one choice of requantization shifts (one per context).
class LsbSolver {
 public:
  virtual ~LsbSolver() = default;
  /// Greatest last cell for which [first, last] is feasible with |error| <= bound; first - 1 (as -1 for 0) when none.
  virtual std::ptrdiff_t extend(std::size_t first, std::int64_t bound) const = 0;
  /// The feasible line of a segment with the least squared error of the accumulators; empty when infeasible.
  virtual std::optional<Line> line(std::size_t first, std::size_t last, std::int64_t bound) const = 0;
};

/// First cells of the segments of a partition with the least number of entries; empty when more than `most` are needed.
std::vector<std::size_t> greedy_partition(const LsbSolver& solver, std::size_t cells, std::int64_t bound, int most);

}  // namespace pwlforge::fitting
