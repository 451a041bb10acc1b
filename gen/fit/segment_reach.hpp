// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// How far one line with a slope and an intercept of given widths goes: the question behind every choice of widths.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "gen/fit/bounds.hpp"
#include "gen/fit/lsb_problem.hpp"
#include "gen/support/signed_digits.hpp"
#include "sim/golden/kept_words.hpp"

namespace pwlforge::fitting {

using golden::KeptBits;

/// What every code of one context may give at one requantization shift.
struct CodeWindows {
  std::int64_t first = 0;                    ///< code of the first element
  std::vector<AccumulatorInterval> allowed;  ///< accumulators by code; low > high: the code cannot be met
  std::vector<double> targets;               ///< accumulators of the function itself
  std::vector<double> weights;               ///< of squared errors; 0: the code does not occur
  int slope_terms = 0;                       ///< slopes are sums of at most so many signed powers of two; 0: any
};

/// Slopes and intercepts (direct form) are numbers of a kind: k * 2^low with k of some bits. No slope of
/// the kind that could matter is left out, so that answers are exact. They are kept; not for several threads at once.
class SegmentReach {
 public:
  explicit SegmentReach(CodeWindows windows) : windows_(std::move(windows)) {}

  std::int64_t first() const { return windows_.first; }
  std::int64_t last() const { return windows_.first + static_cast<std::int64_t>(windows_.allowed.size()) - 1; }

  /// The least code from which one line meets every code up to `last`; last + 1 when not even that one is met. Whatever
  /// line meets a stretch of codes meets every part of it, so the answer never falls when `last` rises.
  std::int64_t from(const KeptBits& slope, const KeptBits& intercept, std::int64_t last) const;

  /// The line of least weighted squared error of accumulators among those that meet first..last.
  std::optional<Line> line(const KeptBits& slope, const KeptBits& intercept, std::int64_t first,
                           std::int64_t last) const;

 private:
  bool may_be_slope(std::int64_t k) const {
    return windows_.slope_terms == 0 || signed_digit_count(k) <= windows_.slope_terms;
  }

  CodeWindows windows_;
  mutable std::unordered_map<std::uint64_t, std::int32_t> known_;  ///< answers by kinds and `last`
};

}  // namespace pwlforge::fitting
