// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/explore/unit_cost.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pwlforge {
namespace {

using golden::KeptBits;

/// What the words of one kind make necessary.
struct Column {
  int words = 0;    ///< that hold anything
  int bits = 0;     ///< stored, and selected among
  int copies = 0;   ///< of signs, above the stored bits
  int columns = 0;  ///< bit positions at which any word has more than a constant 0
  int width = 2;    ///< of the words, as the format needs it
};

Column column_of(const std::vector<KeptBits>& words, int least_width) {
  Column column;
  column.width = least_width;
  int lowest = -1;
  for (const KeptBits& word : words) {
    if (word.bits == 0) continue;
    column.width = std::max(column.width, word.low + word.bits);
    lowest = lowest < 0 ? word.low : std::min(lowest, word.low);
  }
  for (const KeptBits& word : words) {
    if (word.bits == 0) continue;
    ++column.words;
    column.bits += word.bits;
    column.copies += column.width - word.low - word.bits;
  }
  column.columns = lowest < 0 ? 0 : column.width - lowest;
  return column;
}

}  // namespace

std::vector<double> cost_features(const UnitShape& shape) {
  const golden::KeptWords& words = shape.words;
  const Column thresholds = column_of(words.thresholds, shape.input_bits);
  const Column slopes = column_of(words.slopes, 2);
  const Column intercepts = column_of(words.intercepts, 2);
  golden::IntFormat format;
  format.input_bits = shape.input_bits;
  format.slope_bits = slopes.width;
  format.intercept_bits = intercepts.width;
  const int shifted = golden::accumulator_bits(format) * words.requant_bits;
  std::vector<double> features;
  for (const int count :
       {1, static_cast<int>(words.slopes.size()), thresholds.words + slopes.words + intercepts.words, thresholds.bits,
        thresholds.copies, slopes.bits + intercepts.bits, slopes.copies + intercepts.copies,
        shape.input_bits * slopes.columns, intercepts.columns, shifted}) {
    features.push_back(count);
  }
  return features;
}

const std::vector<std::string>& cost_feature_names() {
  static const std::vector<std::string> names{"unit",
                                              "entry",
                                              "word",
                                              "threshold bit",
                                              "sign copy of a threshold",
                                              "slope or intercept bit",
                                              "sign copy of a slope or intercept",
                                              "partial product",
                                              "intercept column",
                                              "bit of the variable shift"};
  return names;
}

double LinearCost::at(const std::vector<double>& features) const {
  return std::inner_product(features.begin(), features.end(), weights.begin(), 0.0);
}

// Coordinate descent: the squared error is convex, and every step is the least along its axis.
LinearCost fit_cost(const std::vector<std::vector<double>>& features, const std::vector<double>& values) {
  const std::size_t count = features.front().size();
  LinearCost cost{std::vector<double>(count, 0.0)};
  std::vector<double> rest(values.size(), 1.0);  // 1 - estimate / value
  constexpr int kSweeps = 20000;
  constexpr double kRidge = 1e-9;  // decides between features that go together
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    double moved = 0;
    for (std::size_t f = 0; f < count; ++f) {
      double gradient = 0, curvature = kRidge;
      for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = features[i][f] / values[i];
        gradient += x * rest[i];
        curvature += x * x;
      }
      const double weight = std::max(0.0, cost.weights[f] + (gradient / curvature));
      const double step = weight - cost.weights[f];
      if (step == 0) continue;
      for (std::size_t i = 0; i < values.size(); ++i) rest[i] -= step * features[i][f] / values[i];
      cost.weights[f] = weight;
      moved = std::max(moved, std::fabs(step) * std::sqrt(curvature));
    }
    if (moved < 1e-10) break;
  }
  return cost;
}

}  // namespace pwlforge
