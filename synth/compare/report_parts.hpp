// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Pieces of the report that its sections share: text for HTML, cells, tables.
#pragma once

#include <string>
#include <vector>

#include "gen/support/json_fwd.hpp"

namespace pwlforge::report {

std::string escaped(const std::string& text);
/// 77353 as "77 353", with a narrow blank that does not break.
std::string grouped(double value);
/// One decimal; a dash for null.
std::string percent(const Json& value);
std::string cell(const std::string& content);
/// Of a table, up to its first row.
std::string head(const std::string& caption, const std::vector<std::string>& columns);
inline constexpr const char* kTableEnd = "</tbody></table></div>\n";

/// Where the savings of INT8 come from, part by part, and why one falls short of the paper's; empty without pairs.
std::string saving_section(const Json& report, const std::string& label);
/// Area and power over the clock; empty without curves.
std::string curve_section(const Json& report, const std::string& label, const std::string& area_unit);
/// Error curves of the tables; empty without piecewise-linear rows.
std::string error_section(const Json& report);

}  // namespace pwlforge::report
