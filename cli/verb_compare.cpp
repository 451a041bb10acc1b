// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>

#include "cli/arguments.hpp"
#include "cli/verbs.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "synth/compare/compare.hpp"
#include "synth/compare/rules.hpp"

namespace pwlforge::cli {
namespace {

struct CompareArguments {
  CompareOptions options;
  std::string output;
  std::string rules;
  bool update_rules = false;
  bool json = false;
};

void run(const CompareArguments& arguments) {
  check_output_directory(arguments.output, "report.json");
  const Json report = compare(arguments.options);
  write_directory(arguments.output, comparison_report(report), "report.json");
  if (arguments.update_rules) write_file(arguments.rules, rules_from_report(report).dump(2) + "\n");
  if (arguments.json) {
    fmt::print("{}\n", report.dump(2));
  } else {
    fmt::print("{}\nreport: {}/report.html\n", comparison_table(report), arguments.output);
  }
  if (!report.at("failed").empty()) {
    const Json& first = report.at("failed").front();
    throw CheckFailed(fmt::format(
        "compare: {} of {} rows could not be built, the others are in the report; the first is {} in {}: {}",
        report.at("failed").size(),
        report.at("failed").size() + report.at("rows").size() + report.at("operators").size(),
        first.at("config").get<std::string>(), first.at("liberty").get<std::string>(),
        first.at("failed").get<std::string>()));
  }
  if (arguments.rules.empty() || arguments.update_rules) return;
  const int checked = check_rules(report, parse_json(read_file(arguments.rules), arguments.rules), arguments.rules);
  if (!arguments.json) fmt::print("rules: {} figures checked, none is worse than {}\n", checked, arguments.rules);
}

}  // namespace

void add_compare_verb(CLI::App& app) {
  auto arguments = std::make_shared<CompareArguments>();
  CompareOptions& options = arguments->options;
  CLI::App* verb = app.add_subcommand("compare", "Compare named configurations: area, power, speed, accuracy");
  verb->add_option("--configs", options.configs,
                   "names joined by commas; default: all units and truth tables; operators, which take minutes each, "
                   "only by name: "
                   "softmax-int8 and the like, \"operators\" for those of one lane, \"operators-16l\" for those of 16, "
                   "or \"peers\" for those of 8 bits beside "
                   "what others publish")
      ->delimiter(',');
  verb->add_option("--liberty", options.liberty,
                   "osu018, osu035, a Liberty file, parts of one library joined by commas, or a folder of parts; may "
                   "be repeated")
      ->capture_default_str();
  verb->add_option(
      "--dont-use", options.dont_use,
      "cells to keep out: regular expression, nangate45, sky130hd or none; default: by the library's name");
  const ClockFlags clocks =
      add_clock_flags(*verb, "unit and library",
                      "map every unit for this clock period in ns, with the fewest stages that meet it (default: for "
                      "area)",
                      options.clock_ns, options.timed);
  verb->add_flag("--curve", options.curve, "area and power of every unit over slower and slower clocks, drawn")
      ->needs(clocks.target);
  verb->add_option("--workload", options.workload, "zero, uniform, normal or file:PATH")->capture_default_str();
  verb->add_option("-o", arguments->output, "folder for report.html and report.json")->required();
  auto* rules =
      verb->add_option("--rules", arguments->rules, "fail (exit 1) when a figure is worse than this file allows");
  verb->add_flag("--update-rules", arguments->update_rules, "write the file of --rules from this comparison")
      ->needs(rules);
  verb->add_flag("--json", arguments->json, "print one JSON object");
  verb->footer(
      "Example: pwlforge compare -o report\n"
      "         pwlforge compare --configs paper-int8-8,paper-int32-8 --liberty osu018 --liberty my.lib -o report\n"
      "         pwlforge compare --configs softmax-int8,softmax-int32 -o report");
  verb->callback([arguments] { run(*arguments); });
}

}  // namespace pwlforge::cli
