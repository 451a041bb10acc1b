// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "cli/arguments.hpp"
#include "cli/verbs.hpp"
#include "gen/support/json.hpp"
#include "synth/explore/explore.hpp"

namespace pwlforge::cli {
namespace {

struct ExploreArguments {
  ExploreOptions options;
  std::vector<std::string> stores;
  std::string scales, slice, output;
  bool estimate_only = false;
  bool json = false;
};

void run(ExploreArguments& arguments) {
  ExploreOptions& options = arguments.options;
  if (!arguments.stores.empty()) options.stores.clear();
  for (const std::string& store : arguments.stores) {
    options.stores.push_back(static_cast<Store>(choice("--store", store, store_names())));
  }
  if (!arguments.scales.empty()) options.scales = parse_list("--scales", arguments.scales, -16, 31);
  if (!arguments.slice.empty()) options.slice = parse_slice(arguments.slice);
  options.synthesize = !arguments.estimate_only;
  if (!options.slice) check_output_directory(arguments.output, "explore.json");
  const Exploration found = explore(options);
  if (options.slice) return;  // what it made is in the cache
  write_directory(arguments.output, found.files, "explore.json");
  if (arguments.json) {
    fmt::print("{}\n", found.json.dump(2));
  } else {
    fmt::print("{}{}/index.html shows them\n", explore_table(found.json), arguments.output);
  }
}

}  // namespace

void add_explore_verb(CLI::App& app) {
  auto arguments = std::make_shared<ExploreArguments>();
  ExploreOptions& options = arguments->options;
  CLI::App* verb = app.add_subcommand("explore", "Search the least unit for some functions and a bound on the error");
  verb->add_option("FUNCTION", options.functions, "functions that one unit must serve")->required();
  auto* lsb = verb->add_option("--max-lsb", options.max_lsb,
                               "largest error in output LSB; smaller bounds are searched as well");
  verb->add_option("--mse", options.mse, "largest mean squared error of a context, in real units")->excludes(lsb);
  verb->add_option("--recorded", options.recorded,
                   "file of real inputs, one per line: only the codes that they round to count; without another bound "
                   "they are met within 1 LSB");
  verb->add_option("--store", arguments->stores,
                   "stores to search: registers, latches, fixed, truth_table; default: all but registers")
      ->delimiter(',');
  verb->add_option("--scales", arguments->scales, "exponents s of input scales 2^-s; default: each function's");
  verb->add_option("--input-bits", options.input_bits, "4..16; over 12 without truth tables and words per entry")
      ->capture_default_str();
  verb->add_option("--output-bits", options.output_bits, "2..16")->capture_default_str();
  verb->add_option("--liberty", options.liberty, "osu018, osu035, a Liberty file or a folder of parts")
      ->capture_default_str();
  verb->add_option("--dont-use", options.dont_use, "cells to keep out, as of synth");
  add_clock_flags(*verb, "unit", "map the units for this clock period in ns, with one to three numbers of stages each",
                  options.synth.clock_ns, options.synth.timed);
  verb->add_option("--workload", options.synth.workload, "zero, uniform, normal or file:PATH")->capture_default_str();
  verb->add_option("--orders", options.orders,
                   "budget of the search: orders in which bits are taken away, for each of the best starts")
      ->capture_default_str();
  verb->add_flag("--no-synth", arguments->estimate_only, "search only, by rough weights that know no library");
  verb->add_option("--slice", arguments->slice,
                   "I/N: do part I of N of what must be synthesized, into the cache, and write nothing");
  verb->add_flag("--calibrate-only", options.calibrate_only, "with --slice: the units of the cost model alone");
  verb->add_option("-o", arguments->output, "folder for explore.json, index.html and the tables")->required();
  verb->add_flag("--json", arguments->json, "print one JSON object");
  verb->footer(
      "Example: pwlforge explore gelu --max-lsb 1 -o gelu_units\n"
      "         pwlforge explore gelu silu exp div rsqrt --max-lsb 0 --store latches -o exact_units\n"
      "         pwlforge explore tanh --max-lsb 2 --no-synth -o quick");
  verb->callback([arguments] { run(*arguments); });
}

}  // namespace pwlforge::cli
