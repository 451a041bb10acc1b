// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operators in a comparison: rows of their own, against the 32-bit operator of the same kind and lanes.
#pragma once

#include "gen/operator/operator_configurations.hpp"
#include "synth/compare/compare.hpp"

namespace pwlforge {

/// The synth object of a named operator with config, purpose, family and format; savings are told by
/// tell_operator_savings. Tables are fitted once and cached.
Json operator_row(const OperatorConfiguration& configuration, const Library& library, const CompareOptions& options);

/// Adds area_saving_percent, power_saving_percent and energy_saving_percent: of each baseline of the same family, lanes
/// and library by its format ("int32"); empty without one.
void tell_operator_savings(Json& rows);

/// Tables of report["operators"], one library: for a terminal and as HTML; empty without operators.
std::string operators_table(const Json& report, const std::string& label);
std::string operators_html(const Json& report);

}  // namespace pwlforge
