// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Unit data to files: one self-contained unit directory.
//
//   write_unit(plan_unit(spec), "gelu_unit");
#pragma once

#include <filesystem>

#include "gen/support/files.hpp"
#include "gen/unit/unit.hpp"

namespace pwlforge {

/// Every file of the unit directory, rendered in memory: library modules under rtl/, the top, its benches with vectors,
/// file list, constraints, core file, C header, README and manifest.
FileSet emit_unit(const UnitPlan& plan);

/// Writes the directory atomically. Throws InputError when `path` holds something that is not a unit directory, IoError
/// when it cannot be written; then nothing is left behind.
void write_unit(const UnitPlan& plan, const std::filesystem::path& path);

}  // namespace pwlforge
