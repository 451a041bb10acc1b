// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/testbench/row_job.hpp"

#include "sim/bench/testbench/binary_file.hpp"

namespace pwlforge::bench {

namespace {

constexpr std::uint64_t kRowJobMagic = 0x31574f524c5750ULL;
constexpr std::uint64_t kRowOutcomeMagic = 0x32574f524c5750ULL;

constexpr auto kRowJobFields = [](auto& file, auto& job) {
  file.value(job.shape);
  file.values(job.writes);
  file.values(job.image_begin);
  file.values(job.steps);
  file.values(job.rows);
  file.values(job.inputs);
  file.values(job.outputs);
  file.values(job.flags);
  file.values(job.trace);
  file.values(job.coverage);
  file.values(job.cycle_log);
  file.values(job.progress);
};

constexpr auto kRowOutcomeFields = [](auto& file, auto& outcome) {
  for (auto* count : {&outcome.cycles, &outcome.accepted, &outcome.delivered, &outcome.rows, &outcome.mismatches,
                      &outcome.out_of_order, &outcome.lost, &outcome.stalled_cycles, &outcome.gap_cycles,
                      &outcome.latency_checks, &outcome.probes, &outcome.readbacks, &outcome.gapless_beats,
                      &outcome.rows_old, &outcome.rows_new, &outcome.reloads_waited}) {
    file.value(*count);
  }
  file.values(outcome.failures);
  file.values(outcome.got);
  violation_fields(file, outcome.violations);
};

}  // namespace

void write_row_job(const RowJob& job, const std::string& path) {
  write_record(job, path, kRowJobMagic, kRowJobFields);
}

RowJob read_row_job(const std::string& path) {
  return read_record<RowJob>(path, kRowJobMagic, kRowJobFields);
}

bool is_row_job(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::uint64_t magic = 0;
  in.read(reinterpret_cast<char*>(&magic), sizeof(magic));
  return in && magic == kRowJobMagic;
}

void write_row_outcome(const RowOutcome& outcome, const std::string& path) {
  write_record(outcome, path, kRowOutcomeMagic, kRowOutcomeFields);
}

RowOutcome read_row_outcome(const std::string& path) {
  return read_record<RowOutcome>(path, kRowOutcomeMagic, kRowOutcomeFields);
}

}  // namespace pwlforge::bench
