// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/lattice.hpp"

#include <algorithm>
#include <cmath>

namespace pwlforge::fitting {

namespace {

// Moments about the mean.
struct Centred {
  double n = 0, mean_x = 0, mean_y = 0, xx = 0, yy = 0, slope = 0, residual = 0;
};

Centred centre(const Moments& m) {
  Centred c;
  c.n = static_cast<double>(m.n);
  if (!(m.n > 0)) return {};
  const long double mean_x = m.x / m.n;
  const long double mean_y = m.y / m.n;
  const long double xx = m.xx - (mean_x * m.x);
  const long double xy = m.xy - (mean_x * m.y);
  const long double yy = std::max(m.yy - (mean_y * m.y), 0.0L);
  c.mean_x = static_cast<double>(mean_x);
  c.mean_y = static_cast<double>(mean_y);
  c.yy = static_cast<double>(yy);
  // Below this the points have one abscissa and the rest is cancellation.
  if (xx > 1e-15L * std::abs(m.xx) && xx > 0) {
    c.xx = static_cast<double>(xx);
    c.slope = static_cast<double>(xy / xx);
    c.residual = static_cast<double>(std::max(yy - (xy * xy / xx), 0.0L));
  }
  return c;
}

std::int64_t clamped(double value, std::int64_t low, std::int64_t high) {
  if (value <= static_cast<double>(low)) return low;
  if (value >= static_cast<double>(high)) return high;
  return static_cast<std::int64_t>(std::nearbyint(value));
}

// Slope of the best real line whose intercept lies in [low, high]. Both terms of the error are convex in the slope, so
// away from this slope the error of any such line only grows.
double box_slope(const Centred& c, double low, double high) {
  const double wanted = c.mean_y - (c.slope * c.mean_x);
  const double squares = c.xx + (c.n * c.mean_x * c.mean_x);
  if ((wanted >= low && wanted <= high) || !(squares > 0)) return c.slope;
  const double limit = wanted < low ? low : high;
  return ((c.xx * c.slope) + (c.n * c.mean_x * (c.mean_y - limit))) / squares;
}

// Ends the enumeration on formats so fine that no two slopes differ in double precision.
constexpr std::int64_t kMaxSlopes = std::int64_t{1} << 16;

}  // namespace

void Moments::add(long double px, long double py, long double weight) {
  n += weight;
  x += weight * px;
  y += weight * py;
  xx += weight * px * px;
  xy += weight * px * py;
  yy += weight * py * py;
}

Moments& Moments::operator+=(const Moments& other) {
  n += other.n;
  x += other.x;
  y += other.y;
  xx += other.xx;
  xy += other.xy;
  yy += other.yy;
  return *this;
}

double real_slope(const Moments& moments) {
  return centre(moments).slope;
}

double line_cost(const Moments& moments, const Lattice& lattice, std::int64_t slope, std::int64_t intercept) {
  const Centred c = centre(moments);
  if (!(c.n > 0)) return 0;
  const double k = static_cast<double>(slope) * lattice.slope_unit;
  const double b = static_cast<double>(intercept) * lattice.intercept_unit;
  const double off = b - (c.mean_y - (k * c.mean_x));
  const double turn = k - c.slope;
  return c.residual + (c.xx * turn * turn) + (c.n * off * off);
}

LineFit fit_line(const Moments& moments, const Lattice& lattice, double bound) {
  const Centred c = centre(moments);
  const double least_intercept = static_cast<double>(lattice.intercept_min) * lattice.intercept_unit;
  const double greatest_intercept = static_cast<double>(lattice.intercept_max) * lattice.intercept_unit;
  const double centre_slope = box_slope(c, least_intercept, greatest_intercept);
  LineFit best;
  best.slope = clamped(centre_slope / lattice.slope_unit, lattice.slope_min, lattice.slope_max);
  best.intercept = clamped(0, lattice.intercept_min, lattice.intercept_max);
  if (!(c.n > 0)) return best;
  best.cost = std::numeric_limits<double>::infinity();
  if (c.residual > bound) return best;

  std::int64_t unclipped = 0;
  const auto try_slope = [&](std::int64_t slope) {
    const double k = static_cast<double>(slope) * lattice.slope_unit;
    const double turn = k - c.slope;
    const double wanted = c.mean_y - (k * c.mean_x);
    const double outside = wanted - std::clamp(wanted, least_intercept, greatest_intercept);
    const double turned = c.residual + (c.xx * turn * turn);
    const double partial = turned + (c.n * outside * outside);
    if (partial + lattice.negligible >= best.cost || partial > bound) return false;
    const std::int64_t intercept =
        clamped(wanted / lattice.intercept_unit, lattice.intercept_min, lattice.intercept_max);
    if (intercept > lattice.intercept_min && intercept < lattice.intercept_max) ++unclipped;
    const double off = (static_cast<double>(intercept) * lattice.intercept_unit) - wanted;
    const double cost = turned + (c.n * off * off);
    if (cost < best.cost) best = {slope, intercept, cost};
    return true;
  };

  const std::int64_t start = best.slope;
  bool up = try_slope(start);
  bool down = up;
  const bool up_first = centre_slope >= static_cast<double>(start) * lattice.slope_unit;
  // With one abscissa a slope only shifts the grid of slope * x + intercept; the shifts repeat with this period, as
  // long as the intercepts stay within their range (which neighbouring slopes do together).
  const double period = lattice.intercept_unit / (lattice.slope_unit * lattice.abscissa_step);
  for (std::int64_t step = 1; (up || down) && step <= kMaxSlopes; ++step) {
    if (c.xx == 0 && static_cast<double>(unclipped) >= period) break;
    up = up && start + step <= lattice.slope_max;
    down = down && start - step >= lattice.slope_min;
    if (up_first) {
      up = up && try_slope(start + step);
      down = down && try_slope(start - step);
    } else {
      down = down && try_slope(start - step);
      up = up && try_slope(start + step);
    }
  }
  return best;
}

}  // namespace pwlforge::fitting
