// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A picture of a table, readable in black and white: per context the function, the segments, and the error of every code.
#pragma once

#include <string>

#include "gen/tables/table.hpp"

namespace pwlforge {

/// SVG text, drawn by gnuplot; the same table gives the same text. Throws IoError when gnuplot is missing.
std::string plot_table(const Table& table);

}  // namespace pwlforge
