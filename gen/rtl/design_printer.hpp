// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Any composed design to Verilog: names, parameters, connections, constants; no operator.
#pragma once

#include <string>
#include <vector>

#include "gen/unit/design.hpp"

namespace pwlforge {

/// The module, with licence and comments. Throws std::logic_error for a design that does not hold together.
std::string design_text(const Design& design);

/// Library modules that the design's parts need, those they need included, in dependency order. Parts that are no
/// library modules (other designs) are left out.
std::vector<std::string> library_modules(const Design& design);

}  // namespace pwlforge
