// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What an operator over rows approximates, in real numbers.
#pragma once

#include <vector>

#include "gen/operator/operator.hpp"

namespace pwlforge {

/// Softmax, or norm with the specification's epsilon and without gain and bias, of a row; silu or gelu of every element
/// times its gate. `gates` is as long as the row, or is not read. A row of no deviation at all has the norm 0.
std::vector<double> real_row(const OperatorSpec& spec, const std::vector<double>& row,
                             const std::vector<double>& gates);

}  // namespace pwlforge
