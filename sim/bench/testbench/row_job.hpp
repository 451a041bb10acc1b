// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the bench of an operator is told and what it answers, as job.hpp for units: rows of beats, whose payloads are
// plain words to the bench.
#pragma once

#include "sim/bench/testbench/job.hpp"
#include "sim/cycle/pins.hpp"

namespace pwlforge::bench {

/// Facts of the operator that the bench needs.
struct RowShape {
  std::int32_t input_bits = 0;   ///< of a payload
  std::int32_t output_bits = 0;  ///< of a payload
  std::int32_t latency_rows = 0;
  std::int32_t latency = 0;
  std::int32_t max_beats = 0;   ///< of a row; 0: any number
  std::uint8_t whole_rows = 0;  ///< outputs need the whole row; else each beat is answered alone
  std::uint8_t loadable = 0;
  std::uint8_t saturated = 0;   ///< saturated_o exists, and belongs to delivered beats
  std::uint8_t empty = 0;       ///< empty_o or zero_o exists
  std::uint8_t overlong = 0;    ///< overlong_o exists
  std::uint8_t busy_exact = 0;  ///< cfg_busy_o is 1 exactly while a row is inside
  std::uint8_t stall = 0;       ///< random gaps, back-pressure and slow configuration
  std::uint8_t unused = 0;
  std::uint64_t seed = 1;
};

constexpr std::uint8_t kBeatSaturated = 1;
constexpr std::uint8_t kBeatEmpty = 2;
constexpr std::uint8_t kBeatMaySaturate = 4;  ///< the golden model leaves saturated_o open
constexpr std::uint64_t kNoOutput = ~std::uint64_t{0};

struct RowRecord {
  std::uint64_t input = 0;               ///< number of its first input payload
  std::uint64_t output = kNoOutput;      ///< ... of its first output payload, with the image before the step
  std::uint64_t output_new = kNoOutput;  ///< ... with the image that the step loads
  std::uint32_t beats_in = 0;
  std::uint32_t beats_out = 0;
};

/// Streams rows [begin, begin + count). An image that is to be loaded is requested once `load_after` beats of the step
/// have entered: in the middle of a row as well, while the driver goes on offering. Which image serves a row is decided
/// when its first beat is accepted. A gapless step waits until nothing is inside, and then never stalls.
struct RowStep {
  std::int64_t image = -1;
  std::uint64_t begin = 0;
  std::uint64_t count = 0;
  std::uint64_t load_after = 0;
  std::uint64_t gapless = 0;
};

struct RowJob {
  RowShape shape;
  std::vector<ImageWrite> writes;          ///< all images; `unused` = 1: the word can be read back
  std::vector<std::uint64_t> image_begin;  ///< first write of each image, then the total
  std::vector<RowStep> steps;
  std::vector<RowRecord> rows;
  std::vector<std::uint64_t> inputs;                 ///< payloads, each of whole words
  std::vector<std::uint64_t> outputs;                ///< expected ones
  std::vector<std::uint8_t> flags;                   ///< of each output payload: kBeat...
  std::string trace, coverage, cycle_log, progress;  ///< as Job
};

/// A delivered beat that was wrong; its payload is in RowOutcome::got.
struct RowFailure {
  std::uint64_t row = 0;
  std::uint64_t beat = 0;
  std::uint64_t output = 0;  ///< number of the expected payload
  std::uint64_t cycle = 0;
};

struct RowOutcome {
  std::uint64_t cycles = 0;
  std::uint64_t accepted = 0;   ///< beats in
  std::uint64_t delivered = 0;  ///< beats out
  std::uint64_t rows = 0;       ///< delivered to their last beat
  std::uint64_t mismatches = 0;
  std::uint64_t out_of_order = 0;  ///< mismatches that are the neighbouring beat of the row
  std::uint64_t lost = 0;          ///< expected beats that never came
  std::uint64_t stalled_cycles = 0, gap_cycles = 0, latency_checks = 0, probes = 0, readbacks = 0;
  std::uint64_t gapless_beats = 0;
  std::uint64_t rows_old = 0, rows_new = 0;  ///< during reloads, by the image that served them
  std::uint64_t reloads_waited = 0;          ///< writes that waited because a row was inside
  std::vector<RowFailure> failures;          ///< the first ones
  std::vector<std::uint64_t> got;
  std::vector<Violation> violations;
};

void write_row_job(const RowJob& job, const std::string& path);
RowJob read_row_job(const std::string& path);
bool is_row_job(const std::string& path);
void write_row_outcome(const RowOutcome& outcome, const std::string& path);
RowOutcome read_row_outcome(const std::string& path);

}  // namespace pwlforge::bench
