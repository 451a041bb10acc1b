// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a simulation of the Verilog records beside its result.
#pragma once

#include <filesystem>

#include "gen/support/diagnostics.hpp"
#include "sim/bench/simulate.hpp"
#include "sim/bench/verilated.hpp"

namespace pwlforge {

/// How the program must be built for these options.
Probes probes_of(const SimOptions& options);

/// Adds what stands against it to `problems` and throws if there are any: an engine without signals, files that can not
/// be written.
void check_recording(const SimOptions& options, Problems& problems);

/// What a job of the Verilated program leaves behind, with the signals only where it is `traced`.
template <typename Job>
void record(const SimOptions& options, bool traced, Job& job) {
  if (traced && !options.trace.empty()) job.trace = std::filesystem::absolute(options.trace).string();
  if (!options.coverage.empty()) job.coverage = std::filesystem::absolute(options.coverage).string();
}

}  // namespace pwlforge
