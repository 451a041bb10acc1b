// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/baselines.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gen/fit/context.hpp"
#include "gen/fit/random.hpp"

namespace pwlforge::fitting {

namespace {

constexpr int kPoints = 512;
constexpr int kSteps = 3000;
constexpr double kRate = 0.01;
constexpr double kDecay1 = 0.9;
constexpr double kDecay2 = 0.999;

// Adam (Kingma and Ba, 2015).
class Adam {
 public:
  explicit Adam(std::size_t size) : mean_(size), square_(size) {}
  void step(std::vector<double>& parameters, const std::vector<double>& gradient, double rate) {
    ++steps_;
    const double bias1 = 1 - std::pow(kDecay1, steps_);
    const double bias2 = 1 - std::pow(kDecay2, steps_);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      mean_[i] = (kDecay1 * mean_[i]) + ((1 - kDecay1) * gradient[i]);
      square_[i] = (kDecay2 * square_[i]) + ((1 - kDecay2) * gradient[i] * gradient[i]);
      parameters[i] -= rate * (mean_[i] / bias1) / (std::sqrt(square_[i] / bias2) + 1e-12);
    }
  }

 private:
  int steps_ = 0;
  std::vector<double> mean_, square_;
};

}  // namespace

RealPwl run_uniform(const FitRequest& request) {
  const Range range = fit_range(request);
  RealPwl pwl;
  const double width = (range.high - range.low) / request.entries;
  for (int i = 0; i < request.entries; ++i) {
    const double low = range.low + (width * i);
    if (i > 0) pwl.breakpoints.push_back(low);
    Moments moments;
    for (const double x : midpoints({low, low + width}, kPoints)) moments.add(x, request.function->value(x), 1);
    const double slope = real_slope(moments);
    pwl.slopes.push_back(slope);
    pwl.intercepts.push_back(static_cast<double>((moments.y - (slope * moments.x)) / moments.n));
  }
  return pwl;
}

RealPwl run_relu(const FitRequest& request) {
  const Range range = fit_range(request);
  const std::vector<double> points = midpoints(range, kPoints);
  std::vector<double> values;
  for (const double x : points) values.push_back(request.function->value(x));
  const auto knots = static_cast<std::size_t>(request.entries - 1);
  // Parameters: knots, their weights, slope d, intercept c.
  std::vector<double> parameters((2 * knots) + 2);
  Random random(request.seed);
  for (std::size_t i = 0; i < knots; ++i) parameters[i] = random.between(range.low, range.high);
  std::vector<double> best = parameters;
  double least = std::numeric_limits<double>::infinity();
  std::vector<double> gradient(parameters.size());
  Adam adam(parameters.size());
  for (int step = 0; step < kSteps; ++step) {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    double loss = 0;
    for (std::size_t n = 0; n < points.size(); ++n) {
      const double x = points[n];
      double y = parameters[2 * knots + 1] + (parameters[2 * knots] * x);
      for (std::size_t i = 0; i < knots; ++i) y += parameters[knots + i] * std::max(0.0, x - parameters[i]);
      const double error = y - values[n];
      loss += error * error;
      for (std::size_t i = 0; i < knots; ++i) {
        if (x <= parameters[i]) continue;
        gradient[i] -= error * parameters[knots + i];
        gradient[knots + i] += error * (x - parameters[i]);
      }
      gradient[2 * knots] += error * x;
      gradient[(2 * knots) + 1] += error;
    }
    if (loss < least) {
      least = loss;
      best = parameters;
    }
    for (double& g : gradient) g *= 2.0 / kPoints;
    adam.step(parameters, gradient, kRate * (1.0 - (static_cast<double>(step) / kSteps)));
    for (std::size_t i = 0; i < knots; ++i) parameters[i] = std::clamp(parameters[i], range.low, range.high);
  }
  std::vector<std::pair<double, double>> rectifiers;
  for (std::size_t i = 0; i < knots; ++i) rectifiers.emplace_back(best[i], best[knots + i]);
  std::sort(rectifiers.begin(), rectifiers.end());
  RealPwl pwl;
  pwl.slopes.push_back(best[2 * knots]);
  pwl.intercepts.push_back(best[(2 * knots) + 1]);
  for (const auto& [knot, weight] : rectifiers) {
    pwl.breakpoints.push_back(knot);
    pwl.slopes.push_back(pwl.slopes.back() + weight);
    pwl.intercepts.push_back(pwl.intercepts.back() - (weight * knot));
  }
  return pwl;
}

}  // namespace pwlforge::fitting
