// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Tables for the floating-point unit (docs/numerics.md section 4): least squares over points of the fit range; where
// the domain is infinite the outer entries are the asymptotes, so that the error stays bounded for every x.
#pragma once

#include "gen/fit/genetic.hpp"

namespace pwlforge::fitting {

struct FloatSolution {
  TableContext context;
  double mse = 0;       ///< over the points, computed by the golden model
  double real_mse = 0;  ///< the same partition with real slopes and intercepts: no format does better on it
};

/// Optimal partition of 1024 points of the fit range; slopes and intercepts rounded jointly.
FloatSolution fit_float(const FitRequest& request);

/// Given real parameters, each rounded to nearest.
FloatSolution quantize_float(const FitRequest& request, const RealPwl& pwl);

}  // namespace pwlforge::fitting
