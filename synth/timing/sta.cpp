// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/timing/sta.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"
#include "gen/support/words.hpp"

namespace pwlforge {
namespace {

/// Slews as numbers: min and max of the rising and of the falling edge, in seconds. Then the delays of the arcs that
/// end at the pin: both edges, min and max in seconds, the condition.
constexpr const char* kSlews =
    "foreach pin [concat [get_pins *] [all_inputs]] {\n"
    "  set name [get_property $pin full_name]\n"
    "  foreach vertex [[sta::get_port_pin_error pin $pin] vertices] {\n"
    "    puts \"slew $name [$vertex slews rise] [$vertex slews fall]\"\n"
    "    set edges [$vertex in_edge_iterator]\n"
    "    while {[$edges has_next]} {\n"
    "      set edge [$edges next]\n"
    "      if {[$edge role] eq \"wire\"} continue\n"
    "      set from [get_property [$edge from_pin] full_name]\n"
    "      set arcs [$edge timing_arc_iterator]\n"
    "      while {[$arcs has_next]} {\n"
    "        set arc [$arcs next]\n"
    "        puts \"arc $from $name [$arc from_trans_name] [$arc to_trans_name] [$edge arc_delays $arc] [$edge "
    "cond]\"\n"
    "      }\n"
    "      $arcs finish\n"
    "    }\n"
    "    $edges finish\n"
    "  }\n"
    "}\n";

/// A path into an open latch borrows time until its slack is 0, and one out of a latch starts when it opens: both tell
/// the clock and not the circuit. The longest path is then that to an end with an edge; parameters in latches are at
/// rest while the unit works, like the configuration port.
constexpr const char* kEdgeSlack =
    "report_checks -path_delay max -digits 6 -to $ends\n"
    "set path [lindex [find_timing_paths -path_delay max -to $ends] 0]\n"
    "puts \"edge_slack [get_property $path slack]\"\n";

bool starts_with(const std::string& text, const std::string& head) {
  return text.compare(0, head.size(), head) == 0;
}

}  // namespace

bool has_latches(const Netlist& netlist) {
  return std::any_of(netlist.cells.begin(), netlist.cells.end(),
                     [](const NetlistCell& cell) { return cell.cell->kind == CellKind::latch; });
}

std::string sta_constraints(const Netlist& netlist, double clock_ns) {
  std::string false_from, inputs;
  std::string false_to;
  bool has_clock = false;
  const std::string clock = clock_port(netlist);
  for (const NetlistPort& port : netlist.ports) {
    const bool configuration = starts_with(port.name, "cfg_");  // AXI4-Lite is timed: its inputs are not held
    const std::string pattern = port.nets.size() == 1 ? port.name : port.name + "[*]";
    if (port.name == clock)
      has_clock = true;
    else if (port.is_input && (configuration || port.name == reset_port(netlist)))
      false_from += " " + pattern;
    else if (!port.is_input && configuration)
      false_to += " " + pattern;
    if (port.is_input && port.name != clock) inputs += " " + pattern;
  }
  std::string script;
  script += "read_liberty library.lib\nread_verilog netlist.v\n";
  script += fmt::format("link_design {}\n", netlist.top);
  script += "set_cmd_units -time ns -capacitance pF -power mW\n";
  script += fmt::format("create_clock -name clk -period {}{}\n", clock_ns,
                        has_clock ? fmt::format(" [get_ports {}]", clock) : "");
  script += fmt::format("set_input_delay 0 -clock clk [get_ports {{{}}}]\n", inputs);
  script += "set_output_delay 0 -clock clk [all_outputs]\n";
  if (!false_from.empty()) script += fmt::format("set_false_path -from [get_ports {{{}}}]\n", false_from);
  if (!false_to.empty()) script += fmt::format("set_false_path -to [get_ports {{{}}}]\n", false_to);
  if (has_latches(netlist)) {
    script += "set_false_path -from [all_registers -level_sensitive -clock_pins]\n";
    script += "set ends [concat [all_registers -edge_triggered -data_pins] [all_outputs]]\n";
  }
  return script;
}

namespace {

std::string script_of(const Netlist& netlist, double clock_ns, StaDetail detail) {
  std::string script = sta_constraints(netlist, clock_ns);
  script += "puts \"BEGIN path\"\n";
  if (has_latches(netlist)) script += kEdgeSlack;
  script += "report_checks -path_delay max -digits 6\n";
  script += "puts \"worst_slack [worst_slack]\"\n";
  if (detail == StaDetail::all) script += kSlews;
  return script;
}

double number_after(const std::string& text, const std::string& key, std::size_t from = 0) {
  const std::size_t at = text.find(key, from);
  double value = NAN;
  if (at != std::string::npos) std::istringstream(text.substr(at + key.size(), 40)) >> value;
  return value;
}

/// The longest of OpenSTA's slews by net, mean of both edges, in ns; nets without one (constants) have 0.
std::vector<double> slews_of(const Netlist& netlist, const std::string& log) {
  std::map<std::string, std::uint32_t> nets;
  const std::vector<std::string> drivers = net_drivers(netlist);
  for (std::uint32_t n = 2; n < netlist.nets; ++n) {
    if (!drivers[n].empty()) nets[drivers[n]] = n;
  }
  std::vector<double> slews(netlist.nets, 0);
  std::istringstream lines(log);
  std::string line;
  while (std::getline(lines, line)) {
    if (!starts_with(line, "slew ")) continue;
    std::istringstream in(line.substr(5));
    std::string name;
    double rise_min = 0, rise_max = 0, fall_min = 0, fall_max = 0;
    if (!(in >> name >> rise_min >> rise_max >> fall_min >> fall_max)) continue;
    const auto net = nets.find(name);
    const double slew = (rise_max + fall_max) / 2 * 1e9;
    if (net != nets.end() && slew > 0 && slew < 1e6) slews[net->second] = slew;
  }
  return slews;
}

/// "i12/A" as 12 and "A"; false for a port.
bool split_pin(const std::string& name, std::uint32_t& cell, std::string& pin) {
  const std::size_t slash = name.find('/');
  if (slash == std::string::npos || name[0] != 'i') return false;
  pin = name.substr(slash + 1);
  return read_number(std::string_view(name).substr(1, slash - 1), cell);
}

/// Arcs to outputs of cells; set-up, hold and other checks end at inputs.
ArcDelays delays_of(const Netlist& netlist, const std::string& log) {
  ArcDelays delays;
  std::istringstream lines(log);
  std::string line;
  while (std::getline(lines, line)) {
    if (!starts_with(line, "arc ")) continue;
    std::istringstream in(line.substr(4));
    std::string from, to, from_edge, to_edge;
    double shortest = 0, longest = 0;
    ArcDelay arc;
    std::uint32_t from_cell = 0;
    if (!(in >> from >> to >> from_edge >> to_edge >> shortest >> longest)) continue;
    if (!split_pin(from, from_cell, arc.from) || !split_pin(to, arc.cell, arc.to) || from_cell != arc.cell) continue;
    if (arc.cell >= netlist.cells.size()) continue;
    const auto& pins = netlist.cells[arc.cell].cell->pins;
    const auto pin = pins.find(arc.to);
    if (pin == pins.end() || !pin->second.is_output) continue;
    arc.from_rises = from_edge == "rise";
    arc.to_rises = to_edge == "rise";
    std::getline(in >> std::ws, arc.when);
    arc.ns = longest * 1e9;
    delays.push_back(std::move(arc));
  }
  return delays;
}

}  // namespace

StaResult read_sta(const Netlist& netlist, const std::string& all, double clock_ns, StaDetail detail) {
  StaResult result;
  const std::string log = all.substr(0, std::min(all.find("\nslew "), all.size())) + "\n";
  result.files["sta.log"] = log;
  const auto fail = [&](const std::string& what) {
    throw CheckFailed(
        fmt::format("OpenSTA: {} (found {}); see sta.tcl", what, log.size() > 1500 ? log.substr(0, 1500) : log));
  };
  // OpenSTA goes on after an error and still exits with 0.
  if (all.find("Error:") != std::string::npos) fail("it reports an error");

  double slack = number_after(log, "worst_slack ");
  // A latch or a clock gate that is late (less than no slack) counts like any other end.
  if (has_latches(netlist) && slack >= 0) slack = number_after(log, "edge_slack ");
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
  if (detail == StaDetail::path) return result;
  result.slews_ns = slews_of(netlist, all);
  result.delays = delays_of(netlist, all);
  if (!netlist.cells.empty() &&
      std::all_of(result.slews_ns.begin(), result.slews_ns.end(), [](double s) { return s == 0; })) {
    fail("it gives no slews");
  }
  return result;
}

StaResult run_sta(const Netlist& netlist, const Library& library, double clock_ns, StaDetail detail) {
  const std::string script = script_of(netlist, clock_ns, detail);
  const TemporaryDirectory folder;
  write_file(folder.path() / "sta.tcl", script);
  write_file(folder.path() / "netlist.v", netlist_verilog(netlist));
  write_file(folder.path() / "library.lib", library.text);
  const ProcessResult run = run_process({"sta", "-no_splash", "-exit", "sta.tcl"}, {folder.path(), {}, ""});
  std::string all = run.output + run.errors;
  if (run.exit_code != 0) all = fmt::format("Error: exit code {}\n", run.exit_code) + all;
  StaResult result = read_sta(netlist, all, clock_ns, detail);
  result.files["sta.tcl"] = script;
  return result;
}

}  // namespace pwlforge
