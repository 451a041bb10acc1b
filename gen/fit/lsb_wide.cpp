// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/lsb_wide.hpp"

#include <algorithm>
#include <cmath>

#include "sim/golden/integer_unit.hpp"

namespace pwlforge::fitting {

namespace {

constexpr int kMaxInputBits = 16;
constexpr int kWideAccumulatorBits = 58;
constexpr int kCoarseSlopes = 48;  // slopes tried on each side for an intercept on the coarser grid of the shifted form
constexpr int kMaxCuts = 200;      // more than a concave function of a 32-bit slope ever needs

std::int64_t divided_up(std::int64_t a, std::int64_t b) {  // b > 0
  return (a / b) + (a % b > 0 ? 1 : 0);
}
std::int64_t divided_down(std::int64_t a, std::int64_t b) {
  return (a / b) - (a % b < 0 ? 1 : 0);
}

}  // namespace

bool WideSolver::handles(const FitRequest& request, const std::vector<int>& requant_shifts) {
  return request.input_bits <= kMaxInputBits && requant_shifts.size() == 1 &&
         request.format.slope_bits + request.input_bits <= kWideAccumulatorBits &&
         requant_shifts.front() + request.output_bits + 2 <= kWideAccumulatorBits;
}

WideSolver::WideSolver(const FitRequest& request, const LsbCells& cells, const std::vector<int>& requant_shifts,
                       bool relaxed)
    : request_(request), cells_(cells), requant_shift_(requant_shifts.front()), shift_(0) {
  const int shift = cells.items.empty() ? 0 : cells.items.front().shift;
  if (!relaxed) shift_ = shift;
  slope_min_ = static_cast<std::int64_t>(golden::min_of(request.format.slope_bits, true));
  slope_max_ = static_cast<std::int64_t>(golden::max_of(request.format.slope_bits, true));
  // Wide intercepts never limit accumulators of the width that is handled here.
  const int bits = std::min(request.format.intercept_bits + shift, kWideAccumulatorBits);
  intercept_min_ = static_cast<std::int64_t>(golden::min_of(bits, true));
  intercept_max_ = static_cast<std::int64_t>(golden::max_of(bits, true));
}

const WideSolver::Bounds& WideSolver::cached(std::int64_t bound) const {
  if (cache_.bound == bound) return cache_;
  cache_ = {};
  cache_.bound = bound;
  for (const LsbItem& item : cells_.items) {
    const CodeInterval codes = codes_within(request_, item, bound);
    const AccumulatorInterval interval = accumulators_for(codes.low, codes.high, requant_shift_, request_.rounding,
                                                          request_.output_bits, request_.output_signed);
    cache_.low.push_back(interval.low);
    cache_.high.push_back(interval.high);
  }
  return cache_;
}

WideSolver::Window WideSolver::window(const Bounds& bounds, std::size_t begin, std::size_t end,
                                      std::int64_t slope) const {
  Window result{intercept_min_, intercept_max_, 0, 0};
  const std::int64_t first = cells_.items[begin].code;
  for (std::size_t i = begin; i < end; ++i) {
    const std::int64_t code = first + static_cast<std::int64_t>(i - begin);
    const std::int64_t product = slope * code;
    if (bounds.low[i] - product > result.low) {
      result.low = bounds.low[i] - product;
      result.low_code = code;
    }
    if (bounds.high[i] - product < result.high) {
      result.high = bounds.high[i] - product;
      result.high_code = code;
    }
  }
  return result;
}

std::optional<Line> WideSolver::on_lattice(const Window& window, std::int64_t slope) const {
  if (window.low > window.high) return std::nullopt;
  const std::int64_t grid = std::int64_t{1} << shift_;
  const std::int64_t low = divided_up(window.low, grid);
  const std::int64_t high = divided_down(window.high, grid);
  if (low > high) return std::nullopt;
  return Line{slope, low + ((high - low) / 2)};
}

std::optional<Line> WideSolver::any_line(const Bounds& bounds, std::size_t begin, std::size_t end,
                                         std::int64_t& slope) const {
  std::int64_t low = slope_min_;
  std::int64_t high = slope_max_;
  for (int cut = 0; cut < kMaxCuts; ++cut) {
    const Window w = window(bounds, begin, end, slope);
    if (w.low <= w.high) {
      if (const std::optional<Line> line = on_lattice(w, slope)) return line;
      for (int step = 1; step <= kCoarseSlopes; ++step) {
        for (const std::int64_t other : {slope + step, slope - step}) {
          if (other < low || other > high) continue;
          if (const std::optional<Line> line = on_lattice(window(bounds, begin, end, other), other)) return line;
        }
      }
      return std::nullopt;
    }
    // low_l - K q_l <= high_h - K q_h is violated here: every feasible K lies on one side.
    const std::int64_t need = w.low - w.high + (slope * (w.low_code - w.high_code));
    const std::int64_t span = w.low_code - w.high_code;
    if (span == 0) return std::nullopt;
    if (span > 0) {
      low = std::max(low, divided_up(need, span));
    } else {
      high = std::min(high, divided_down(-need, -span));
    }
    if (low > high) return std::nullopt;
    slope = span > 0 ? low : high;
  }
  return std::nullopt;
}

std::ptrdiff_t WideSolver::extend(std::size_t first, std::int64_t bound) const {
  const Bounds& bounds = cached(bound);
  const std::size_t begin = cells_.begin[first];
  std::int64_t slope = 0;
  const auto feasible = [&](std::size_t end_cell) {
    std::int64_t start = slope;
    if (!any_line(bounds, begin, cells_.begin[end_cell], start)) return false;
    slope = start;
    return true;
  };
  std::size_t good = first;
  std::size_t step = 1;
  while (good < cells_.cells() && feasible(std::min(cells_.cells(), good + step))) {
    good = std::min(cells_.cells(), good + step);
    step *= 2;
  }
  std::size_t bad = std::min(cells_.cells() + 1, good + step);
  while (bad - good > 1) {
    const std::size_t middle = good + ((bad - good) / 2);
    (feasible(middle) ? good : bad) = middle;
  }
  return static_cast<std::ptrdiff_t>(good) - 1;
}

std::optional<Line> WideSolver::line(std::size_t first, std::size_t last, std::int64_t bound) const {
  const Bounds& bounds = cached(bound);
  const std::size_t begin = cells_.begin[first];
  const std::size_t end = cells_.begin[last + 1];
  // The best unbounded line, or as near to its slope as the bound allows.
  Moments moments;
  for (std::size_t i = begin; i < end; ++i) {
    moments.add(static_cast<long double>(cells_.items[i].code), std::ldexp(cells_.items[i].target, requant_shift_), 1);
  }
  Lattice lattice;
  lattice.intercept_unit = std::ldexp(1.0, shift_);
  lattice.slope_min = slope_min_;
  lattice.slope_max = slope_max_;
  lattice.intercept_min = intercept_min_ >> shift_;
  lattice.intercept_max = intercept_max_ >> shift_;
  const LineFit wanted = fit_line(moments, lattice);
  const auto best_for = [&](std::int64_t slope) -> std::optional<Line> {
    const Window w = window(bounds, begin, end, slope);
    if (!on_lattice(w, slope)) return std::nullopt;
    const std::int64_t grid = std::int64_t{1} << shift_;
    const long double mean = (moments.y - (static_cast<long double>(slope) * moments.x)) / moments.n;
    const auto centre = static_cast<std::int64_t>(std::llround(mean / static_cast<long double>(grid)));
    return Line{slope, std::clamp(centre, divided_up(w.low, grid), divided_down(w.high, grid))};
  };
  if (const std::optional<Line> best = best_for(wanted.slope)) return best;
  std::int64_t start = wanted.slope;
  std::optional<Line> best = any_line(bounds, begin, end, start);
  if (!best) {
    start = 0;
    best = any_line(bounds, begin, end, start);
  }
  if (!best) return best;
  std::int64_t slope = best->slope;
  best = best_for(slope);
  std::int64_t bad = wanted.slope;
  while (std::abs(bad - slope) > 1) {
    const std::int64_t middle = slope + ((bad - slope) / 2);
    if (const std::optional<Line> line = best_for(middle)) {
      best = line;
      slope = middle;
    } else {
      bad = middle;
    }
  }
  return best;
}

}  // namespace pwlforge::fitting
