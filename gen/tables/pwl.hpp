// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Piecewise-linear parameters in plain real numbers, as LUT-APP and NN-LUT have them.
//
//   JSON  {"function": "gelu", "breakpoints": [-1, 1], "slopes": [0, 0.5, 1], "intercepts": [0, 0.2, 0]}
//   CSV   breakpoint,slope,intercept     one line an entry; the first one has no breakpoint, the others the one below
//   them
#pragma once

#include <string>
#include <vector>

#include "gen/tables/table.hpp"

namespace pwlforge {

struct PwlImportOptions {
  std::string function;  ///< where the file names none
  Tie tie = Tie::upper;
  std::vector<int> scales;  ///< exponents s; empty: the function's default scales
  ParamFormat format;       ///< direct intercepts; F is chosen for each scale: the most with which all words fit
  int input_bits = 8;
  int output_bits = 8;
};

/// Slopes and intercepts rounded half up to the format, breakpoints as they are. Throws InputError with every problem
/// of the file.
Table import_pwl(const std::string& path, const PwlImportOptions& options);

}  // namespace pwlforge
