// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the loadable words of an FP32 operator hold, and what it then computes.
#include <algorithm>
#include <cmath>
#include <random>

#include "gen/operator/operator_float.hpp"

namespace pwlforge {
namespace {

using golden::kFp32;

std::uint64_t word_of(double value) {
  return golden::from_double(kFp32, value);
}

/// Any finite words of a table, its thresholds sorted, all of moderate size.
golden::FloatParams random_params(int entries, double least, double most, std::mt19937_64& random) {
  const auto pick = [&](double low, double high) {
    return low + (high - low) * std::ldexp(static_cast<double>(random() >> 11), -53);
  };
  std::vector<double> thresholds;
  for (int i = 0; i + 1 < entries; ++i) thresholds.push_back(pick(least, most));
  std::sort(thresholds.begin(), thresholds.end());
  golden::FloatParams params;
  for (const double threshold : thresholds) params.thresholds.push_back(word_of(threshold));
  for (int i = 0; i < entries; ++i) {
    params.slopes.push_back(word_of(pick(-1, 1)));
    params.intercepts.push_back(word_of(pick(-1, 3)));
  }
  return params;
}

golden::FloatParams table_params(const UnitPlan& unit) {
  return stored_float_params(unit, float_params(unit.spec.tables.front().contexts.front()));
}

}  // namespace

OperatorImage float_table_image(const OperatorPlan& plan, const OperatorNumbers& numbers) {
  const OperatorSpec& spec = plan.spec;
  OperatorImage image;
  if (!is_norm(spec.kind)) image.float_unit = table_params(plan.unit);
  image.float_wide = table_params(plan.wide.core);
  if (!is_norm(spec.kind)) return image;
  const double n = numbers.length > 0 ? numbers.length : spec.max_row;
  image.reciprocal_length = word_of(1 / n);
  image.epsilon = static_cast<golden::Wide>(word_of(n * numbers.epsilon));
  image.gain.clear();
  image.bias.clear();
  // c / sqrt(sum c^2 + n * epsilon) * sqrt(n) * gamma.
  for (const double gamma : numbers.gamma)
    image.gain.push_back(static_cast<std::int64_t>(word_of(gamma * std::sqrt(n))));
  for (std::size_t i = 0; i < image.gain.size(); ++i) {
    image.bias.push_back(static_cast<std::int64_t>(word_of(numbers.beta[numbers.beta.size() == 1 ? 0 : i])));
  }
  return image;
}

OperatorImage float_random_image(const OperatorPlan& plan, std::uint64_t seed) {
  const OperatorSpec& spec = plan.spec;
  std::mt19937_64 random(seed);
  OperatorImage image = float_table_image(plan, spec.numbers);
  if (is_loadable(spec.store)) {
    if (!is_norm(spec.kind)) image.float_unit = random_params(plan.unit.spec.entries, -20, 0, random);
    image.float_wide = random_params(plan.wide.core.spec.entries, 1, is_norm(spec.kind) ? 4 : 2, random);
  }
  if (!is_norm(spec.kind)) return image;
  const auto pick = [&] { return word_of(std::ldexp(static_cast<double>(random() >> 11), -50) - 4); };
  image.reciprocal_length = pick();
  image.epsilon = static_cast<golden::Wide>(random() % 2 == 0 ? 0 : pick() & 0x7fffffffu);
  const auto channels = static_cast<std::size_t>(spec.affine ? spec.max_row : 1);
  image.gain.clear();
  image.bias.clear();
  for (std::size_t i = 0; i < channels; ++i) {
    image.gain.push_back(static_cast<std::int64_t>(pick()));
    image.bias.push_back(static_cast<std::int64_t>(pick()));
  }
  return image;
}

golden::RowResult evaluate_float_row(const OperatorPlan& plan, const OperatorImage& image, const golden::Row& row) {
  const OperatorSpec& spec = plan.spec;
  if (spec.kind == OperatorKind::softmax) {
    return golden::float_softmax(kFp32, {image.float_unit, image.float_wide}, row, spec.lanes);
  }
  golden::FloatNormParams params;
  params.root = image.float_wide;
  params.centred = spec.kind == OperatorKind::layernorm;
  params.reciprocal_length = image.reciprocal_length;
  params.epsilon = static_cast<std::uint64_t>(image.epsilon);
  params.gain.assign(image.gain.begin(), image.gain.end());
  params.bias.assign(image.bias.begin(), image.bias.end());
  return golden::float_norm(kFp32, params, row, spec.lanes);
}

}  // namespace pwlforge
