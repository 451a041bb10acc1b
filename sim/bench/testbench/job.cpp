// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/testbench/job.hpp"

#include <cstdio>

#include "sim/bench/testbench/binary_file.hpp"

namespace pwlforge::bench {

namespace {

constexpr std::uint64_t kJobMagic = 0x31424f4a4c5750ULL;
constexpr std::uint64_t kOutcomeMagic = 0x3154554f4c5750ULL;

constexpr auto kJobFields = [](auto& file, auto& job) {
  file.value(job.shape);
  file.values(job.slots);
  file.values(job.writes);
  file.values(job.image_begin);
  file.values(job.steps);
  file.values(job.x);
  file.values(job.y);
  file.values(job.flags);
  file.values(job.context);
  file.values(job.trace);
  file.values(job.coverage);
  file.values(job.cycle_log);
  file.values(job.progress);
};

constexpr auto kOutcomeFields = [](auto& file, auto& outcome) {
  for (auto* count : {&outcome.cycles, &outcome.accepted, &outcome.delivered, &outcome.stalled_cycles,
                      &outcome.gap_cycles, &outcome.latency_checks, &outcome.probes, &outcome.readbacks}) {
    file.value(*count);
  }
  file.values(outcome.steps);
  file.values(outcome.failures);
  violation_fields(file, outcome.violations);
  file.values(outcome.outputs);
};

}  // namespace

std::size_t column_bytes(int bits) {
  std::size_t bytes = 1;
  while (static_cast<int>(bytes) * 8 < bits) bytes *= 2;
  return bytes;
}

void column_add(std::vector<std::uint8_t>& column, std::size_t bytes, const Halves& value) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(&value);
  column.insert(column.end(), first, first + bytes);
}

void write_job(const Job& job, const std::string& path) {
  write_record(job, path, kJobMagic, kJobFields);
}

Job read_job(const std::string& path) {
  return read_record<Job>(path, kJobMagic, kJobFields);
}

void write_outcome(const Outcome& outcome, const std::string& path) {
  write_record(outcome, path, kOutcomeMagic, kOutcomeFields);
}

Outcome read_outcome(const std::string& path) {
  return read_record<Outcome>(path, kOutcomeMagic, kOutcomeFields);
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
