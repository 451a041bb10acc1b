// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One unit of an exploration as an object of its document.
#pragma once

#include <vector>

#include "gen/support/json_fwd.hpp"
#include "synth/explore/choices.hpp"
#include "synth/explore/explore.hpp"

namespace pwlforge {

/// All but what synthesis measures; `recorded`: inputs at whose codes errors count, empty: at all codes.
Json row_of(const ExploreOptions& options, const Choice& choice, const std::vector<double>& recorded);
/// Adds the figures of a synth object. `timed`: whether the clock is met, too.
void add_measurement(Json& row, const Json& synth, bool timed);
/// A row is of the front when no other one of its kind (loadable or constant) is as good in area, error and power and
/// better in one of them.
void mark_front(Json& rows);

}  // namespace pwlforge
