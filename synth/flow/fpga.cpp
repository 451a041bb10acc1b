// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/flow/fpga.hpp"

#include <fmt/format.h>

#include "gen/support/diagnostics.hpp"
#include "gen/support/json.hpp"
#include "gen/support/process.hpp"
#include "gen/support/tools.hpp"
#include "gen/support/version.hpp"

namespace pwlforge {
namespace {

struct Family {
  const char* name;
  const char* pass;
  const char* device;
};
constexpr Family kFamilies[] = {{"ice40", "synth_ice40", "iCE40 HX8K, ct256"},
                                {"ecp5", "synth_ecp5", "ECP5, mapped only"},
                                {"xilinx", "synth_xilinx -flatten", "Xilinx 7 series, mapped only"}};

bool starts_with(const std::string& text, const std::string& head) {
  return text.compare(0, head.size(), head) == 0;
}

ProcessResult run_tool(const std::vector<std::string>& argv, const std::filesystem::path& folder) {
  const ProcessResult result = run_process(argv, {folder, {}, ""});
  if (result.exit_code != 0) {
    const std::string log = result.output + result.errors;
    throw CheckFailed(fmt::format("{}: it stopped with exit code {} (found {}); use a smaller unit or a larger device",
                                  argv.front(), result.exit_code,
                                  log.size() > 800 ? log.substr(log.size() - 800) : log));
  }
  return result;
}

}  // namespace

FpgaResult synthesize_fpga(const UnitSource& unit, const std::string& family) {
  const Family* chosen = nullptr;
  for (const Family& one : kFamilies) {
    if (family == one.name) chosen = &one;
  }
  if (chosen == nullptr)
    throw InputError(fmt::format("--fpga: no such family (found \"{}\"); use ice40, ecp5 or xilinx", family));

  TemporaryDirectory folder;
  const std::filesystem::path run = folder.path() / "synth" / "run";
  for (const auto& [name, content] : unit.design.contents) write_file(folder.path() / name, content);
  FpgaResult result;
  std::string& script = result.files["fpga.ys"];
  for (const std::string& file : unit.design.files) script += fmt::format("read_verilog ../../{}\n", file);
  script += fmt::format("{} -top {}\nwrite_json netlist.json\n", chosen->pass, unit.design.top);
  write_file(run / "fpga.ys", script);
  run_tool({"yosys", "-q", "-s", "fpga.ys"}, run);
  const Json design = parse_json(read_file(run / "netlist.json"), "netlist.json");

  std::uint64_t luts = 0, registers = 0, carries = 0, dsps = 0;
  std::map<std::string, std::uint64_t> cells;
  for (const auto& [name, cell] : design.at("modules").at(unit.design.top).at("cells").items()) {
    const auto type = cell.at("type").get<std::string>();
    ++cells[type];
    if (starts_with(type, "SB_LUT") || starts_with(type, "LUT"))
      ++luts;
    else if (starts_with(type, "SB_DFF") || starts_with(type, "TRELLIS_FF") || starts_with(type, "FD"))
      ++registers;
    else if (starts_with(type, "SB_CARRY") || starts_with(type, "CCU2") || starts_with(type, "CARRY"))
      ++carries;
    else if (starts_with(type, "SB_MAC") || starts_with(type, "MULT") || starts_with(type, "DSP"))
      ++dsps;
  }
  Json fmax = nullptr;
  Json tools{{"pwlforge", kVersion}, {"yosys", tool_version("yosys")}};
  std::string commands = "yosys -q -s fpga.ys\n";
  if (family == "ice40") {
    const std::vector<std::string> argv = {
        "nextpnr-ice40", "--hx8k", "--package", "ct256",       "--json", "netlist.json", "--pcf-allow-unconstrained",
        "--seed",        "1",      "--report",  "report.json", "--quiet"};
    run_tool(argv, run);
    commands += shell_line(argv) + "\n";
    const Json report = parse_json(read_file(run / "report.json"), "report.json");
    for (const auto& [clock, one] : report.at("fmax").items()) fmax = one.at("achieved").get<double>();
    tools["nextpnr-ice40"] = tool_version("nextpnr-ice40");
  }
  result.files["commands.sh"] = "#!/bin/sh\nset -e\n" + commands;
  Json by_type = Json::object();
  for (const auto& [type, number] : cells) by_type[type] = number;
  result.json = Json{{"unit", unit.plan.spec.name},
                     {"fpga", family},
                     {"device", chosen->device},
                     {"stage", family == "ice40" ? "placed and routed" : "mapped"},
                     {"luts", luts},
                     {"flip_flops", registers},
                     {"carries", carries},
                     {"dsps", dsps},
                     {"fmax_mhz", fmax},
                     {"latency", unit.plan.latency},
                     {"cells_by_type", by_type},
                     {"tools", tools}};
  result.files["synth.json"] = result.json.dump(2) + "\n";
  return result;
}

}  // namespace pwlforge
