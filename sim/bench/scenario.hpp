// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What is played to a unit: for each context its image and its vectors, reloads under traffic in between, contexts
// mixed where the unit selects them beat by beat. Expectations come from the golden model.
#pragma once

#include <string>
#include <vector>

#include "gen/unit/unit.hpp"
#include "sim/bench/testbench/job.hpp"
#include "sim/bench/testbench/random.hpp"
#include "sim/cycle/lane.hpp"
#include "sim/cycle/pins.hpp"

namespace pwlforge {

/// A table that is played, with its coverage.
struct PlayedTable {
  std::string label;
  int context = -1;  ///< index in the report; -1: only tried in passing
  LaneTable lanes;
  std::vector<std::uint64_t> entry_hits;

  const LaneParameters& parameters() const { return lanes.parameters(); }
};

/// What a step of the job means.
struct PlayedStep {
  std::size_t table = 0;   ///< of the stream; not used when mixed
  std::size_t before = 0;  ///< table that was current before
  bool mixed = false;      ///< every vector names its own table (by context)
};

class Scenario {
 public:
  Scenario(const UnitPlan& plan, std::uint64_t seed, bool stall);

  std::size_t add_table(std::string label, int context, LaneParameters parameters);
  /// Plays vectors with a table: a constant store selects it, a loadable one is (re)loaded.
  void play(std::size_t table, const std::vector<std::uint64_t>& vectors);
  /// Constant stores: `count` vectors, each with a table of its own.
  void play_mixed(const std::vector<std::size_t>& tables, std::uint64_t count);

  bench::Job& job() { return job_; }
  const bench::Job& job() const { return job_; }
  const std::vector<PlayedTable>& tables() const { return tables_; }
  const std::vector<PlayedStep>& steps() const { return steps_; }
  /// Table whose result a column entry of a step expects.
  std::size_t table_of(std::size_t step, std::uint64_t vector) const;

 private:
  void add_vector(std::size_t table, std::uint64_t x, bool count);
  void add_zone(std::size_t before, std::size_t after, bench::Step& step);
  std::int64_t image_of(std::size_t table);

  const UnitPlan& plan_;
  bool loadable_;
  bench::Random random_;
  bench::Job job_;
  std::vector<PlayedTable> tables_;
  std::vector<PlayedStep> steps_;
  std::vector<std::uint16_t> selectors_;  ///< ctx_i of each table
  std::size_t current_ = 0;
};

}  // namespace pwlforge
