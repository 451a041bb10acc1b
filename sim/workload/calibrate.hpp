// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Scales from recorded numbers, and the operators that follow from them.
#pragma once

#include <functional>
#include <vector>

#include "sim/workload/kernel.hpp"

namespace pwlforge::llama {

enum class ScaleKind { power_of_two, real };

/// The scale of signed codes of `bits` bits with the least squared error over the numbers: the sum of
/// (f(rounded and clamped x) - f(x))^2, f empty: x itself. Powers of two, or reals by steps of 2^(1/16) and then finer.
/// All zero: 1.
double least_squares_scale(const std::vector<float>& numbers, int bits, ScaleKind kind,
                           const std::function<double(double)>& f = {});

struct OperatorChoice {
  int width = 8;             ///< of the codes of softmax and gate; norms take 16 bits and give `width`
  int probability_bits = 0;  ///< of the outputs of softmax; 0: two more than width, and as many with a peer's
  int lanes = 1;
  ScaleKind scales = ScaleKind::power_of_two;
  Peer peer = Peer::none;
};

/// Our operator at a site, its tables fitted, its scales those of least squared error over the record. The codes of
/// norms have 16 bits: the residual stream has a far larger range than its rows.
OperatorPlan plan_site(const Site& site, const SiteRecord& record, const Checkpoint& model,
                       const OperatorChoice& choice);

}  // namespace pwlforge::llama
