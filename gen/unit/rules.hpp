// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The rules that a unit must obey before anything is derived from it.
#pragma once

#include "gen/support/diagnostics.hpp"
#include "gen/unit/unit.hpp"

namespace pwlforge {

/// Reports every rule of docs/numerics.md and of the command line that the specification breaks.
void check_unit(const UnitSpec& spec, Problems& problems);

}  // namespace pwlforge
