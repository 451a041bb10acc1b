// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Objective lsb: least max |error|, then fewest mismatches, then least squared error of the output codes; and the least
// number of entries for a bound.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "gen/fit/lsb_narrow.hpp"
#include "gen/fit/optimal.hpp"
#include "gen/fit/parallel.hpp"

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
  std::unique_ptr<NarrowSolver> solver;
};

std::vector<Candidate> make_candidates(const FitRequest& request, const std::vector<FitContext>& contexts,
                                       const LsbCells& cells) {
  std::vector<Candidate> candidates;
  for (const int requant : requant_candidates(request, contexts.front())) {
    Candidate candidate;
    candidate.shifts = shifts_for(contexts, requant);
    if (!NarrowSolver::handles(request, candidate.shifts)) continue;
    candidate.solver = std::make_unique<NarrowSolver>(request, cells, candidate.shifts);
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

Solution from_starts(const LsbCells& cells, const std::vector<std::size_t>& starts) {
  Solution solution;
  for (std::size_t t = 1; t < starts.size(); ++t) solution.breakpoints.push_back(cells.breakpoints[starts[t] - 1]);
  return solution;
}

std::size_t end_of(const std::vector<std::size_t>& starts, std::size_t t, std::size_t cells) {
  return t + 1 < starts.size() ? starts[t + 1] : cells;
}

}  // namespace

Solution solve_least_lsb(const FitRequest& request, const std::vector<FitContext>& contexts, int threads) {
  const std::vector<double> breakpoints =
      candidate_breakpoints(request, contexts, request.threshold == ThresholdRule::round);
  const LsbCells cells = make_cells(request, contexts, breakpoints);
  const std::vector<Candidate> candidates = make_candidates(request, contexts, cells);

  // Least bound that some candidate meets. Meeting it is monotone in the bound: double, then halve.
  const auto partitions = [&](std::int64_t bound) {
    std::vector<std::vector<std::size_t>> result;
    bool any = false;
    for (const Candidate& candidate : candidates) {
      result.push_back(greedy_partition(*candidate.solver, cells.cells(), bound, request.entries));
      any = any || !result.back().empty();
    }
    if (!any) result.clear();
    return result;
  };
  const std::int64_t limit = std::int64_t{1} << (request.output_bits + 1);
  std::int64_t low = -1;
  std::int64_t high = 0;
  std::vector<std::vector<std::size_t>> reached = partitions(high);
  while (reached.empty() && high < limit) {
    low = high;
    high = high == 0 ? 1 : 2 * high;
    reached = partitions(high);
  }
  while (!reached.empty() && high - low > 1) {
    const std::int64_t middle = low + ((high - low) / 2);
    std::vector<std::vector<std::size_t>> found = partitions(middle);
    if (found.empty()) {
      low = middle;
    } else {
      high = middle;
      reached = std::move(found);
    }
  }
  Solution best;
  if (reached.empty()) return best;

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

  CodeCost least = kInfeasible;
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    if (reached[c].empty()) continue;
    CodeCost total = kInfeasible;
    const std::vector<std::size_t> starts =
        best_partition(candidates[c].solver->costs(high, threads), request.entries, kInfeasible, &total);
    if (!(total < least)) continue;
    least = total;
    best = from_starts(cells, starts);
    best.requant_shifts = candidates[c].shifts;
    for (std::size_t t = 0; t < starts.size(); ++t) {
      best.lines.push_back(candidates[c].solver->best_line(starts[t], end_of(starts, t, cells.cells()) - 1, high));
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
