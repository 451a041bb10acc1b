// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/lsb_problem.hpp"

#include <algorithm>
#include <cmath>

namespace pwlforge::fitting {

double error_of_bound(const FitRequest& request, std::int64_t bound) {
  return static_cast<double>(bound) * (request.objective == Objective::relative ? kRelativeStep : 1.0);
}

std::int64_t hopeless_bound(const FitRequest& request) {
  // Twice the largest code; twice the value itself.
  return request.objective == Objective::relative ? std::int64_t{1} << 25
                                                  : std::int64_t{1} << (request.output_bits + 1);
}

CodeInterval codes_within(const FitRequest& request, const LsbItem& item, std::int64_t bound) {
  if (request.objective != Objective::relative) return {item.ideal - bound, item.ideal + bound};
  const double zero = static_cast<double>(request.output_zero);
  const double error = error_of_bound(request, bound);
  // Ends of smaller magnitude allow less upwards, those of larger magnitude less downwards.
  const double small = std::min(std::fabs(item.least - zero), std::fabs(item.most - zero));
  const double large = std::max(std::fabs(item.least - zero), std::fabs(item.most - zero));
  const bool negative = item.target < zero;
  const double low = zero + (negative ? -(1 + error) * small : (1 - error) * large);
  const double high = zero + (negative ? -(1 - error) * large : (1 + error) * small);
  return {static_cast<std::int64_t>(std::ceil(low)), static_cast<std::int64_t>(std::floor(high))};
}

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
        const auto target = [&](double part) {  // of a code further
          const double x = context.real(next[c]) + (part * context.input.scale);
          return (request.function->value(x) / context.output.scale) + static_cast<double>(context.output.zero_point);
        };
        LsbItem item;
        item.code = next[c];
        item.ideal = ideal[c][static_cast<std::size_t>(next[c] - context.first)];
        item.target = target(0);
        item.shift = shifted ? context.s : 0;
        item.context = c;
        if (request.objective == Objective::relative) {
          item.least = std::min(target(-0.5), target(0.5));
          item.most = std::max(target(-0.5), target(0.5));
        }
        cells.items.push_back(item);
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
