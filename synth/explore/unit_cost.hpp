// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a loadable integer unit costs before it is synthesized: a sum over what its words make necessary.
#pragma once

#include <string>
#include <vector>

#include "sim/golden/kept_words.hpp"

namespace pwlforge {

/// Direct intercepts, one bank, one lane.
struct UnitShape {
  int input_bits = 8;
  int output_bits = 8;
  golden::KeptWords words;
};

/// Quantities that area and power grow with, in the order of cost_feature_names(): entries, words, bits of thresholds
/// and of slopes and intercepts, which are stored and selected among, copies of signs above them, partial products, bit
/// positions of intercepts, bits of the variable shift.
std::vector<double> cost_features(const UnitShape& shape);
const std::vector<std::string>& cost_feature_names();

/// A weighted sum of features.
struct LinearCost {
  std::vector<double> weights;
  double at(const std::vector<double>& features) const;
};

/// Non-negative weights of least squared relative error over samples: no feature may make a unit cheaper, so that the
/// cost falls with every bit that goes. Precondition: as many values, all positive, as rows of features, at least one.
LinearCost fit_cost(const std::vector<std::vector<double>>& features, const std::vector<double>& values);

}  // namespace pwlforge
