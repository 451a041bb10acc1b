// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// From what a method found to a table document.
#pragma once

#include <vector>

#include "gen/fit/genetic.hpp"
#include "gen/fit/optimal.hpp"

namespace pwlforge::fitting {

/// Document with everything but contexts and provenance's values.
Table empty_table(const FitRequest& request);

/// One context. Entries that the solution does not use are dead ones above the largest valid code.
TableContext make_context(const FitRequest& request, const FitContext& context, const Solution& solution,
                          std::size_t index);

/// Real parameters on the lattice of every context. Without F the finest lattice that holds them is chosen per context.
/// Throws InputError, with the nearest format, when the format cannot hold them.
std::vector<TableContext> quantize(const FitRequest& request, const std::vector<FitContext>& contexts,
                                   const RealPwl& pwl);

}  // namespace pwlforge::fitting
