// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Other people's breakpoints with the best slopes and intercepts of our lattice.
#pragma once

#include "gen/tables/table.hpp"

namespace pwlforge {

/// The table with its breakpoints and thresholds as they are. Slopes, intercepts and fraction bits become those of
/// least squared error against the function over the valid codes of each context (above 16 input bits a regular sample
/// of them), before the output is rounded; segments without a valid code keep their line, on the new lattice. For
/// tables per scale of integer slopes and direct intercepts whose scales are powers of two, as import_pwl makes them;
/// throws InputError for others, and where a kept line does not fit.
Table refit(const Table& table);

}  // namespace pwlforge
