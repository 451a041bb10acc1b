// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: what area, depth and power of each configuration may be at most. A change that makes one worse fails a test.
#pragma once

#include <string>

#include "gen/support/json_fwd.hpp"

namespace pwlforge {

/// {"schema":"pwlforge.rules/1","liberty","clock_ns","workload","tolerance_percent":{"area","logic_depth","power_mw"},
///  "configs":{NAME:{"area","logic_depth","power_mw"}}} from a report with one library.
Json rules_from_report(const Json& report);

/// Checks every row of `report` that `rules` know. Throws CheckFailed with every broken rule, and when nothing was
/// checked; InputError when the report was made with another library, clock or workload. Returns the number of figures
/// checked.
int check_rules(const Json& report, const Json& rules, const std::string& name);

}  // namespace pwlforge
