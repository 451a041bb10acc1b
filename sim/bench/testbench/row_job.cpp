// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/testbench/row_job.hpp"

#include "sim/bench/testbench/binary_file.hpp"

namespace pwlforge::bench {

namespace {

constexpr std::uint64_t kRowJobMagic = 0x31574f524c5750ULL;
constexpr std::uint64_t kRowOutcomeMagic = 0x32574f524c5750ULL;

/// Every count of an outcome, in the order of the file.
template <typename Outcome, typename Each>
void counts(Outcome& outcome, const Each& each) {
  for (auto* count : {&outcome.cycles, &outcome.accepted, &outcome.delivered, &outcome.rows, &outcome.mismatches,
                      &outcome.out_of_order, &outcome.lost, &outcome.stalled_cycles, &outcome.gap_cycles,
                      &outcome.latency_checks, &outcome.probes, &outcome.readbacks, &outcome.gapless_beats,
                      &outcome.rows_old, &outcome.rows_new, &outcome.reloads_waited}) {
    each(*count);
  }
}

}  // namespace

void write_row_job(const RowJob& job, const std::string& path) {
  BinaryWriter out(path);
  out.value(kRowJobMagic);
  out.value(job.shape);
  out.values(job.writes);
  out.values(job.image_begin);
  out.values(job.steps);
  out.values(job.rows);
  out.values(job.inputs);
  out.values(job.outputs);
  out.values(job.flags);
  out.values(job.trace);
  out.values(job.cycle_log);
  out.values(job.progress);
  out.close();
}

RowJob read_row_job(const std::string& path) {
  BinaryReader in(path, kRowJobMagic);
  RowJob job;
  in.value(job.shape);
  in.values(job.writes);
  in.values(job.image_begin);
  in.values(job.steps);
  in.values(job.rows);
  in.values(job.inputs);
  in.values(job.outputs);
  in.values(job.flags);
  in.values(job.trace);
  in.values(job.cycle_log);
  in.values(job.progress);
  return job;
}

bool is_row_job(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::uint64_t magic = 0;
  in.read(reinterpret_cast<char*>(&magic), sizeof(magic));
  return in && magic == kRowJobMagic;
}

void write_row_outcome(const RowOutcome& outcome, const std::string& path) {
  BinaryWriter out(path);
  out.value(kRowOutcomeMagic);
  counts(outcome, [&](const std::uint64_t& count) { out.value(count); });
  out.values(outcome.failures);
  out.values(outcome.got);
  out.value(static_cast<std::uint64_t>(outcome.violations.size()));
  for (const Violation& violation : outcome.violations) {
    out.values(violation.rule);
    out.value(violation.count);
    out.value(violation.first_cycle);
  }
  out.close();
}

RowOutcome read_row_outcome(const std::string& path) {
  BinaryReader in(path, kRowOutcomeMagic);
  RowOutcome outcome;
  counts(outcome, [&](std::uint64_t& count) { in.value(count); });
  in.values(outcome.failures);
  in.values(outcome.got);
  std::uint64_t violations = 0;
  in.value(violations);
  outcome.violations.resize(violations);
  for (Violation& violation : outcome.violations) {
    in.values(violation.rule);
    in.value(violation.count);
    in.value(violation.first_cycle);
  }
  return outcome;
}

}  // namespace pwlforge::bench
