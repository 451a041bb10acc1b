// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What one lane of a unit computes, taken from the golden model: the view that stimuli, expectations and the
// cycle-accurate model share.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/unit/unit.hpp"

namespace pwlforge {

/// Parameters of one table in the form that the golden model of the unit takes.
struct LaneParameters {
  golden::IntParams integer;          ///< integer units
  golden::FloatParams floating;       ///< floating-point units
  std::vector<std::int64_t> outputs;  ///< truth_table stores: outputs of all codes, ascending
};

struct LaneResult {
  std::uint64_t low = 0;   ///< output bit pattern, low 64 bits
  std::uint64_t high = 0;  ///< the bits above (raw outputs of wide units)
  int segment = 0;         ///< that x selects; 0 for truth tables
  bool saturated = false;
};

LaneParameters lane_parameters(const UnitPlan& plan, std::size_t context);
/// x: bit pattern of one lane.
LaneResult evaluate_lane(const UnitPlan& plan, const LaneParameters& parameters, std::uint64_t x);

/// evaluate_lane for many values of one table. What an input of up to golden::kTabulatedBits bits gives is computed
/// when it is first asked for, and remembered.
class LaneTable {
 public:
  /// The plan must outlive the table.
  LaneTable(const UnitPlan& plan, LaneParameters parameters);
  const LaneParameters& parameters() const { return parameters_; }
  /// x: bit pattern of one lane, without bits beyond input_bits. Valid until the next call.
  const LaneResult& operator()(std::uint64_t x) {
    LaneResult& result = results_[results_.size() > 1 ? x : 0];
    if (result.segment == kUnknown || results_.size() == 1) result = evaluate_lane(*plan_, parameters_, x);
    return result;
  }

 private:
  static constexpr int kUnknown = -1;
  const UnitPlan* plan_;
  LaneParameters parameters_;
  std::vector<LaneResult> results_;  ///< by pattern; of wider inputs, the last one
};

/// Whether any x selects the entry. An entry between equal thresholds, or beyond the codes, is dead.
bool entry_reachable(const UnitPlan& plan, const LaneParameters& parameters, int entry);
/// Entries of the table: slopes, or 0 for truth tables.
int entries_of(const UnitPlan& plan, const LaneParameters& parameters);
/// The signed code of a bit pattern of an integer unit.
std::int64_t code_of(int bits, std::uint64_t pattern);

}  // namespace pwlforge
