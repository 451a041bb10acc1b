// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the bench is told and what it answers. Job and outcome travel as binary files between pwlforge, which knows the
// golden model, and the simulation of one unit, which knows nothing but its pins.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace pwlforge::bench {

/// Facts of the unit that the bench needs.
struct Shape {
  std::int32_t lanes = 1;
  std::int32_t input_bits = 0;   ///< of one lane, 1..64
  std::int32_t output_bits = 0;  ///< of one lane, 1..128
  std::int32_t tag_bits = 0;
  std::int32_t context_bits = 0;
  std::int32_t latency = 0;
  std::int32_t banks = 1;
  std::int32_t config_address_bits = 0;
  std::int32_t config_data_bits = 0;
  std::uint8_t loadable = 0;
  std::uint8_t sticky = 0;  ///< saturated_o exists
  std::uint8_t stall = 0;   ///< random gaps, back-pressure and slow configuration
  std::uint8_t keep_outputs = 0;
  std::uint64_t seed = 1;
};

/// One readable word of a loadable store.
struct ConfigSlot {
  std::uint32_t address = 0;
  std::uint32_t bits = 0;
};

struct ImageWrite {
  std::uint64_t data = 0;
  std::uint32_t address = 0;
  std::uint32_t unused = 0;
};

/// Loads an image (or none) and streams vectors [begin, begin + count). While the image is loaded, the zone is offered
/// over and over: vectors [zone_begin, zone_begin + zone_count) hold what the old table gives, the zone_count vectors
/// after them the same x and what the new table gives. Which of them counts is decided when the beat is accepted.
struct Step {
  std::int64_t image = -1;
  std::uint64_t zone_begin = 0;
  std::uint64_t zone_count = 0;
  std::uint64_t begin = 0;
  std::uint64_t count = 0;
};

/// Columns of vectors: x in x_bytes, y in y_bytes each, little endian; flag 1 = the golden model saturates.
struct Job {
  Shape shape;
  std::vector<ConfigSlot> slots;
  std::vector<ImageWrite> writes;          ///< all images, one after the other
  std::vector<std::uint64_t> image_begin;  ///< first write of each image, then the total
  std::vector<Step> steps;
  std::vector<std::uint8_t> x;
  std::vector<std::uint8_t> y;
  std::vector<std::uint8_t> flags;
  std::vector<std::uint16_t> context;  ///< per vector; empty when the unit has no ctx_i
  std::string trace;                   ///< FST file to write; empty: none
  std::string coverage;                ///< file that gets Verilator's counts of lines and toggles; empty: none
  std::string cycle_log;               ///< file that gets the pins of every cycle; empty: none
  std::string progress;                ///< file that gets the number of accepted beats now and then; empty: none
};

/// Bytes that one value of `bits` bits takes in a column: 1, 2, 4, 8 or 16.
std::size_t column_bytes(int bits);
/// Value `index` of a column as two 64-bit halves.
struct Halves {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};
inline Halves column_get(const std::vector<std::uint8_t>& column, std::size_t bytes, std::uint64_t index) {
  Halves value;
  const std::uint8_t* const at = column.data() + index * bytes;
  // Copies of a fixed size are one instruction each.
  switch (bytes) {
    case 1: value.low = *at; break;
    case 2: std::memcpy(&value.low, at, 2); break;
    case 4: std::memcpy(&value.low, at, 4); break;
    case 8: std::memcpy(&value.low, at, 8); break;
    default: std::memcpy(&value.low, at, 8); std::memcpy(&value.high, at + 8, 8);
  }
  return value;
}
void column_add(std::vector<std::uint8_t>& column, std::size_t bytes, const Halves& value);

/// One wrong lane of one delivered beat.
struct Failure {
  std::uint64_t step = 0;
  std::uint64_t vector = 0;  ///< column index
  std::uint64_t lane = 0;
  std::uint64_t cycle = 0;
  Halves got;
};

/// A rule of the interface that was broken.
struct Violation {
  std::string rule;
  std::uint64_t count = 0;
  std::uint64_t first_cycle = 0;
};

struct StepOutcome {
  std::uint64_t vectors = 0;  ///< lane results compared, of the stream
  std::uint64_t mismatches = 0;
  std::uint64_t zone_vectors = 0;
  std::uint64_t zone_mismatches = 0;
  std::uint64_t zone_old = 0;  ///< zone beats that the old table served
  std::uint64_t zone_new = 0;
};

struct Outcome {
  std::uint64_t cycles = 0;
  std::uint64_t accepted = 0;
  std::uint64_t delivered = 0;
  std::uint64_t stalled_cycles = 0;  ///< out_valid without out_ready
  std::uint64_t gap_cycles = 0;      ///< no in_valid
  std::uint64_t latency_checks = 0;  ///< beats whose latency was compared with the manifest
  std::uint64_t probes = 0;          ///< cycles in which out_ready was tried both ways
  std::uint64_t readbacks = 0;       ///< configuration words compared
  std::vector<StepOutcome> steps;
  std::vector<Failure> failures;  ///< the first ones
  std::vector<Violation> violations;
  std::vector<std::uint8_t> outputs;  ///< with keep_outputs: column of y, one per vector, as lane 0 gave it
};

/// Binary files of one machine; std::runtime_error when they cannot be read or written.
void write_job(const Job& job, const std::string& path);
Job read_job(const std::string& path);
void write_outcome(const Outcome& outcome, const std::string& path);
Outcome read_outcome(const std::string& path);
void write_progress(std::uint64_t accepted, const std::string& path);
/// 0 when there is no such file yet.
std::uint64_t read_progress(const std::string& path);

}  // namespace pwlforge::bench
