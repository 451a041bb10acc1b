// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/segment_reach.hpp"

#include <algorithm>
#include <cmath>

namespace pwlforge::fitting {
namespace {

constexpr std::int32_t kUnknown = -1;

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

}  // namespace

std::int64_t SegmentReach::from(const KeptBits& slope, const KeptBits& intercept, std::int64_t last) const {
  const auto key =
      static_cast<std::uint32_t>((slope.low << 24) | (slope.bits << 16) | (intercept.low << 8) | intercept.bits);
  std::vector<std::int32_t>& answers = known_[key];
  if (answers.empty()) answers.assign(windows_.allowed.size(), kUnknown);
  const auto end = static_cast<std::size_t>(last - windows_.first);
  if (answers[end] != kUnknown) return windows_.first + answers[end];

  const Numbers slopes = numbers_of(slope);
  const Numbers intercepts = numbers_of(intercept);
  auto best = static_cast<std::ptrdiff_t>(end) + 1;
  for (std::int64_t k = slopes.low; k <= slopes.high && best > 0; k += slopes.step) {
    std::int64_t low = -kUnbounded;
    std::int64_t high = kUnbounded;
    auto at = static_cast<std::ptrdiff_t>(end);
    for (; at >= 0; --at) {
      const AccumulatorInterval& allowed = windows_.allowed[static_cast<std::size_t>(at)];
      const std::int64_t product = k * (windows_.first + at);
      low = std::max(low, allowed.low - product);
      high = std::min(high, allowed.high - product);
      if (!any_between(intercepts, low, high)) break;
    }
    best = std::min(best, at + 1);
  }
  answers[end] = static_cast<std::int32_t>(best);
  return windows_.first + best;
}

std::optional<Line> SegmentReach::line(const KeptBits& slope, const KeptBits& intercept, std::int64_t first,
                                       std::int64_t last) const {
  const Numbers slopes = numbers_of(slope);
  const Numbers intercepts = numbers_of(intercept);
  std::optional<Line> best;
  double least = 0;
  for (std::int64_t k = slopes.low; k <= slopes.high; k += slopes.step) {
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
