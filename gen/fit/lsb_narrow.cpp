// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/lsb_narrow.hpp"

#include <algorithm>
#include <cmath>

#include "gen/support/parallel.hpp"
#include "sim/golden/integer_unit.hpp"

namespace pwlforge::fitting {

namespace {

constexpr std::int32_t kOpen = std::int32_t{1} << 28;  // no bound; beyond every accumulator handled here
constexpr int kMaxSlopeBits = 10;
constexpr int kNarrowAccumulatorBits = 26;

std::int32_t narrowed(std::int64_t value) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, -kOpen, kOpen));
}
std::int32_t shifted_up(std::int32_t value, int shift) {
  return (value + (std::int32_t{1} << shift) - 1) >> shift;
}
std::int32_t shifted_down(std::int32_t value, int shift) {
  return value >> shift;
}

}  // namespace

/// The items of a segment seen through one slope: intercepts that are within the bound, and those that give Y*.
class NarrowSolver::Slope {
 public:
  Slope(const NarrowSolver& solver, std::int32_t its_slope, std::size_t first_item)
      : slope(its_slope), begin(first_item), end(first_item), low(solver.intercept_min_), high(solver.intercept_max_) {}

  /// Adds one item to the bound only; false when nothing is left.
  bool within(const LsbItem& item, std::int32_t item_low, std::int32_t item_high) {
    const auto product = static_cast<std::int32_t>(slope * item.code);
    low = std::max(low, shifted_up(item_low - product, item.shift));
    high = std::min(high, shifted_down(item_high - product, item.shift));
    ++end;
    return low <= high;
  }
  /// Adds one item to the match intervals.
  void match(const LsbItem& item, std::int32_t item_low, std::int32_t item_high) {
    const auto product = static_cast<std::int32_t>(slope * item.code);
    match_low.push_back(shifted_up(item_low - product, item.shift));
    match_high.push_back(shifted_down(item_high - product, item.shift));
  }
  void insert_sorted() {
    for (std::size_t i = sorted_low.size(); i < match_low.size(); ++i) {
      sorted_low.insert(std::upper_bound(sorted_low.begin(), sorted_low.end(), match_low[i]), match_low[i]);
      sorted_high.insert(std::upper_bound(sorted_high.begin(), sorted_high.end(), match_high[i]), match_high[i]);
    }
  }
  void sort_all() {
    sorted_low = match_low;
    sorted_high = match_high;
    std::sort(sorted_low.begin(), sorted_low.end());
    std::sort(sorted_high.begin(), sorted_high.end());
  }

  std::int32_t slope;
  std::size_t begin, end;                           ///< items
  std::int32_t low, high;                           ///< intercepts within the bound
  std::vector<std::int32_t> match_low, match_high;  ///< by item
  std::vector<std::int32_t> sorted_low, sorted_high;
};

bool NarrowSolver::handles(const FitRequest& request, const std::vector<int>& requant_shifts) {
  const int bits = golden::accumulator_bits(unit_format(request));
  const int most = *std::max_element(requant_shifts.begin(), requant_shifts.end());
  return request.format.slope_bits <= kMaxSlopeBits && bits <= kNarrowAccumulatorBits &&
         request.output_bits + 1 + most <= kNarrowAccumulatorBits && request.input_bits <= 10;
}

NarrowSolver::NarrowSolver(const FitRequest& request, const LsbCells& cells, const std::vector<int>& requant_shifts)
    : request_(request), cells_(cells), requant_shifts_(requant_shifts) {
  slope_min_ = narrowed(static_cast<std::int64_t>(golden::min_of(request.format.slope_bits, true)));
  slope_max_ = narrowed(static_cast<std::int64_t>(golden::max_of(request.format.slope_bits, true)));
  intercept_min_ = narrowed(static_cast<std::int64_t>(golden::min_of(request.format.intercept_bits, true)));
  intercept_max_ = narrowed(static_cast<std::int64_t>(golden::max_of(request.format.intercept_bits, true)));
  output_min_ = narrowed(static_cast<std::int64_t>(golden::min_of(request.output_bits, request.output_signed)));
  output_max_ = narrowed(static_cast<std::int64_t>(golden::max_of(request.output_bits, request.output_signed)));
  for (const int requant : requant_shifts) {
    least_accumulators_.emplace_back();
    for (std::int32_t y = output_min_; y <= output_max_; ++y) {
      least_accumulators_.back().push_back(
          narrowed(accumulators_for(y, y, requant, request.rounding, request.output_bits, request.output_signed).low));
    }
  }
  ideal_squares_.push_back(0);
  for (const LsbItem& item : cells.items) {
    const double error = static_cast<double>(item.ideal) - item.target;
    ideal_squares_.push_back(ideal_squares_.back() + (error * error));
  }
  exact_ = bounds_for(0);
}

NarrowSolver::Bounds NarrowSolver::bounds_for(std::int64_t bound) const {
  Bounds result;
  result.bound = bound;
  for (const LsbItem& item : cells_.items) {
    const CodeInterval codes = codes_within(request_, item, bound);
    const AccumulatorInterval interval =
        accumulators_for(codes.low, codes.high, requant_shifts_[item.context], request_.rounding, request_.output_bits,
                         request_.output_signed);
    result.low.push_back(narrowed(interval.low));
    result.high.push_back(narrowed(interval.high));
  }
  return result;
}

const NarrowSolver::Bounds& NarrowSolver::cached(std::int64_t bound) const {
  if (cache_.bound != bound) cache_ = bounds_for(bound);
  return cache_;
}

std::ptrdiff_t NarrowSolver::extend(std::size_t first, std::int64_t bound) const {
  const Bounds& bounds = cached(bound);
  const auto slopes = static_cast<std::size_t>(slope_max_ - slope_min_) + 1;
  std::vector<std::int32_t> low(slopes, intercept_min_);
  std::vector<std::int32_t> high(slopes, intercept_max_);
  for (std::size_t cell = first; cell < cells_.cells(); ++cell) {
    for (std::size_t i = cells_.begin[cell]; i < cells_.begin[cell + 1]; ++i) {
      const LsbItem& item = cells_.items[i];
      const auto code = static_cast<std::int32_t>(item.code);
      bool alive = false;
      for (std::size_t k = 0; k < slopes; ++k) {
        const std::int32_t product = (slope_min_ + static_cast<std::int32_t>(k)) * code;
        low[k] = std::max(low[k], shifted_up(bounds.low[i] - product, item.shift));
        high[k] = std::min(high[k], shifted_down(bounds.high[i] - product, item.shift));
        alive = alive || low[k] <= high[k];
      }
      if (!alive) return static_cast<std::ptrdiff_t>(cell) - 1;
    }
  }
  return static_cast<std::ptrdiff_t>(cells_.cells()) - 1;
}

std::optional<Line> NarrowSolver::line(std::size_t first, std::size_t last, std::int64_t bound) const {
  const Bounds& bounds = cached(bound);
  std::optional<Line> best;
  double least = 0;
  for (std::int32_t k = slope_min_; k <= slope_max_; ++k) {
    Slope slope(*this, k, cells_.begin[first]);
    bool alive = true;
    while (alive && slope.end < cells_.begin[last + 1]) {
      const std::size_t i = slope.end;
      alive = slope.within(cells_.items[i], bounds.low[i], bounds.high[i]);
    }
    if (!alive) continue;
    // The squared error of the accumulators is convex in B: its least feasible point is the clamped mean.
    double weights = 0, mean = 0;
    for (std::size_t i = slope.begin; i < slope.end; ++i) {
      const LsbItem& item = cells_.items[i];
      const double accumulator = std::ldexp(item.target, requant_shifts_[item.context]);
      const double step = std::ldexp(1.0, item.shift - requant_shifts_[item.context]);
      const double wanted = std::ldexp(accumulator - static_cast<double>(k * item.code), -item.shift);
      weights += step * step;
      mean += step * step * wanted;
    }
    const double wanted = weights > 0 ? std::nearbyint(mean / weights) : 0.0;
    const auto b =
        static_cast<std::int32_t>(std::clamp(wanted, static_cast<double>(slope.low), static_cast<double>(slope.high)));
    const double spread = squares(slope, b);
    if (!best || spread < least) {
      best = Line{k, b};
      least = spread;
    }
  }
  return best;
}

double NarrowSolver::squares(const Slope& slope, std::int32_t intercept) const {
  double sum = 0;
  for (std::size_t i = slope.begin; i < slope.end; ++i) {
    const LsbItem& item = cells_.items[i];
    const auto acc = static_cast<double>(golden::multiply_accumulate(slope.slope, item.code, intercept, item.shift));
    const double error = std::ldexp(acc, -requant_shifts_[item.context]) - item.target;
    sum += error * error;
  }
  return sum;
}

std::int32_t NarrowSolver::output(const LsbItem& item, std::int32_t slope, std::int32_t intercept) const {
  const auto acc = static_cast<std::int32_t>(golden::multiply_accumulate(slope, item.code, intercept, item.shift));
  const std::vector<std::int32_t>& least = least_accumulators_[item.context];
  return output_min_ + static_cast<std::int32_t>(std::upper_bound(least.begin(), least.end(), acc) - least.begin()) - 1;
}

void NarrowSolver::other_changes(const Slope& slope, std::int32_t from, std::int32_t to,
                                 std::vector<std::int32_t>& changes) const {
  for (std::size_t i = slope.begin; i < slope.end; ++i) {
    const LsbItem& item = cells_.items[i];
    const std::size_t n = i - slope.begin;
    if (from >= slope.match_low[n] && from <= slope.match_high[n]) continue;
    const std::int32_t last = output(item, slope.slope, to - 1);
    for (std::int32_t y = output(item, slope.slope, from) + 1; y <= last; ++y) {
      const std::int32_t acc = least_accumulators_[item.context][static_cast<std::size_t>(y - output_min_)];
      const std::int32_t change = shifted_up(acc - static_cast<std::int32_t>(slope.slope * item.code), item.shift);
      if (change > from && change < to) changes.push_back(change);
    }
  }
  std::sort(changes.begin(), changes.end());
  changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
}

void NarrowSolver::sweep(const Slope& slope, std::int64_t bound, bool settle_ties, Choice& best) const {
  const std::vector<std::int32_t>& lows = slope.sorted_low;
  const std::vector<std::int32_t>& highs = slope.sorted_high;
  const auto items = static_cast<int>(slope.end - slope.begin);
  // matches(B) = (intervals that begin at or below B) - (intervals that end below B). It can only rise where one
  // begins.
  std::size_t begun = static_cast<std::size_t>(std::upper_bound(lows.begin(), lows.end(), slope.low) - lows.begin());
  std::size_t ended = static_cast<std::size_t>(std::lower_bound(highs.begin(), highs.end(), slope.low) - highs.begin());
  const auto from_begun = begun;
  const auto from_ended = ended;
  int most = static_cast<int>(begun) - static_cast<int>(ended);
  while (begun < lows.size() && lows[begun] <= slope.high) {
    const std::int32_t b = lows[begun];
    while (begun < lows.size() && lows[begun] == b) ++begun;
    while (ended < highs.size() && highs[ended] < b) ++ended;
    most = std::max(most, static_cast<int>(begun) - static_cast<int>(ended));
  }
  if (items - most > best.cost.mismatches) return;

  // Squared error at each place with that many matches. Between two changes of any output it is constant.
  const auto consider = [&](std::int32_t b, std::int32_t b_end) {
    CodeCost cost{items - most, 0};
    for (std::size_t i = slope.begin; i < slope.end; ++i) {
      const LsbItem& item = cells_.items[i];
      const std::size_t n = i - slope.begin;
      std::int64_t y = item.ideal;
      if (b < slope.match_low[n] || b > slope.match_high[n]) {
        if (bound == 1) {
          y += b < slope.match_low[n] ? -1 : 1;
        } else {
          y = output(item, slope.slope, b);
        }
      }
      const double error = static_cast<double>(y) - item.target;
      cost.squares += error * error;
      if (best.cost < cost) return;
    }
    if (best.cost < cost) return;
    if (!settle_ties) {
      best = {cost, 0, {slope.slope, b}};
      return;
    }
    const std::int32_t middle = b + ((b_end - b) / 2);
    const double spread = squares(slope, middle);
    if (cost < best.cost || spread < best.spread) best = {cost, spread, {slope.slope, middle}};
  };
  begun = from_begun;
  ended = from_ended;
  std::vector<std::int32_t> changes;
  for (std::int32_t b = slope.low; b <= slope.high;) {
    std::int32_t next = slope.high + 1;
    if (begun < lows.size()) next = std::min(next, lows[begun]);
    if (ended < highs.size()) next = std::min(next, highs[ended] + 1);
    if (static_cast<int>(begun) - static_cast<int>(ended) == most) {
      changes.assign(1, b);
      if (bound > 1) other_changes(slope, b, next, changes);
      for (std::size_t i = 0; i < changes.size(); ++i) {
        consider(changes[i], i + 1 < changes.size() ? changes[i + 1] - 1 : next - 1);
      }
    }
    b = next;
    while (begun < lows.size() && lows[begun] <= b) ++begun;
    while (ended < highs.size() && highs[ended] < b) ++ended;
  }
}

NarrowSolver::Entries NarrowSolver::entries_needed(std::int64_t bound) const {
  const std::size_t cells = cells_.cells();
  std::vector<std::size_t> reach(cells);
  for (std::size_t first = 0; first < cells; ++first) reach[first] = static_cast<std::size_t>(extend(first, bound) + 1);
  Entries needed{std::vector<int>(cells + 1, 0), std::vector<int>(cells + 1, 0)};
  // Greedy extension covers the most; both counts are monotone.
  std::size_t covered = 0;
  for (std::size_t cell = 1, count = 0; cell <= cells; ++cell) {
    while (covered < cell && count <= cells) {
      covered = std::max(covered, reach[covered]);
      ++count;
    }
    needed.before[cell] = static_cast<int>(count);
  }
  for (std::size_t cell = cells; cell > 0; --cell) {
    needed.behind[cell - 1] = reach[cell - 1] < cell ? static_cast<int>(cells) + 1 : needed.behind[reach[cell - 1]] + 1;
  }
  return needed;
}

SegmentCosts<CodeCost> NarrowSolver::costs(std::int64_t bound, int entries, int threads) const {
  const Bounds bounds = bounds_for(bound);
  const Bounds& exact = exact_;
  const std::size_t cells = cells_.cells();
  SegmentCosts<CodeCost> result(cells, kInfeasible);
  std::vector<std::ptrdiff_t> exact_reach(cells);
  for (std::size_t first = 0; first < cells; ++first) exact_reach[first] = extend(first, 0);
  const Entries needed = entries_needed(bound);
  parallel_for(cells, threads, [&](std::size_t first) {
    // A segment that can be exact has no mismatches, and the squared error of Y*: nothing to search.
    const std::ptrdiff_t reach = exact_reach[first];
    const std::size_t item_begin = cells_.begin[first];
    for (std::size_t last = first; static_cast<std::ptrdiff_t>(last) <= reach; ++last) {
      result.at(first, last) = {0, ideal_squares_[cells_.begin[last + 1]] - ideal_squares_[item_begin]};
    }
    if (bound == 0) return;
    const auto useful = [&](std::size_t last) { return needed.before[first] + 1 + needed.behind[last + 1] <= entries; };
    if (!useful(cells - 1) && needed.before[first] >= entries) return;
    const auto next = static_cast<std::size_t>(
        reach + 1 > static_cast<std::ptrdiff_t>(first) ? reach + 1 : static_cast<std::ptrdiff_t>(first));
    if (next >= cells) return;
    std::vector<Choice> best(cells);
    for (std::int32_t k = slope_min_; k <= slope_max_; ++k) {
      Slope slope(*this, k, item_begin);
      bool alive = true;
      while (alive && slope.end < cells_.begin[next]) {
        const std::size_t i = slope.end;
        alive = slope.within(cells_.items[i], bounds.low[i], bounds.high[i]);
      }
      if (!alive) continue;
      bool sorted = false;
      for (std::size_t last = next; last < cells; ++last) {
        while (alive && slope.end < cells_.begin[last + 1]) {
          const std::size_t i = slope.end;
          alive = slope.within(cells_.items[i], bounds.low[i], bounds.high[i]);
        }
        if (!alive) break;
        if (!useful(last)) continue;
        for (std::size_t i = slope.begin + slope.match_low.size(); i < slope.end; ++i) {
          slope.match(cells_.items[i], exact.low[i], exact.high[i]);
        }
        if (sorted) {
          slope.insert_sorted();
        } else {
          slope.sort_all();
          sorted = true;
        }
        sweep(slope, bound, false, best[last]);
      }
    }
    for (std::size_t last = next; last < cells; ++last) result.at(first, last) = best[last].cost;
  });
  return result;
}

Line NarrowSolver::best_line(std::size_t first, std::size_t last, std::int64_t bound) const {
  if (const std::optional<Line> exact = line(first, last, 0)) return *exact;
  const Bounds bounds = bounds_for(bound);
  Choice best;
  for (std::int32_t k = slope_min_; k <= slope_max_; ++k) {
    Slope slope(*this, k, cells_.begin[first]);
    bool alive = true;
    while (alive && slope.end < cells_.begin[last + 1]) {
      const std::size_t i = slope.end;
      alive = slope.within(cells_.items[i], bounds.low[i], bounds.high[i]);
      slope.match(cells_.items[i], exact_.low[i], exact_.high[i]);
    }
    if (!alive) continue;
    slope.sort_all();
    sweep(slope, bound, true, best);
  }
  return best.line;
}

}  // namespace pwlforge::fitting
