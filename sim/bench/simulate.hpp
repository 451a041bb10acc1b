// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// From a unit directory to simulation results, bit-exact against the golden model.
//
//   const SimResult result = simulate(read_manifest("gelu_unit"), {});
//   if (!result.passed()) ...
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "gen/tables/certificate.hpp"
#include "gen/unit/unit.hpp"

namespace pwlforge {

/// verilator: the emitted Verilog in a SystemC testbench. cycle: the native model. both: the Verilog, with the native
/// model beside it, compared in every cycle.
enum class Engine { verilator, cycle, both };
enum class VectorKind { automatic, exhaustive, random, file };

struct SimOptions {
  VectorKind vectors = VectorKind::automatic;  ///< automatic: exhaustive for W <= 16, else 1 000 000 random
  std::uint64_t count = 1000000;               ///< random: vectors per context
  std::filesystem::path file;                  ///< file: codes for every context
  std::vector<int> contexts;                   ///< empty: all
  bool stall = true;                           ///< random gaps, back-pressure, slow configuration
  Engine engine = Engine::verilator;
  std::uint64_t seed = 1;
  std::filesystem::path trace;     ///< FST file; needs an engine with Verilog
  std::filesystem::path coverage;  ///< gets counts of lines and toggles, in Verilator's form, added; the same
};

/// Sets what `text` names: "exhaustive", "random:N" or "file:F"; empty: nothing. Throws InputError for other words.
void set_vectors(SimOptions& options, const std::string& text);
/// "verilator", "cycle" or "both". Throws InputError for other words.
Engine parse_engine(const std::string& name);
/// The word for it.
const char* engine_name(Engine engine);

/// One wrong output. Codes are signed for integer units, bit patterns for floats and raw outputs over 64 bits.
struct SimMismatch {
  int context = 0;  ///< as in the results; -1: none of them (the random table that reloads are tried with)
  std::string phase;
  int lane = 0;
  std::uint64_t cycle = 0;
  std::string code, expected, got;
};

struct SimContext {
  std::string label;  ///< "gelu 2^-5" or "random table 2"
  std::uint64_t vectors = 0;
  std::uint64_t mismatches = 0;
  std::vector<std::uint64_t> entry_hits;  ///< vectors that select each entry; empty for truth tables
  std::vector<int> dead_entries;          ///< no code selects them
  std::vector<int> uncovered_entries;     ///< some code does, no vector did
};

struct SimResult {
  std::string unit;
  Engine engine = Engine::verilator;
  bool exhaustive = false;
  std::uint64_t seed = 0;
  int latency = 0;
  std::uint64_t vectors = 0;        ///< of the contexts
  std::uint64_t extra_vectors = 0;  ///< while tables are reloaded, or with contexts interleaved
  std::uint64_t mismatches = 0;     ///< all
  std::uint64_t cycles = 0;
  std::uint64_t stalled_cycles = 0, gap_cycles = 0, latency_checks = 0, readbacks = 0, probes = 0;
  std::uint64_t reloads_old = 0, reloads_new = 0;  ///< beats during reloads served by the old and the new table
  std::uint64_t cycles_compared = 0;               ///< both: cycles in which all pins of the two engines were compared
  std::vector<SimContext> contexts;
  std::vector<SimMismatch> first_mismatches;
  std::vector<std::string> violations;  ///< broken interface rules, with first cycle and count
  bool passed() const { return mismatches == 0 && violations.empty() && vectors > 0; }
};

/// Runs the unit. Throws InputError for options that the unit cannot serve, IoError for a missing tool, CheckFailed
/// when the Verilog does not compile or nothing was checked.
SimResult simulate(const Manifest& manifest, const SimOptions& options);

Json sim_to_json(const SimResult& result);
/// For the terminal.
std::string sim_text(const SimResult& result);

/// Outputs of the Verilated unit for given codes (bit patterns for floats), one list per context, in the order of the
/// codes. Also checks them as simulate does; `result` (if given) gets that report.
std::vector<std::vector<CodePair>> simulate_codes(const Manifest& manifest,
                                                  const std::vector<std::vector<std::int64_t>>& codes,
                                                  std::uint64_t seed = 1, SimResult* result = nullptr);

/// The codes that certificates look at (certificate_codes), of every context.
std::vector<std::vector<CodePair>> simulate_pairs(const Manifest& manifest, std::uint64_t seed = 1);

/// Certificates, one per table of the unit, from what simulate_pairs gave for this seed.
std::vector<Certificate> certify_unit(const Manifest& manifest, const std::vector<std::vector<CodePair>>& pairs,
                                      std::uint64_t seed = 1);

}  // namespace pwlforge
