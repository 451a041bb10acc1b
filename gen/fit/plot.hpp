// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A picture of a table, readable in black and white: per context the function, the segments, and the error of every
// code.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gen/tables/certificate.hpp"

namespace pwlforge {

/// SVG text, drawn by gnuplot, of outputs from wherever they come: one list for each context of each table, in order.
/// The same outputs give the same text. Throws IoError when gnuplot is missing.
std::string plot_outputs(const std::vector<Table>& tables, const std::vector<std::vector<CodePair>>& outputs);

/// The same, of what the golden model computes.
std::string plot_table(const Table& table);

/// The largest |y - f(x)| of outputs of a context, in real units, of every one of `stretches` equal parts of the fit
/// range, with the x where it is. Parts without a code are left out.
std::vector<std::pair<double, double>> error_curve(const Table& table, const TableContext& context,
                                                   const std::vector<CodePair>& outputs, std::size_t stretches);

}  // namespace pwlforge
