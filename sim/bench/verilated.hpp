// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Compiling a unit directory into a simulation program, with a cache: the testbench is compiled once per machine, a
// unit once per content of its Verilog.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "gen/operator/operator.hpp"
#include "gen/unit/unit.hpp"
#include "sim/bench/testbench/row_job.hpp"

namespace pwlforge {

/// Sources of the testbench as they were when the program was built: path from the repository root -> text.
const std::map<std::string, std::string>& testbench_files();

/// What a simulation program is built to record.
struct Probes {
  bool trace = false;     ///< signals, as FST
  bool coverage = false;  ///< how often each line ran and each bit changed
};

/// What is written for one design: the shell that is Verilated with it, and the C++ source that connects the testbench
/// to the ports of the shell.
struct BenchSources {
  std::string adapter, shell;
};
BenchSources bench_sources(const UnitPlan& plan, const Probes& probes);
BenchSources bench_sources(const OperatorPlan& plan, const Probes& probes);

/// Name of the shell's module.
inline constexpr const char* kShellModule = "pwlforge_shell";

/// The simulation program of a unit directory; built when the cache has none for this content and these tools.
/// Throws IoError when verilator or the C++ compiler is missing, CheckFailed when the Verilog does not compile.
std::filesystem::path build_unit_bench(const Manifest& manifest, const Probes& probes);
std::filesystem::path build_operator_bench(const OperatorManifest& manifest, const Probes& probes);

/// Told now and then how many beats have entered, where somebody wants to know; else empty.
using BeatWatcher = std::function<void(std::uint64_t)>;

/// Runs it; coverage is added to what is in the job's file. Throws CheckFailed when it crashes.
bench::Outcome run_unit_bench(const std::filesystem::path& program, bench::Job job, const BeatWatcher& watcher = {});
bench::RowOutcome run_operator_bench(const std::filesystem::path& program, bench::RowJob job,
                                     const BeatWatcher& watcher = {});

}  // namespace pwlforge
