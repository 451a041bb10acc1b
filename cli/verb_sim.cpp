// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>

#include "cli/arguments.hpp"
#include "cli/verbs.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/json.hpp"
#include "sim/bench/row_simulate.hpp"

namespace pwlforge::cli {

namespace {

struct SimArguments {
  std::string directory;
  std::string vectors;
  std::string contexts = "all";
  std::string stall = "random";
  std::string engine = "verilator";
  std::uint64_t seed = 1;
  std::string trace, coverage;
  bool json = false;
};

void run_operator(const SimArguments& options, SimOptions sim) {
  if (options.contexts != "all") sim.contexts.push_back(0);  // refused with the other options
  const RowSimResult result = simulate_operator(read_operator_manifest(options.directory), sim);
  if (options.json) {
    fmt::print("{}\n", row_sim_to_json(result).dump(2));
  } else {
    fmt::print("{}", row_sim_text(result));
  }
  if (!result.passed()) {
    throw CheckFailed(
        fmt::format("{}: {} mismatches, {} broken rules; the operator does not do what the golden model says",
                    options.directory, result.mismatches, result.rules.size()));
  }
}

void run(const SimArguments& options) {
  SimOptions sim;
  set_vectors(sim, options.vectors);
  sim.stall = options.stall == "random";
  sim.engine = parse_engine(options.engine);
  sim.seed = options.seed;
  sim.trace = options.trace;
  sim.coverage = options.coverage;
  if (is_operator_directory(options.directory)) {
    run_operator(options, sim);
    return;
  }
  const Manifest manifest = read_manifest(options.directory);
  if (options.contexts != "all") {
    // Of a unit without tables, context 0 is refused with the other options.
    const int last = std::max(0, static_cast<int>(manifest.plan.contexts.size()) - 1);
    sim.contexts = parse_list("--context", options.contexts, 0, last);
  }
  const SimResult result = simulate(manifest, sim);
  if (options.json) {
    fmt::print("{}\n", sim_to_json(result).dump(2));
  } else {
    fmt::print("{}", sim_text(result));
  }
  if (!result.passed()) {
    throw CheckFailed(fmt::format("{}: {} mismatches, {} broken rules; the unit does not do what the golden model says",
                                  options.directory, result.mismatches, result.violations.size()));
  }
}

}  // namespace

void add_sim_verb(CLI::App& app) {
  auto options = std::make_shared<SimArguments>();
  CLI::App* verb =
      app.add_subcommand("sim", "Simulate a unit or operator directory and compare it with the golden model");
  verb->add_option("directory", options->directory, "unit or operator directory")->required();
  verb->add_option(
      "--vectors", options->vectors,
      "exhaustive, random:N (per context, rows of an operator) or file:F; default: exhaustive up to 16 bits, else "
      "random:1000000; operators: rows of every kind");
  verb->add_option("--context", options->contexts, "all, or numbers of contexts such as 0,2..4")->capture_default_str();
  verb->add_option("--stall", options->stall, "random gaps and back-pressure, or none")
      ->check(CLI::IsMember({"none", "random"}))
      ->capture_default_str();
  verb->add_option("--engine", options->engine,
                   "verilator (the Verilog under SystemC), cycle (native model), both (compared in every cycle)")
      ->check(CLI::IsMember({"verilator", "cycle", "both"}))
      ->capture_default_str();
  verb->add_option("--seed", options->seed, "of stalls and random vectors")->capture_default_str();
  verb->add_option("--trace", options->trace, "FST file to write");
  verb->add_option("--coverage", options->coverage,
                   "file to which Verilator's counts of lines and toggles are added; scripts/coverage reads it");
  verb->add_flag("--json", options->json, "print one JSON object");
  verb->footer("Example: pwlforge sim gelu_unit --stall random --engine both");
  verb->callback([options] { run(*options); });
}

}  // namespace pwlforge::cli
