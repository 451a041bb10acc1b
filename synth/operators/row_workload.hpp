// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Rows that an operator is fed with while its power is measured: real numbers, the same for every width, quantized to
// each operator's own grid.
#pragma once

#include <string>
#include <vector>

#include "gen/operator/beats.hpp"

namespace pwlforge {

struct RowWorkload {
  std::string name;         ///< zero, uniform, normal, or file:NAME without folders
  std::string description;  ///< one line for reports
  std::vector<std::vector<double>> rows;
  std::vector<std::vector<double>>
      gates;  ///< second operands of gated units, as many as rows; empty: the row that follows

  const std::vector<double>& gate_of(std::size_t row) const {
    return gates.empty() ? rows[(row + 1) % rows.size()] : gates[row];
  }
};

/// Elements of the rows of the built-in workloads.
inline constexpr int kWorkloadRow = 64;

/// The built-in ones are those of units over the reach of 8-bit codes (-8 to 8 at the default scale), cut into rows.
/// "file:F": one row a line, numbers set apart by commas, blanks, semicolons or tabs. Throws InputError, also for a row
/// that is longer than the operator takes. Gated units: numbers, or in every place a pair a:b.
RowWorkload make_row_workload(const std::string& spec, const OperatorPlan& plan);

/// Codes of a row; the gates of a gated unit are `other`. Nothing is dropped.
Stimulus quantize_row(const OperatorPlan& plan, const std::vector<double>& row, const std::vector<double>& other);

/// {"rms","max","output_rms","rows"}: outputs of the golden model for these rows against the real function of the rows
/// as they were before quantization, limited to what output codes reach. Null for wide units, and where rows of several
/// lengths would each need a gain.
Json workload_error(const OperatorPlan& plan, const OperatorImage& image, const RowWorkload& workload);

/// The words for a workload: a norm's gain and epsilon belong to the length of the rows, if they have one.
OperatorNumbers workload_numbers(const OperatorPlan& plan, const RowWorkload& workload);

}  // namespace pwlforge
