// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operator data to files: one self-contained operator directory.
//
//   write_operator(plan_operator(spec), "softmax8");
#pragma once

#include <filesystem>

#include "gen/operator/operator.hpp"
#include "gen/support/files.hpp"

namespace pwlforge {

/// Every file of the directory, rendered in memory: library modules under rtl/, inner units, the top, its bench with
/// vectors, file list, constraints, core file, C header, README and manifest.
FileSet emit_operator(const OperatorPlan& plan);

/// Writes the directory atomically. Throws InputError when `path` holds something that is not a unit or operator
/// directory, IoError when it cannot be written; then nothing is left behind.
void write_operator(const OperatorPlan& plan, const std::filesystem::path& path);

}  // namespace pwlforge
