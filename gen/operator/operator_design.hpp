// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Wide units and operators as composed designs.
#pragma once

#include "gen/operator/operator.hpp"
#include "gen/unit/design.hpp"

namespace pwlforge {

/// "Wide unit NAME: div of 24-bit unsigned numbers by a core of 8 bits."
std::string wide_summary(const WidePlan& plan);
/// NAME, around the unit NAME_core.
Design wide_design(const WidePlan& plan);
/// NAME, around the unit NAME_unit and the wide unit NAME_wide, where it has them.
Design operator_design(const OperatorPlan& plan);

}  // namespace pwlforge
