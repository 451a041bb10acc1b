// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Segments for slopes of many bits and inputs of up to 16 bits, one context. For a slope K the intercepts that meet
// every code are max(low - K q) .. min(high - K q); their number is concave in K, so a violated pair of codes cuts off
// one side of K.
#pragma once

#include <vector>

#include "gen/fit/lsb_problem.hpp"

namespace pwlforge::fitting {

class WideSolver final : public LsbSolver {
 public:
  /// Inputs of up to 16 bits, one context, accumulators of up to 58 bits.
  static bool handles(const FitRequest& request, const std::vector<int>& requant_shifts);

  /// `relaxed`: intercepts are any integer at accumulator resolution, also in the shifted form. Then extend() goes at
  /// least as far as any representable line does, which proves lower bounds. Direct intercepts need no relaxation: they
  /// are exact.
  WideSolver(const FitRequest& request, const LsbCells& cells, const std::vector<int>& requant_shifts, bool relaxed);

  std::ptrdiff_t extend(std::size_t first, std::int64_t bound) const override;
  std::optional<Line> line(std::size_t first, std::size_t last, std::int64_t bound) const override;

 private:
  struct Window {  // intercepts (times 2^s) for one slope, and the codes that limit them
    std::int64_t low, high, low_code, high_code;
  };
  struct Bounds {
    std::int64_t bound = -1;
    std::vector<std::int64_t> low, high;
  };
  const Bounds& cached(std::int64_t bound) const;
  Window window(const Bounds& bounds, std::size_t begin, std::size_t end, std::int64_t slope) const;
  std::optional<Line> on_lattice(const Window& window, std::int64_t slope) const;
  /// Some representable line; *slope is where the search starts and ends.
  std::optional<Line> any_line(const Bounds& bounds, std::size_t begin, std::size_t end, std::int64_t& slope) const;

  const FitRequest& request_;
  const LsbCells& cells_;
  int requant_shift_;
  int shift_;
  std::int64_t slope_min_, slope_max_, intercept_min_, intercept_max_;
  mutable Bounds cache_;
};

}  // namespace pwlforge::fitting
