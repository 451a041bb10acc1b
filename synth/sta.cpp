// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/sta.hpp"

#include <fmt/format.h>

#include <cmath>
#include <sstream>

#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"

namespace pwlforge {
namespace {

bool starts_with(const std::string& text, const std::string& head) { return text.compare(0, head.size(), head) == 0; }

std::string script_of(const Netlist& netlist, double clock_ns, bool with_power) {
  std::string false_from, inputs;
  std::string false_to;
  bool has_clock = false;
  for (const NetlistPort& port : netlist.ports) {
    const bool configuration = starts_with(port.name, "cfg_");
    const std::string pattern = port.nets.size() == 1 ? port.name : port.name + "[*]";
    if (port.name == "clk_i") has_clock = true;
    else if (port.is_input && (configuration || port.name == "rst_ni")) false_from += " " + pattern;
    else if (!port.is_input && configuration) false_to += " " + pattern;
    if (port.is_input && port.name != "clk_i") inputs += " " + pattern;
  }
  std::string script;
  script += "read_liberty library.lib\nread_verilog netlist.v\n";
  script += fmt::format("link_design {}\n", netlist.top);
  script += "set_cmd_units -time ns -capacitance pF -power mW\n";
  script += fmt::format("create_clock -name clk -period {}{}\n", clock_ns, has_clock ? " [get_ports clk_i]" : "");
  script += fmt::format("set_input_delay 0 -clock clk [get_ports {{{}}}]\n", inputs);
  script += "set_output_delay 0 -clock clk [all_outputs]\n";
  if (!false_from.empty()) script += fmt::format("set_false_path -from [get_ports {{{}}}]\n", false_from);
  if (!false_to.empty()) script += fmt::format("set_false_path -to [get_ports {{{}}}]\n", false_to);
  script += "puts \"BEGIN path\"\nreport_checks -path_delay max -digits 6\n";
  script += "puts \"worst_slack [worst_slack]\"\n";
  if (with_power) script += "source activity.tcl\nputs \"BEGIN power\"\nreport_power -digits 9\n";
  return script;
}

/// One command per net. set_power_activity -pins calls a procedure that OpenSTA 2.0.17 does not have; the command under it
/// works, and it is enough to give the driver of each net.
std::string activity_of(const Netlist& netlist, const Activity& activity, std::size_t& given) {
  const std::vector<std::string> drivers = net_drivers(netlist);
  std::string script =
      "set given 0\n"
      "proc pin {name transitions duty} {\n"
      "  global given\n"
      "  foreach one [get_pins $name] { sta::set_power_pin_activity $one $transitions $duty; incr given }\n"
      "}\n"
      "proc port {name transitions duty} {\n"
      "  global given\n"
      "  foreach one [get_ports $name] { sta::set_power_input_port_activity $one $transitions $duty; incr given }\n"
      "}\n";
  given = 0;
  for (std::uint32_t n = 2; n < netlist.nets; ++n) {
    if (drivers[n].empty() || drivers[n] == "clk_i") continue;
    const bool is_pin = drivers[n].find('/') != std::string::npos;
    script += fmt::format("{} {{{}}} {:.9g} {:.9g}\n", is_pin ? "pin" : "port", drivers[n], activity.transitions_per_cycle[n],
                          activity.duty[n]);
    ++given;
  }
  script += "puts \"given $given\"\n";
  return script;
}

double number_after(const std::string& text, const std::string& key, std::size_t from = 0) {
  const std::size_t at = text.find(key, from);
  double value = NAN;
  if (at != std::string::npos) std::istringstream(text.substr(at + key.size(), 40)) >> value;
  return value;
}

}  // namespace

StaResult run_sta(const Netlist& netlist, const Library& library, double clock_ns, const Activity* activity) {
  StaResult result;
  result.files["sta.tcl"] = script_of(netlist, clock_ns, activity != nullptr);
  std::size_t given = 0;
  if (activity != nullptr) result.files["activity.tcl"] = activity_of(netlist, *activity, given);
  TemporaryDirectory folder;
  for (const auto& [name, content] : result.files) write_file(folder.path() / name, content);
  write_file(folder.path() / "netlist.v", netlist_verilog(netlist));
  write_file(folder.path() / "library.lib", library.text);
  const ProcessResult run = run_process({"sta", "-no_splash", "-exit", "sta.tcl"}, {folder.path(), {}, ""});
  const std::string log = run.output + run.errors;
  result.files["sta.log"] = log;
  const auto fail = [&](const std::string& what) {
    throw CheckFailed(fmt::format("OpenSTA: {} (found {}); see sta.tcl", what, log.size() > 1500 ? log.substr(0, 1500) : log));
  };
  // OpenSTA goes on after an error and still exits with 0.
  if (run.exit_code != 0 || log.find("Error:") != std::string::npos) fail("it reports an error");

  const double slack = number_after(log, "worst_slack ");
  if (!std::isfinite(slack) || slack > 1e20) fail("it finds no path");
  result.critical_path_ns = clock_ns - slack;
  const auto word_after = [&](const std::string& key) {
    const std::size_t at = log.find(key);
    std::string word;
    if (at != std::string::npos) std::istringstream(log.substr(at + key.size(), 200)) >> word;
    return word;
  };
  result.start = word_after("Startpoint: ");
  result.end = word_after("Endpoint: ");
  if (activity == nullptr) return result;

  if (number_after(log, "given ") != static_cast<double>(given)) {
    fail(fmt::format("not all of {} nets got their activity", given));
  }
  const auto row = [&](const std::string& name) {
    const std::size_t at = log.find("\n" + name, log.find("BEGIN power"));
    std::vector<double> numbers(4, NAN);
    if (at != std::string::npos) {
      std::istringstream in(log.substr(at + 1 + name.size(), 200));
      for (double& number : numbers) in >> number;
    }
    for (const double number : numbers) {
      if (!std::isfinite(number) || number < 0) fail("its power report cannot be read");
    }
    return numbers;
  };
  const std::vector<double> total = row("Total"), sequential = row("Sequential");
  // report_power prints watts whatever the command units are.
  result.power = PowerNumbers{total[3] * 1e3, total[0] * 1e3, total[1] * 1e3, total[2] * 1e3, sequential[3] * 1e3};
  return result;
}

}  // namespace pwlforge
