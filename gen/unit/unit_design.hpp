// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Units as composed designs.
#pragma once

#include <string>

#include "gen/unit/design.hpp"

namespace pwlforge {

/// The unit itself: configuration control, stream control, store, lanes, and where it has them skid stage and flag.
Design unit_design(const UnitPlan& plan);

/// One line about the unit: "int8, 8 entries, ...".
std::string unit_summary(const UnitPlan& plan);
/// "Context 0: gelu, input scale 0.125, CRC-32 of the table 0123abcd."
std::string context_line(const UnitPlan& plan, std::size_t context);

}  // namespace pwlforge
