// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Objectives q_all, q_in and a: least squares over all partitions into candidate breakpoints.
#include <fmt/format.h>

#include <algorithm>

#include "gen/fit/optimal.hpp"
#include "gen/fit/segment_dp.hpp"
#include "gen/fit/window_search.hpp"
#include "gen/support/parallel.hpp"

namespace pwlforge::fitting {

namespace {

// Up to this many cells the costs of all segments are tabulated; beyond it windows are searched.
constexpr std::size_t kMostTabulated = 1500;
// Slopes wider than this are finer than any objective: the search stops at gains of this mean squared error.
constexpr int kExactSlopeBits = 16;
constexpr double kNegligible = 1e-15;
constexpr double kGap = 1e-4;  // relative; 0.1 % is promised

// A breakpoint that separates no points from its predecessor is no choice.
void drop_equal_cuts(std::vector<double>& breakpoints, std::vector<Moments>& prefix) {
  std::size_t kept = 0;
  for (std::size_t c = 0; c < breakpoints.size(); ++c) {
    const Moments& before = prefix[kept];
    const Moments& here = prefix[c + 1];
    if (!(here.n > before.n) || !(here.n < prefix.back().n)) continue;
    breakpoints[kept] = breakpoints[c];
    prefix[kept + 1] = here;
    ++kept;
  }
  prefix[kept + 1] = prefix.back();
  breakpoints.resize(kept);
  prefix.resize(kept + 2);
}

std::vector<std::size_t> tabulated(const std::vector<Moments>& prefix, const Lattice& lattice, int entries, int threads,
                                   double& total) {
  const std::size_t cells = prefix.size() - 1;
  SegmentCosts<double> costs(cells, kInfinity);
  parallel_for(cells, threads, [&](std::size_t last) {
    for (std::size_t first = 0; first <= last; ++first) {
      costs.at(first, last) = fit_line(prefix[last + 1] - prefix[first], lattice).cost;
    }
  });
  return best_partition(costs, entries, kInfinity, &total);
}

Solution solve_one(const FitRequest& request, const std::vector<Moments>& prefix,
                   const std::vector<double>& breakpoints, const Lattice& lattice, double limit, int threads) {
  const std::size_t cells = breakpoints.size() + 1;
  Solution solution;
  std::vector<std::size_t> starts;
  if (cells <= kMostTabulated) {
    starts = tabulated(prefix, lattice, request.entries, threads, solution.objective);
  } else {
    WindowResult found = search_windows(prefix, lattice, request.entries, kGap, limit, threads);
    starts = std::move(found.starts);
    solution.objective = found.cost;
    const double missed = found.cost - found.lower_bound + (lattice.negligible * request.entries);
    const double gap = found.cost > 0 ? missed / found.cost : 0.0;
    solution.note = gap > 0 ? fmt::format("at most {:.2g} % above the optimum", 100 * gap) : "exact optimum";
  }
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
  std::vector<double> breakpoints = candidate_breakpoints(request, contexts, rounded);
  std::vector<Moments> prefix = prefix_moments(request, contexts, breakpoints);
  drop_equal_cuts(breakpoints, prefix);
  Solution best;
  best.objective = kInfinity;
  for (const int requant : requant_candidates(request, contexts.front())) {
    Lattice lattice = make_lattice(request, contexts.front(), requant);
    for (const FitContext& context : contexts) {
      lattice.abscissa_step = std::min(lattice.abscissa_step, context.plain ? context.input.scale : 1.0);
    }
    if (request.format.slope_bits > kExactSlopeBits) lattice.negligible = kNegligible;
    if (request.objective == Objective::a) lattice.abscissa_step = 0;  // sample points lie on no grid
    Solution solution = solve_one(request, prefix, breakpoints, lattice, best.objective, threads);
    if (!(solution.objective < best.objective)) continue;
    const int fraction = contexts.front().fraction_bits(requant);
    for (const FitContext& context : contexts) solution.requant_shifts.push_back(context.requant_shift(fraction));
    best = std::move(solution);
  }
  return best;
}

}  // namespace pwlforge::fitting
