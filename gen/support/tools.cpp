// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/support/tools.hpp"

#include "gen/support/process.hpp"

namespace pwlforge {

namespace {

struct Row {
  const char* name;
  const char* package;
  std::vector<std::string> version_arguments;
  const char* lost;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table = {
      {"verilator", "verilator", {"--version"}, "sim, certify of a unit directory, power in synth and compare"},
      {"g++", "g++", {"--version"}, "the same: it compiles what Verilator writes"},
      {"iverilog", "iverilog", {"-V"}, "the 4-state bench of a unit directory, cross-checks of netlists"},
      {"vvp", "iverilog", {"-V"}, "the same"},
      {"yosys", "yosys", {"-V"}, "synth, compare"},
      {"yosys-abc", "yosys", {"-h"}, "the same: it decides the proofs of netlists"},
      {"sta", "opensta", {"-version"}, "timing and power in synth and compare"},
      {"nextpnr-ice40", "nextpnr-ice40", {"--version"}, "synth --fpga ice40: placement and clock"},
      {"gnuplot", "gnuplot-nox", {"--version"}, "plots: fit --plot, the report of compare"},
  };
  return table;
}

const Row* find_row(const std::string& name) {
  for (const Row& row : rows()) {
    if (name == row.name) return &row;
  }
  return nullptr;
}

}  // namespace

std::string tool_package(const std::string& name) {
  const Row* row = find_row(name);
  return row == nullptr ? name : row->package;
}

std::string tool_version(const std::string& name) {
  const Row* row = find_row(name);
  if (row == nullptr || find_tool(name).empty()) return "";
  std::vector<std::string> argv = {name};
  argv.insert(argv.end(), row->version_arguments.begin(), row->version_arguments.end());
  const ProcessResult result = run_process(argv);
  const std::string text = result.output.empty() ? result.errors : result.output;
  return text.substr(0, text.find('\n'));
}

std::vector<ToolReport> report_tools() {
  std::vector<ToolReport> reports;
  for (const Row& row : rows()) {
    reports.push_back({row.name, row.package, find_tool(row.name), tool_version(row.name), row.lost});
  }
  return reports;
}

}  // namespace pwlforge
