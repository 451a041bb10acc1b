// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Objectives q_all, q_in and a: least squares over all partitions into candidate breakpoints.
#include <limits>

#include "gen/fit/optimal.hpp"
#include "gen/fit/parallel.hpp"
#include "gen/fit/segment_dp.hpp"

namespace pwlforge::fitting {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Solution solve_one(const FitRequest& request, const std::vector<Moments>& prefix,
                   const std::vector<double>& breakpoints, const Lattice& lattice, int threads) {
  const std::size_t cells = breakpoints.size() + 1;
  SegmentCosts<double> costs(cells, kInfinity);
  parallel_for(cells, threads, [&](std::size_t last) {
    for (std::size_t first = 0; first <= last; ++first) {
      costs.at(first, last) = fit_line(prefix[last + 1] - prefix[first], lattice).cost;
    }
  });
  Solution solution;
  const std::vector<std::size_t> starts = best_partition(costs, request.entries, kInfinity, &solution.objective);
  for (std::size_t t = 0; t < starts.size(); ++t) {
    const std::size_t end = t + 1 < starts.size() ? starts[t + 1] : cells;
    const LineFit line = fit_line(prefix[end] - prefix[starts[t]], lattice);
    solution.lines.push_back({line.slope, line.intercept});
    if (t > 0) solution.breakpoints.push_back(breakpoints[starts[t] - 1]);
  }
  return solution;
}

}  // namespace

Solution solve_least_squares(const FitRequest& request, const std::vector<FitContext>& contexts, int threads) {
  const bool rounded = request.objective == Objective::a || request.threshold == ThresholdRule::round;
  const std::vector<double> breakpoints = candidate_breakpoints(request, contexts, rounded);
  const std::vector<Moments> prefix = prefix_moments(request, contexts, breakpoints);
  Solution best;
  best.objective = kInfinity;
  for (const int requant : requant_candidates(request, contexts.front())) {
    const Lattice lattice = make_lattice(request, contexts.front(), requant);
    Solution solution = solve_one(request, prefix, breakpoints, lattice, threads);
    if (!(solution.objective < best.objective)) continue;
    const int fraction = contexts.front().fraction_bits(requant);
    for (const FitContext& context : contexts) solution.requant_shifts.push_back(context.requant_shift(fraction));
    best = std::move(solution);
  }
  return best;
}

}  // namespace pwlforge::fitting
