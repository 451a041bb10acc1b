// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/verbs.hpp"
#include "gen/support/json.hpp"
#include "gen/support/progress.hpp"
#include "synth/flow/fpga.hpp"
#include "synth/flow/synth.hpp"
#include "synth/flow/synth_table.hpp"
#include "synth/operators/operator_synth.hpp"

namespace pwlforge::cli {
namespace {

struct SynthArguments {
  std::string directory;
  std::vector<std::string> liberty{"osu018"};
  std::string dont_use;
  std::string fpga;
  SynthOptions options;
  bool json = false;
};

void run_libraries(const SynthArguments& arguments, const std::function<SynthResult(const Library&)>& work) {
  std::vector<Library> libraries;
  for (const std::string& source : arguments.liberty) libraries.push_back(load_library(source, arguments.dont_use));
  Progress progress("synth", libraries.size());
  std::vector<SynthResult> results;
  for (const Library& library : libraries) {
    progress.update(results.size(), library.label);
    results.push_back(work(library));
    write_synth_result(results.back(), arguments.directory);
  }
  progress.update(results.size());
  Json all = Json::array();
  for (const SynthResult& result : results) all.push_back(result.json);
  if (!arguments.json) {
    fmt::print("{}", synth_table(all));
  } else if (all.size() == 1) {
    fmt::print("{}\n", all.front().dump(2));
  } else {
    fmt::print("{}\n", Json{{"results", all}}.dump(2));
  }
}

void run(const SynthArguments& arguments) {
  if (is_operator_directory(arguments.directory)) {
    if (!arguments.fpga.empty()) {
      throw InputError(fmt::format("--fpga: operators are mapped to cell libraries only (found {})", arguments.fpga));
    }
    const OperatorSource source = load_operator(arguments.directory);
    run_libraries(arguments,
                  [&](const Library& library) { return synthesize_operator(source, library, arguments.options); });
    return;
  }
  const UnitSource unit = load_unit(arguments.directory);
  if (!arguments.fpga.empty()) {
    const FpgaResult result = synthesize_fpga(unit, arguments.fpga);
    write_directory(std::filesystem::path(arguments.directory) / "synth" / arguments.fpga, result.files, "synth.json");
    fmt::print("{}", arguments.json ? result.json.dump(2) + "\n" : fpga_table(result.json));
    return;
  }
  run_libraries(arguments, [&](const Library& library) { return synthesize(unit, library, arguments.options); });
}

}  // namespace

void add_synth_verb(CLI::App& app) {
  auto arguments = std::make_shared<SynthArguments>();
  CLI::App* verb =
      app.add_subcommand("synth", "Area, timing and power of a unit or operator directory in a cell library");
  verb->add_option("DIR", arguments->directory, "unit or operator directory, as gen writes it")->required();
  auto* fpga = verb->add_option("--fpga", arguments->fpga, "ice40 (placed and routed), ecp5 or xilinx (mapped)");
  auto* liberty = verb->add_option("--liberty", arguments->liberty,
                                   "osu018, osu035, a Liberty file, parts of one library joined by commas, or a folder "
                                   "of parts; may be repeated")
                      ->capture_default_str();
  fpga->excludes(liberty);
  verb->add_option(
      "--dont-use", arguments->dont_use,
      "cells to keep out: regular expression, nangate45, sky130hd or none; default: by the library's name");
  add_clock_flags(*verb, "library",
                  "map for this clock period in ns: the smallest netlist that meets it, else the fastest (default: for "
                  "area)",
                  arguments->options.clock_ns, arguments->options.timed)
      .target->excludes(fpga);
  verb->add_option("--workload", arguments->options.workload,
                   "zero, uniform, normal or file:PATH (operators: one row a line)")
      ->capture_default_str();
  verb->add_flag(
      "--prove", arguments->options.prove,
      "prove the netlist equal to its RTL whatever the unit (half a minute for 32 bits); integer units of up to "
      "16 bits and truth tables always are; operators only with this flag, which takes minutes");
  verb->add_flag("--map-memories", arguments->options.map_memories,
                 "operators: build row buffers of registers; else they are left out and told as bits");
  verb->add_flag("--json", arguments->json, "print one JSON object");
  verb->footer(
      "Example: pwlforge synth gelu_unit\n"
      "         pwlforge synth gelu_unit --liberty my.lib --dont-use 'SDFF.*' --clock 2 --workload "
      "file:activations.csv\n"
      "The result, the netlist, the scripts and the commands are kept in DIR/synth/LIBRARY.");
  verb->callback([arguments] { run(*arguments); });
}

}  // namespace pwlforge::cli
