// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Recorded rows: one row a line, integer codes separated by commas or blanks; `x` in front of a code, or `x` or `-`
// alone, drops the element; gated units give both operands as a:b. # begins a comment; empty lines do not count.
//
//     12, -7, x3, 100
#pragma once

#include <filesystem>
#include <vector>

#include "gen/operator/beats.hpp"

namespace pwlforge {

/// Throws InputError naming the first lines that are wrong and what was found there: no number, a code outside the
/// element's range, no pair where one belongs; or a file without rows.
std::vector<Stimulus> read_rows(const OperatorPlan& plan, const std::filesystem::path& path);

}  // namespace pwlforge
