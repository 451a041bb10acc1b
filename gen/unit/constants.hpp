// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the constant stores hold, and which bits a trimmed loadable one has, as constants of a design.
#pragma once

#include <vector>

#include "gen/unit/design.hpp"

namespace pwlforge {

/// One constant for each parameter of the store that has a table; none for loadable stores of whole words. Each goes to
/// the parameter of its own name.
std::vector<Constant> store_constants(const UnitPlan& plan);

}  // namespace pwlforge
