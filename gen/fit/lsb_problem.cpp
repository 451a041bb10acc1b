// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/lsb_problem.hpp"

#include <algorithm>

namespace pwlforge::fitting {

LsbCells make_cells(const FitRequest& request, const std::vector<FitContext>& contexts,
                    const std::vector<double>& breakpoints) {
  LsbCells cells;
  cells.breakpoints = breakpoints;
  const bool shifted = default_intercept(request.format) == golden::InterceptForm::shifted;
  std::vector<std::vector<std::int64_t>> thresholds;
  std::vector<std::vector<std::int64_t>> ideal;
  for (const FitContext& context : contexts) {
    thresholds.push_back(
        thresholds_of(breakpoints, context.input.scale, context.input.zero_point, request.threshold, Tie::upper));
    ideal.push_back(ideal_table(*request.function, context.input, context.output));
  }
  std::vector<std::int64_t> next;
  for (const FitContext& context : contexts) next.push_back(context.first);
  for (std::size_t cell = 0; cell <= breakpoints.size(); ++cell) {
    cells.begin.push_back(cells.items.size());
    for (std::size_t c = 0; c < contexts.size(); ++c) {
      const FitContext& context = contexts[c];
      const std::int64_t end =
          cell < breakpoints.size() ? std::min(thresholds[c][cell], context.last + 1) : context.last + 1;
      for (; next[c] < end; ++next[c]) {
        const double value = request.function->value(context.real(next[c]));
        cells.items.push_back({next[c], ideal[c][static_cast<std::size_t>(next[c] - context.first)],
                               (value / context.output.scale) + static_cast<double>(context.output.zero_point),
                               shifted ? context.s : 0, c});
      }
    }
  }
  cells.begin.push_back(cells.items.size());
  return cells;
}

std::vector<std::size_t> greedy_partition(const LsbSolver& solver, std::size_t cells, std::int64_t bound, int most) {
  std::vector<std::size_t> starts;
  std::size_t first = 0;
  while (first < cells) {
    if (starts.size() == static_cast<std::size_t>(most)) return {};
    const std::ptrdiff_t last = solver.extend(first, bound);
    if (last < static_cast<std::ptrdiff_t>(first)) return {};
    starts.push_back(first);
    first = static_cast<std::size_t>(last) + 1;
  }
  return starts;
}

}  // namespace pwlforge::fitting
