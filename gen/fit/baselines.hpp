// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What people did before: equally spaced breakpoints, and a trained hidden layer of rectifiers (NN-LUT, DAC 2022).
#pragma once

#include "gen/fit/genetic.hpp"

namespace pwlforge::fitting {

/// Equal segments over the fit range, each with its least-squares line.
RealPwl run_uniform(const FitRequest& request);

/// y = c + d x + sum of w_i * max(0, x - p_i), with one rectifier per breakpoint: breakpoints and weights by full-batch
/// Adam on points of the fit range, seeded. Continuous, unlike the other methods.
RealPwl run_relu(const FitRequest& request);

}  // namespace pwlforge::fitting
