// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Functions of the user: a file of (x, y) pairs.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace pwlforge {

/// One pair per line, "x,y" or "x y"; empty lines and lines that begin with # are skipped, and so is a first line of
/// column names. Throws InputError with every bad line ("file:line: ..."), IoError when the file cannot be read.
std::vector<std::pair<double, double>> read_samples(const std::string& path);

}  // namespace pwlforge
