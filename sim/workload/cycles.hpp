// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Recorded rows through the cycle model of their operator, one behind the other and without a stall: how long they
// take, and whether what comes out is what the golden model says.
#pragma once

#include <vector>

#include "gen/operator/beats.hpp"

namespace pwlforge::llama {

struct PlayedRows {
  std::uint64_t rows = 0;
  std::uint64_t beats = 0;
  std::uint64_t cycles = 0;      ///< from the first beat offered to the last result taken, both included
  std::uint64_t mismatches = 0;  ///< beats that differ or are missing
};

/// The operator is loaded with the words of its specification first; that is not counted.
PlayedRows play_rows(const OperatorPlan& plan, const std::vector<Stimulus>& rows);

}  // namespace pwlforge::llama
