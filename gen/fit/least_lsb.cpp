// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Objectives lsb and relative: least max |error|, then fewest mismatches, then least squared error of the output codes;
// and the least number of entries for a bound.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "gen/fit/lsb_narrow.hpp"
#include "gen/fit/lsb_refine.hpp"
#include "gen/fit/lsb_wide.hpp"
#include "gen/fit/optimal.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/parallel.hpp"

namespace pwlforge::fitting {

namespace {

std::vector<int> shifts_for(const std::vector<FitContext>& contexts, int requant) {
  const int fraction = contexts.front().fraction_bits(requant);
  std::vector<int> shifts;
  for (const FitContext& context : contexts) shifts.push_back(context.requant_shift(fraction));
  return shifts;
}

struct Candidate {
  std::vector<int> shifts;
  std::unique_ptr<LsbSolver> solver;
  const NarrowSolver* narrow = nullptr;  ///< the same solver, when it counts mismatches as well
};

std::vector<Candidate> make_candidates(const FitRequest& request, const std::vector<FitContext>& contexts,
                                       const LsbCells& cells, bool relaxed = false) {
  std::vector<Candidate> candidates;
  const std::vector<int> shifts = requant_candidates(request, contexts.front());
  const bool narrow = std::all_of(shifts.begin(), shifts.end(), [&](int requant) {
    return NarrowSolver::handles(request, shifts_for(contexts, requant));
  });
  for (const int requant : shifts) {
    Candidate candidate;
    candidate.shifts = shifts_for(contexts, requant);
    if (narrow) {
      auto solver = std::make_unique<NarrowSolver>(request, cells, candidate.shifts);
      if (request.objective == Objective::lsb) candidate.narrow = solver.get();
      candidate.solver = std::move(solver);
    } else if (WideSolver::handles(request, candidate.shifts)) {
      candidate.solver = std::make_unique<WideSolver>(request, cells, candidate.shifts, relaxed);
    } else {
      continue;
    }
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

// Least bound that some candidate meets with `entries` entries; partitions by candidate, empty where it is not met.
struct Reached {
  std::int64_t bound = 0;
  std::vector<std::vector<std::size_t>> partitions;
};

Reached least_bound(const FitRequest& request, const std::vector<Candidate>& candidates, std::size_t cells) {
  const auto partitions = [&](std::int64_t bound) {
    std::vector<std::vector<std::size_t>> result;
    bool any = false;
    for (const Candidate& candidate : candidates) {
      result.push_back(greedy_partition(*candidate.solver, cells, bound, request.entries));
      any = any || !result.back().empty();
    }
    if (!any) result.clear();
    return result;
  };
  // Meeting a bound is monotone in it: double, then halve.
  const std::int64_t limit = hopeless_bound(request);
  std::int64_t low = -1;
  Reached reached;
  reached.partitions = partitions(0);
  while (reached.partitions.empty() && reached.bound < limit) {
    low = reached.bound;
    reached.bound = reached.bound == 0 ? 1 : 2 * reached.bound;
    reached.partitions = partitions(reached.bound);
  }
  while (!reached.partitions.empty() && reached.bound - low > 1) {
    const std::int64_t middle = low + ((reached.bound - low) / 2);
    std::vector<std::vector<std::size_t>> found = partitions(middle);
    if (found.empty()) {
      low = middle;
    } else {
      reached = {middle, std::move(found)};
    }
  }
  return reached;
}

Solution from_starts(const LsbCells& cells, const std::vector<std::size_t>& starts) {
  Solution solution;
  for (std::size_t t = 1; t < starts.size(); ++t) solution.breakpoints.push_back(cells.breakpoints[starts[t] - 1]);
  return solution;
}

std::size_t end_of(const std::vector<std::size_t>& starts, std::size_t t, std::size_t cells) {
  return t + 1 < starts.size() ? starts[t + 1] : cells;
}

Solution finish_wide(const FitRequest& request, const std::vector<FitContext>& contexts, const LsbCells& cells,
                     const std::vector<Candidate>& candidates, const std::vector<std::vector<std::size_t>>& reached,
                     std::int64_t bound, int threads) {
  const auto chosen = static_cast<std::size_t>(
      std::find_if(reached.begin(), reached.end(), [](const auto& starts) { return !starts.empty(); }) -
      reached.begin());
  const Candidate& candidate = candidates[chosen];
  Solution solution;
  // Coarse intercepts can hide the line that greedy extension saw: then the next bound has one.
  const std::int64_t least = bound;
  for (std::vector<std::size_t> starts = reached[chosen]; solution.lines.empty();
       starts = greedy_partition(*candidate.solver, cells.cells(), ++bound, request.entries)) {
    starts = refine_partition(request, *candidate.solver, cells, candidate.shifts.front(), bound, starts, threads);
    solution = from_starts(cells, starts);
    for (std::size_t t = 0; t < starts.size(); ++t) {
      const std::optional<Line> line = candidate.solver->line(starts[t], end_of(starts, t, cells.cells()) - 1, bound);
      if (!line) break;
      solution.lines.push_back(*line);
    }
    if (solution.lines.size() == starts.size()) break;
    solution.lines.clear();
  }
  solution.requant_shifts = candidate.shifts;
  solution.objective = error_of_bound(request, bound);
  std::int64_t proved = least;
  if (default_intercept(request.format) == golden::InterceptForm::shifted) {
    const std::vector<Candidate> relaxed = make_candidates(request, contexts, cells, true);
    proved = least_bound(request, relaxed, cells.cells()).bound;
  }
  const auto text = [&](std::int64_t some) {
    return request.objective == Objective::lsb ? fmt::format("{} LSB", some)
                                               : fmt::format("relative error {:.4g}", error_of_bound(request, some));
  };
  solution.note = proved == bound ? fmt::format("{} is the least possible with F = {}", text(bound),
                                                contexts.front().fraction_bits(solution.requant_shifts.front()))
                                  : fmt::format("{}, at least {} is needed", text(bound), text(proved));
  return solution;
}

}  // namespace

Solution solve_least_lsb(const FitRequest& request, const std::vector<FitContext>& contexts, int threads) {
  const std::vector<double> breakpoints =
      candidate_breakpoints(request, contexts, request.threshold == ThresholdRule::round);
  const LsbCells cells = make_cells(request, contexts, breakpoints);
  const std::vector<Candidate> candidates = make_candidates(request, contexts, cells);

  const auto [high, reached] = least_bound(request, candidates, cells.cells());
  Solution best;
  if (reached.empty()) {
    throw InputError(fmt::format(
        "--objective: {} is not available for {} bits of input in format {} with sharing {}; use --objective q_all",
        objective_name(request.objective), request.input_bits, format_name(request.format),
        request.sharing == Sharing::shared ? "shared" : "per-scale"));
  }

  if (high == 0) {
    // Every output is Y*: nothing is left to improve, so the fewest entries win, then the smallest F.
    std::size_t chosen = candidates.size();
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      if (reached[c].empty()) continue;
      if (chosen == candidates.size() || reached[c].size() < reached[chosen].size()) chosen = c;
    }
    const std::vector<std::size_t>& starts = reached[chosen];
    best = from_starts(cells, starts);
    best.requant_shifts = candidates[chosen].shifts;
    for (std::size_t t = 0; t < starts.size(); ++t) {
      best.lines.push_back(*candidates[chosen].solver->line(starts[t], end_of(starts, t, cells.cells()) - 1, 0));
    }
    return best;
  }

  if (candidates.front().narrow == nullptr) {
    return finish_wide(request, contexts, cells, candidates, reached, high, threads);
  }
  CodeCost least = kInfeasible;
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    if (reached[c].empty()) continue;
    CodeCost total = kInfeasible;
    const std::vector<std::size_t> starts = best_partition(candidates[c].narrow->costs(high, request.entries, threads),
                                                           request.entries, kInfeasible, &total);
    if (!(total < least)) continue;
    least = total;
    best = from_starts(cells, starts);
    best.requant_shifts = candidates[c].shifts;
    for (std::size_t t = 0; t < starts.size(); ++t) {
      best.lines.push_back(candidates[c].narrow->best_line(starts[t], end_of(starts, t, cells.cells()) - 1, high));
    }
  }
  best.objective = static_cast<double>(high);
  best.note = fmt::format("{} mismatches", least.mismatches);
  return best;
}

}  // namespace pwlforge::fitting

namespace pwlforge {

LeastEntries least_entries(const Function& function, const Quantization& input, const Quantization& output,
                           const ParamFormat& format, golden::Rounding rounding) {
  FitRequest request;
  request.function = &function;
  request.entries = 2;
  request.format = format;
  request.input_bits = input.bits;
  request.output_bits = output.bits;
  request.output_signed = output.is_signed;
  request.input_scale = input.scale;
  request.input_zero = input.zero_point;
  request.output_scale = output.scale;
  request.output_zero = output.zero_point;
  request.rounding = rounding;
  const std::vector<fitting::FitContext> contexts = fitting::make_contexts(request);
  const fitting::LsbCells cells =
      fitting::make_cells(request, contexts, fitting::candidate_breakpoints(request, contexts, false));
  LeastEntries result;
  for (const fitting::Candidate& candidate : fitting::make_candidates(request, contexts, cells)) {
    const int fraction = contexts.front().fraction_bits(candidate.shifts.front());
    for (const std::int64_t bound : {0, 1}) {
      const std::size_t needed =
          fitting::greedy_partition(*candidate.solver, cells.cells(), bound, static_cast<int>(cells.cells())).size();
      if (needed == 0) continue;
      std::optional<int>& entries = bound == 0 ? result.exact : result.within_one;
      if (entries && *entries <= static_cast<int>(needed)) continue;
      entries = static_cast<int>(needed);
      (bound == 0 ? result.exact_fraction_bits : result.within_one_fraction_bits) = fraction;
    }
  }
  return result;
}

}  // namespace pwlforge
