// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Least squares on a lattice: the slope and the intercept of one segment that are exactly representable and whose
// weighted squared error is least.
#pragma once

#include <cstdint>
#include <limits>

namespace pwlforge::fitting {

/// Weighted sums over the points of a segment. Differences of prefix sums, hence extended precision.
struct Moments {
  long double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;

  void add(long double px, long double py, long double weight);
  Moments& operator+=(const Moments& other);
  friend Moments operator-(const Moments& a, const Moments& b) {
    return {a.n - b.n, a.x - b.x, a.y - b.y, a.xx - b.xx, a.xy - b.xy, a.yy - b.yy};
  }
};

/// slope = K * slope_unit, intercept = B * intercept_unit, with K and B in their ranges.
struct Lattice {
  double slope_unit = 1;
  double intercept_unit = 1;
  double abscissa_step = 1;  ///< all x are multiples of this; 0: of nothing
  double negligible = 0;     ///< gains of a segment below this are not searched for
  std::int64_t slope_min = 0, slope_max = 0;
  std::int64_t intercept_min = 0, intercept_max = 0;
};

struct LineFit {
  std::int64_t slope = 0;
  std::int64_t intercept = 0;
  double cost = 0;  ///< weighted squared error
};

/// Squared error of a given line.
double line_cost(const Moments& moments, const Lattice& lattice, std::int64_t slope, std::int64_t intercept);

/// Slope of the best real line; 0 for a single point.
double real_slope(const Moments& moments);

/// The best line of the lattice. Slopes are enumerated outwards from that of the best real line whose intercept is in
/// range; the enumeration ends when the cost of a slope with any real intercept in range exceeds the best cost found,
/// so the result is the optimum. `bound`: a cost above which the
/// caller does not care (the result then only says that it is above).
LineFit fit_line(const Moments& moments, const Lattice& lattice,
                 double bound = std::numeric_limits<double>::infinity());

}  // namespace pwlforge::fitting
