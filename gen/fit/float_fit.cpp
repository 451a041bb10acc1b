// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/float_fit.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "gen/fit/context.hpp"
#include "gen/fit/segment_dp.hpp"
#include "gen/support/parallel.hpp"

namespace pwlforge::fitting {

namespace {

constexpr int kSamples = 1024;
constexpr double kFar = 1e4;    // where the asymptotes are read off, as GQA-LUT's trainer does
constexpr int kNearSlopes = 3;  // slopes tried on each side of the rounded one

struct RealLine {
  double slope = 0, intercept = 0;
};

std::optional<RealLine> asymptote(const Function& function, double end) {
  if (std::isfinite(end)) return std::nullopt;
  const double far = std::copysign(kFar, end);
  const double slope = (function.value(2 * far) - function.value(far)) / far;
  return RealLine{slope, function.value(far) - (slope * far)};
}

// Squared error of a real line.
double real_cost(const Moments& m, const RealLine& line) {
  const long double k = line.slope;
  const long double b = line.intercept;
  return static_cast<double>(
      std::max(0.0L, (k * k * m.xx) + (b * b * m.n) + m.yy + (2 * ((k * b * m.x) - (k * m.xy) - (b * m.y)))));
}

RealLine best_real_line(const Moments& m) {
  const double slope = real_slope(m);
  return {slope, static_cast<double>((m.y - (slope * m.x)) / m.n)};
}

double nearest(const golden::FloatFormat& format, double value) {
  return golden::to_double(format, golden::from_double(format, value));
}

// Slope and intercept on the format's own grid: the neighbours of the rounded slope, each with its best intercept.
RealLine rounded_line(const golden::FloatFormat& format, const Moments& m, const RealLine& line) {
  RealLine best{nearest(format, line.slope), nearest(format, line.intercept)};
  double least = real_cost(m, best);
  const double step = std::ldexp(1.0, std::ilogb(std::max(std::abs(line.slope), 0x1p-100)) - format.mantissa_bits);
  for (int i = -kNearSlopes; i <= kNearSlopes; ++i) {
    RealLine candidate;
    candidate.slope = nearest(format, line.slope + (i * step));
    candidate.intercept = nearest(format, static_cast<double>((m.y - (candidate.slope * m.x)) / m.n));
    const double cost = real_cost(m, candidate);
    if (cost < least) {
      least = cost;
      best = candidate;
    }
  }
  return best;
}

std::int64_t pattern(const golden::FloatFormat& format, double value) {
  return static_cast<std::int64_t>(golden::from_double(format, value));
}

FloatSolution finish(const FitRequest& request, const RealPwl& pwl) {
  const golden::FloatFormat& format = request.format.float_format;
  FloatSolution solution;
  TableContext& context = solution.context;
  context.breakpoints = pwl.breakpoints;
  for (const double p : pwl.breakpoints) context.thresholds.push_back(pattern(format, p));
  for (const double k : pwl.slopes) context.slopes.push_back(pattern(format, k));
  for (const double b : pwl.intercepts) context.intercepts.push_back(pattern(format, b));
  while (context.slopes.size() < static_cast<std::size_t>(request.entries)) {
    context.breakpoints.push_back(context.breakpoints.empty() ? 0.0 : context.breakpoints.back());
    context.thresholds.push_back(context.thresholds.empty() ? 0 : context.thresholds.back());
    context.slopes.push_back(context.slopes.back());
    context.intercepts.push_back(context.intercepts.back());
  }
  const golden::FloatParams params = float_params(context);
  const std::vector<double> points = midpoints(fit_range(request), kSamples);
  for (const double point : points) {
    const std::uint64_t x = golden::from_double(format, point);
    const double y = golden::to_double(format, golden::evaluate(format, {}, params, x));
    const double error = y - request.function->value(golden::to_double(format, x));
    solution.mse += error * error / static_cast<double>(points.size());
  }
  return solution;
}

}  // namespace

FloatSolution quantize_float(const FitRequest& request, const RealPwl& pwl) {
  return finish(request, pwl);
}

FloatSolution fit_float(const FitRequest& request) {
  const Range range = fit_range(request);
  const std::vector<double> points = midpoints(range, kSamples);
  std::vector<Moments> prefix(points.size() + 1);
  for (std::size_t i = 0; i < points.size(); ++i) {
    prefix[i + 1] = prefix[i];
    prefix[i + 1].add(points[i], request.function->value(points[i]), 1.0 / static_cast<double>(points.size()));
  }
  const Range domain = request.function->domain();
  const std::optional<RealLine> low = asymptote(*request.function, domain.low);
  const std::optional<RealLine> high = asymptote(*request.function, domain.high);
  const auto line_of = [&](std::size_t first, std::size_t last) {
    if (first == 0 && low) return *low;
    if (last + 1 == points.size() && high) return *high;
    return best_real_line(prefix[last + 1] - prefix[first]);
  };
  SegmentCosts<double> costs(points.size(), kInfinity);
  parallel_for(points.size(), thread_count(request.threads), [&](std::size_t last) {
    for (std::size_t first = 0; first <= last; ++first) {
      costs.at(first, last) = real_cost(prefix[last + 1] - prefix[first], line_of(first, last));
    }
  });
  double real_mse = 0;
  const std::vector<std::size_t> starts = best_partition(costs, request.entries, kInfinity, &real_mse);
  RealPwl pwl;
  for (std::size_t t = 0; t < starts.size(); ++t) {
    const std::size_t last = (t + 1 < starts.size() ? starts[t + 1] : points.size()) - 1;
    const RealLine real = line_of(starts[t], last);
    const bool pinned = (starts[t] == 0 && low) || (last + 1 == points.size() && high);
    const RealLine line =
        pinned ? real : rounded_line(request.format.float_format, prefix[last + 1] - prefix[starts[t]], real);
    pwl.slopes.push_back(line.slope);
    pwl.intercepts.push_back(line.intercept);
    // Between two points, so that no point lies on a breakpoint.
    if (t > 0) pwl.breakpoints.push_back((points[starts[t] - 1] + points[starts[t]]) / 2);
  }
  FloatSolution solution = finish(request, pwl);
  solution.real_mse = real_mse;
  return solution;
}

}  // namespace pwlforge::fitting
