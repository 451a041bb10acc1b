// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Parameter files of GQA-LUT's authors: {function: {fraction bits s: {breakpoints, slopes, intercepts}}}.
#pragma once

#include <string>
#include <vector>

#include "gen/tables/table.hpp"

namespace pwlforge {

struct GqaImportOptions {
  Tie tie = Tie::upper;
  ThresholdRule threshold = ThresholdRule::ceil;
  std::vector<int> scales;  ///< exponents s; empty: the function's default scales
  int output_bits = 8;
  golden::Rounding rounding = golden::Rounding::half_up;
};

/// A table in format f6k8b8, or with wider slopes and intercepts where the file needs them. With `round` every scale
/// uses the file's own breakpoints of that scale, with `ceil` the finest ones. Lines for the user go to `notes`. Throws
/// InputError with every problem of the file.
Table import_gqa(const std::string& path, const GqaImportOptions& options, std::vector<std::string>& notes);

/// The same format, so that the authors' operator computes what our units compute: breakpoints are (T - zp) * S, with
/// the tie of the document. Throws InputError for scales that are no powers of two and for zero points.
Json export_gqa(const Table& table);

}  // namespace pwlforge
