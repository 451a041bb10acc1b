// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// From an operator directory to simulation results, bit-exact against the golden model.
//
//   const RowSimResult result = simulate_operator(read_operator_manifest("softmax8"), {});
//   if (!result.passed()) ...
#pragma once

#include "gen/operator/beats.hpp"
#include "sim/bench/simulate.hpp"

namespace pwlforge {

struct RowMismatch {
  std::uint64_t row = 0;  ///< of all that were played
  std::uint64_t beat = 0;
  int lane = -1;  ///< -1: keep, last or another port than the data
  std::uint64_t cycle = 0;
  std::string phase, expected, got;
  std::vector<std::int64_t> codes;  ///< the first ones of the beat
};

struct RowSimResult {
  std::string name, kind;
  Engine engine = Engine::verilator;
  bool exhaustive = false;
  std::uint64_t seed = 0;
  std::uint64_t rows = 0, beats = 0;  ///< delivered
  std::uint64_t mismatches = 0, lost = 0, out_of_order = 0;
  std::uint64_t cycles = 0, gapless_beats = 0, latency_checks = 0, readbacks = 0, probes = 0;
  std::uint64_t stalled_cycles = 0, gap_cycles = 0;
  std::uint64_t reload_rows_old = 0, reload_rows_new = 0, reloads_waited = 0;
  std::uint64_t cycles_compared = 0;
  std::vector<RowMismatch> first_mismatches;
  std::vector<std::string> rules;  ///< broken ones, with first cycle and count
  bool passed() const { return mismatches == 0 && lost == 0 && rules.empty() && rows > 0; }
};

/// Runs the operator, that inside the wrapper where there is one. Vectors: automatic, the full programme
/// (row_simulate.cpp); random: that many rows; file: recorded rows; exhaustive: all numbers of a wide unit up to 24
/// bits. Throws as simulate().
RowSimResult simulate_operator(const OperatorManifest& directory, const SimOptions& options);

Json row_sim_to_json(const RowSimResult& result);
std::string row_sim_text(const RowSimResult& result);

}  // namespace pwlforge
