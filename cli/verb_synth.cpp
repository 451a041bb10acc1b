// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "cli/verbs.hpp"
#include "gen/support/progress.hpp"
#include "synth/flow/fpga.hpp"
#include "synth/flow/synth.hpp"
#include "synth/flow/synth_table.hpp"

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

void run(const SynthArguments& arguments) {
  const UnitSource unit = load_unit(arguments.directory);
  if (!arguments.fpga.empty()) {
    const FpgaResult result = synthesize_fpga(unit, arguments.fpga);
    write_directory(std::filesystem::path(arguments.directory) / "synth" / arguments.fpga, result.files, "synth.json");
    fmt::print("{}", arguments.json ? result.json.dump(2) + "\n" : fpga_table(result.json));
    return;
  }
  std::vector<Library> libraries;
  for (const std::string& source : arguments.liberty) libraries.push_back(load_library(source, arguments.dont_use));
  Progress progress("synth", libraries.size());
  std::vector<SynthResult> results;
  for (const Library& library : libraries) {
    progress.update(results.size(), library.label);
    results.push_back(synthesize(unit, library, arguments.options));
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

}  // namespace

void add_synth_verb(CLI::App& app) {
  auto arguments = std::make_shared<SynthArguments>();
  CLI::App* verb = app.add_subcommand("synth", "Area, timing and power of a unit directory in a cell library");
  verb->add_option("DIR", arguments->directory, "unit directory, as gen writes it")->required();
  auto* fpga = verb->add_option("--fpga", arguments->fpga, "ice40 (placed and routed), ecp5 or xilinx (mapped)");
  auto* liberty = verb->add_option("--liberty", arguments->liberty,
                                   "osu018, osu035, a Liberty file, parts of one library joined by commas, or a folder "
                                   "of parts; may be repeated")
                      ->capture_default_str();
  fpga->excludes(liberty);
  verb->add_option(
      "--dont-use", arguments->dont_use,
      "cells to keep out: regular expression, nangate45, sky130hd or none; default: by the library's name");
  verb->add_option("--clock", arguments->options.clock_ns,
                   "clock period in ns, the same for every library; the default suits 180 nm, try 5 for 45 nm")
      ->capture_default_str();
  verb->add_option("--workload", arguments->options.workload, "zero, uniform, normal or file:PATH")
      ->capture_default_str();
  verb->add_flag(
      "--prove", arguments->options.prove,
      "prove the netlist equal to its RTL whatever the unit (half a minute for 32 bits); integer units of up to "
      "16 bits and truth tables always are");
  verb->add_flag("--json", arguments->json, "print one JSON object");
  verb->footer(
      "Example: pwlforge synth gelu_unit\n"
      "         pwlforge synth gelu_unit --liberty my.lib --dont-use 'SDFF.*' --clock 2 --workload "
      "file:activations.csv\n"
      "The result, the netlist, the scripts and the commands are kept in DIR/synth/LIBRARY.");
  verb->callback([arguments] { run(*arguments); });
}

}  // namespace pwlforge::cli
