// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A user's function, known at sample points and linear between them.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gen/functions/function.hpp"
#include "gen/support/diagnostics.hpp"
#include "sim/golden/float_unit.hpp"

namespace pwlforge {

namespace {

class Sampled final : public Function {
 public:
  Sampled(std::string name, std::vector<std::pair<double, double>> samples)
      : name_(std::move(name)), samples_(std::move(samples)) {}

  const std::string& name() const override { return name_; }
  double value(double x) const override {
    auto upper = std::upper_bound(samples_.begin() + 1, samples_.end() - 1, x,
                                  [](double v, const std::pair<double, double>& s) { return v < s.first; });
    const auto& [x1, y1] = *upper;
    const auto& [x0, y0] = *(upper - 1);
    return y0 + ((y1 - y0) * ((x - x0) / (x1 - x0)));
  }
  // The interpolated double is the definition of f here, so no wider value exists to decide by.
  std::int64_t ideal(std::int64_t steps, double input_scale, double output_scale) const override {
    const double quotient = std::floor((value(static_cast<double>(steps) * input_scale) / output_scale) + 0.5);
    return static_cast<std::int64_t>(std::clamp(quotient, -0x1p62, 0x1p62));
  }
  std::uint64_t rounded_bits(double x, int exponent_bits, int mantissa_bits) const override {
    return golden::from_double({exponent_bits, mantissa_bits}, value(x));
  }
  Range fit_range() const override { return {samples_.front().first, samples_.back().first}; }
  Range domain() const override { return fit_range(); }
  std::vector<int> default_scales() const override { return {0, 1, 2, 3, 4, 5, 6}; }
  GeneticProfile genetic_profile(int /*entries*/) const override {
    return {samples_.front().first, samples_.back().first, fit_range()};
  }
  const std::vector<std::pair<double, double>>& samples() const override { return samples_; }

 private:
  std::string name_;
  std::vector<std::pair<double, double>> samples_;
};

}  // namespace

std::unique_ptr<Function> make_sampled(const std::string& name, std::vector<std::pair<double, double>> samples) {
  Problems problems;
  if (samples.size() < 2) {
    problems.add(name, fmt::format("a sampled function needs at least 2 points (found {})", samples.size()),
                 "add points");
  }
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto& [x, y] = samples[i];
    if (!std::isfinite(x) || !std::isfinite(y)) {
      problems.add(fmt::format("{}: point {}", name, i + 1), fmt::format("x and y must be finite (found {}, {})", x, y),
                   "remove the point or mend it");
    } else if (i > 0 && x <= samples[i - 1].first) {
      problems.add(fmt::format("{}: point {}", name, i + 1),
                   fmt::format("x must increase (found {} after {})", x, samples[i - 1].first), "sort the points");
    }
  }
  problems.throw_if_any();
  return std::make_unique<Sampled>(name, std::move(samples));
}

}  // namespace pwlforge
