// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/testbench/job.hpp"

#include <cstdio>

#include <cstring>

#include "sim/bench/testbench/binary_file.hpp"

namespace pwlforge::bench {

namespace {

constexpr std::uint64_t kJobMagic = 0x31424f4a4c5750ULL;
constexpr std::uint64_t kOutcomeMagic = 0x3154554f4c5750ULL;

}  // namespace

std::size_t column_bytes(int bits) {
  std::size_t bytes = 1;
  while (static_cast<int>(bytes) * 8 < bits) bytes *= 2;
  return bytes;
}

Halves column_get(const std::vector<std::uint8_t>& column, std::size_t bytes, std::uint64_t index) {
  Halves value;
  std::memcpy(&value, column.data() + index * bytes, bytes);
  return value;
}

void column_add(std::vector<std::uint8_t>& column, std::size_t bytes, const Halves& value) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(&value);
  column.insert(column.end(), first, first + bytes);
}

void write_job(const Job& job, const std::string& path) {
  BinaryWriter out(path);
  out.value(kJobMagic);
  out.value(job.shape);
  out.values(job.slots);
  out.values(job.writes);
  out.values(job.image_begin);
  out.values(job.steps);
  out.values(job.x);
  out.values(job.y);
  out.values(job.flags);
  out.values(job.context);
  out.values(job.trace);
  out.values(job.cycle_log);
  out.values(job.progress);
  out.close();
}

Job read_job(const std::string& path) {
  BinaryReader in(path, kJobMagic);
  Job job;
  in.value(job.shape);
  in.values(job.slots);
  in.values(job.writes);
  in.values(job.image_begin);
  in.values(job.steps);
  in.values(job.x);
  in.values(job.y);
  in.values(job.flags);
  in.values(job.context);
  in.values(job.trace);
  in.values(job.cycle_log);
  in.values(job.progress);
  return job;
}

void write_outcome(const Outcome& outcome, const std::string& path) {
  BinaryWriter out(path);
  out.value(kOutcomeMagic);
  for (const std::uint64_t count : {outcome.cycles, outcome.accepted, outcome.delivered, outcome.stalled_cycles,
                                    outcome.gap_cycles, outcome.latency_checks, outcome.probes, outcome.readbacks}) {
    out.value(count);
  }
  out.values(outcome.steps);
  out.values(outcome.failures);
  out.value(static_cast<std::uint64_t>(outcome.violations.size()));
  for (const Violation& violation : outcome.violations) {
    out.values(violation.rule);
    out.value(violation.count);
    out.value(violation.first_cycle);
  }
  out.values(outcome.outputs);
  out.close();
}

Outcome read_outcome(const std::string& path) {
  BinaryReader in(path, kOutcomeMagic);
  Outcome outcome;
  for (std::uint64_t* count : {&outcome.cycles, &outcome.accepted, &outcome.delivered, &outcome.stalled_cycles,
                               &outcome.gap_cycles, &outcome.latency_checks, &outcome.probes, &outcome.readbacks}) {
    in.value(*count);
  }
  in.values(outcome.steps);
  in.values(outcome.failures);
  std::uint64_t violations = 0;
  in.value(violations);
  outcome.violations.resize(violations);
  for (Violation& violation : outcome.violations) {
    in.values(violation.rule);
    in.value(violation.count);
    in.value(violation.first_cycle);
  }
  in.values(outcome.outputs);
  return outcome;
}

void write_progress(std::uint64_t accepted, const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return;  // nothing but a bar is lost
  std::fwrite(&accepted, sizeof accepted, 1, file);
  std::fclose(file);
}

std::uint64_t read_progress(const std::string& path) {
  std::uint64_t accepted = 0;
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return 0;
  if (std::fread(&accepted, sizeof accepted, 1, file) != 1) accepted = 0;
  std::fclose(file);
  return accepted;
}

}  // namespace pwlforge::bench
