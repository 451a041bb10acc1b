// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The cycle-accurate model: alone under the bench, or beside the Verilated unit.
#pragma once

#include <filesystem>
#include <string>

#include "gen/unit/unit.hpp"
#include "sim/bench/testbench/job.hpp"
#include "sim/bench/verilated.hpp"

namespace pwlforge {

/// Plays the job to the native model.
bench::Outcome run_cycle_model(const UnitPlan& plan, const bench::Job& job, const BeatWatcher& watcher = {});

struct Cosimulation {
  bench::Outcome outcome;        ///< of the Verilated unit
  std::uint64_t cycles = 0;      ///< compared
  std::string first_difference;  ///< empty: none
};

/// Plays the job to the Verilated unit and steps the native model beside it: every output pin, every cycle.
Cosimulation run_both(const UnitPlan& plan, const std::filesystem::path& program, bench::Job job,
                      const BeatWatcher& watcher = {});

/// The same for operators.
bench::RowOutcome run_operator_model(const OperatorPlan& plan, const bench::RowJob& job,
                                     const BeatWatcher& watcher = {});

struct RowCosimulation {
  bench::RowOutcome outcome;
  std::uint64_t cycles = 0;
  std::string first_difference;
};
RowCosimulation run_operator_both(const OperatorPlan& plan, const std::filesystem::path& program, bench::RowJob job,
                                  const BeatWatcher& watcher = {});

}  // namespace pwlforge
