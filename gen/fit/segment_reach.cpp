// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/segment_reach.hpp"

#include <algorithm>
#include <cmath>

namespace pwlforge::fitting {
namespace {

struct Numbers {
  std::int64_t low, high, step;
};

Numbers numbers_of(const KeptBits& kind) {
  if (kind.bits == 0) return {0, 0, 1};
  const std::int64_t step = std::int64_t{1} << kind.low;
  return {static_cast<std::int64_t>(golden::min_of(kind.bits, true)) * step,
          static_cast<std::int64_t>(golden::max_of(kind.bits, true)) * step, step};
}

/// The least number of the kind that is at least `low`, if it is at most `high`.
bool any_between(const Numbers& kind, std::int64_t low, std::int64_t high) {
  low = std::max(low, kind.low);
  const std::int64_t up = (low + kind.step - 1) & -kind.step;
  return up <= std::min(high, kind.high);
}

/// Slopes low..high; none when low > high.
struct SlopeRange {
  std::int64_t low = -kUnbounded;
  std::int64_t high = kUnbounded;
  bool empty() const { return low > high; }
};

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {  // by > 0
  return (value / by) - (value % by < 0 ? 1 : 0);
}

/// Keeps the slopes with which some real intercept meets both of two codes, `distance` > 0 apart.
void meet_both(SlopeRange& slopes, const AccumulatorInterval& lower, const AccumulatorInterval& upper,
               std::int64_t distance) {
  slopes.low = std::max(slopes.low, -floor_divide(lower.high - upper.low, distance));
  slopes.high = std::min(slopes.high, floor_divide(upper.high - lower.low, distance));
}

}  // namespace

// Slopes with which `last` and every code down to some code can be met, pair by pair, get fewer the further down one
// goes: those that may go furthest are tried first, and the others need not be tried once one has gone further than
// they can.
std::int64_t SegmentReach::from(const KeptBits& slope, const KeptBits& intercept, std::int64_t last) const {
  const auto kinds =
      static_cast<std::uint32_t>((slope.low << 24) | (slope.bits << 16) | (intercept.low << 8) | intercept.bits);
  const auto end = static_cast<std::ptrdiff_t>(last - windows_.first);
  const auto [found, is_new] = known_.try_emplace((std::uint64_t{kinds} << 32) | static_cast<std::uint32_t>(end), 0);
  if (!is_new) return windows_.first + found->second;

  const Numbers slopes = numbers_of(slope);
  const Numbers intercepts = numbers_of(intercept);
  const auto allowed = [&](std::ptrdiff_t at) -> const AccumulatorInterval& {
    return windows_.allowed[static_cast<std::size_t>(at)];
  };
  std::vector<SlopeRange> ranges;  // by distance from `end`
  SlopeRange range;
  for (std::ptrdiff_t at = end; at >= 0; --at) {
    if (allowed(at).low > allowed(at).high) break;
    if (at < end) meet_both(range, allowed(at), allowed(end), end - at);
    if (range.empty() || range.low > slopes.high || range.high < slopes.low) break;
    ranges.push_back(range);
  }
  const auto reach_of = [&](std::int64_t k) {
    std::int64_t low = -kUnbounded;
    std::int64_t high = kUnbounded;
    std::ptrdiff_t at = end;
    for (; at >= 0; --at) {
      const std::int64_t product = k * (windows_.first + at);
      low = std::max(low, allowed(at).low - product);
      high = std::min(high, allowed(at).high - product);
      if (!any_between(intercepts, low, high)) break;
    }
    return at + 1;
  };
  std::ptrdiff_t best = end + 1;
  SlopeRange tried{1, 0};
  for (std::size_t distance = ranges.size(); distance-- > 0;) {
    const std::ptrdiff_t at = end - static_cast<std::ptrdiff_t>(distance);
    if (best <= at) break;  // slopes outside of this range stop above `at`
    const std::int64_t low = std::max(ranges[distance].low, slopes.low);
    const std::int64_t high = std::min(ranges[distance].high, slopes.high);
    for (std::int64_t k = (low + slopes.step - 1) & -slopes.step; k <= high; k += slopes.step) {
      if (!tried.empty() && k >= tried.low && k <= tried.high) {
        k = tried.high & -slopes.step;  // these have been tried
        continue;
      }
      if (may_be_slope(k)) best = std::min(best, reach_of(k));
    }
    tried = {low, high};
  }
  found->second = static_cast<std::int32_t>(best);
  return windows_.first + best;
}

std::optional<Line> SegmentReach::line(const KeptBits& slope, const KeptBits& intercept, std::int64_t first,
                                       std::int64_t last) const {
  const Numbers slopes = numbers_of(slope);
  const Numbers intercepts = numbers_of(intercept);
  SlopeRange range{slopes.low, slopes.high};
  const auto allowed = [&](std::int64_t code) -> const AccumulatorInterval& {
    return windows_.allowed[static_cast<std::size_t>(code - windows_.first)];
  };
  for (std::int64_t code = first; code < last; ++code) {
    meet_both(range, allowed(code), allowed(last), last - code);
    if (code > first) meet_both(range, allowed(first), allowed(code), code - first);
  }
  std::optional<Line> best;
  double least = 0;
  for (std::int64_t k = (range.low + slopes.step - 1) & -slopes.step; k <= range.high; k += slopes.step) {
    if (!may_be_slope(k)) continue;
    std::int64_t low = std::max(-kUnbounded, intercepts.low);
    std::int64_t high = std::min(kUnbounded, intercepts.high);
    double weight = 0, sum = 0, squares = 0;
    for (std::int64_t code = first; code <= last && low <= high; ++code) {
      const auto at = static_cast<std::size_t>(code - windows_.first);
      const std::int64_t product = k * code;
      low = std::max(low, windows_.allowed[at].low - product);
      high = std::min(high, windows_.allowed[at].high - product);
      const double rest = windows_.targets[at] - static_cast<double>(product);
      weight += windows_.weights[at];
      sum += windows_.weights[at] * rest;
      squares += windows_.weights[at] * rest * rest;
    }
    if (!any_between(intercepts, low, high)) continue;
    // The representable intercept nearest to the mean of what is left.
    const std::int64_t least_b = (low + intercepts.step - 1) & -intercepts.step;
    const std::int64_t most_b = high & -intercepts.step;
    const double mean = weight > 0 ? sum / weight : 0;
    const auto wanted =
        static_cast<std::int64_t>(std::llround(mean / static_cast<double>(intercepts.step))) * intercepts.step;
    const std::int64_t b = std::clamp(wanted, least_b, most_b);
    const double off = static_cast<double>(b) - mean;
    const double cost = weight > 0 ? squares - (weight * mean * mean) + (weight * off * off) : 0;
    if (!best || cost < least) {
      best = Line{k, b};
      least = cost;
    }
  }
  return best;
}

}  // namespace pwlforge::fitting
