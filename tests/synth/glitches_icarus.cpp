// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The simulation with delays against Icarus, on the netlist of a small unit:
// - one rising and one falling delay for each gate, as Verilog's gate delays have it: every change of every net at the
//   same time;
// - a delay for each arc, from OpenSTA's SDF file by $sdf_annotate: transitions net by net, within a bound.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <random>
#include <regex>
#include <set>
#include <sstream>

#include "tests/synth/timed_bench.hpp"

using namespace pwlforge;
using namespace pwlforge::test;

namespace {

std::map<std::string, std::string> nets_of(const NetlistCell& cell) {
  std::map<std::string, std::string> names;
  for (const auto& [name, pin] : cell.cell->pins) {
    const auto net = cell.pins.find(name);
    const std::uint32_t number = net == cell.pins.end() ? kNetZero : net->second;
    names[name] = number <= kNetOne ? fmt::format("1'b{}", number) : fmt::format("n{}", number);
  }
  return names;
}

/// One rising and one falling delay for each output: of its slowest arc, and a little more that differs from gate to
/// gate, so that no two inputs of a gate change at once by symmetry.
ArcDelays gate_delays(const TimedDesign& design, double unit_ns) {
  std::map<std::pair<std::uint32_t, std::string>, double> slowest[2];
  for (const ArcDelay& arc : design.sta.delays) {
    double& ns = slowest[arc.to_rises ? 1 : 0][{arc.cell, arc.to}];
    ns = std::max(ns, arc.ns);
  }
  std::mt19937_64 random(12);
  for (auto& edge : slowest) {
    for (auto& [place, ns] : edge) {
      ns = unit_ns * (std::ceil(ns / unit_ns) + 1 + static_cast<double>(random() % 500));
    }
  }
  ArcDelays delays = design.sta.delays;
  for (ArcDelay& arc : delays) arc.ns = slowest[arc.to_rises ? 1 : 0].at({arc.cell, arc.to});
  return delays;
}

/// The netlist as primitives with delays, and registers.
std::string primitive_netlist(const TimedDesign& design, const ArcDelays& delays, double unit_ns) {
  std::map<std::pair<std::uint32_t, std::string>, std::int64_t> ticks[2];
  for (const ArcDelay& arc : delays) ticks[arc.to_rises ? 1 : 0][{arc.cell, arc.to}] = std::llround(arc.ns / unit_ns);
  // Cells between the clock port and clock pins take no time.
  const TimedNetlist timed = time_netlist(design.netlist, "clk_i", delays);
  std::set<std::uint32_t> immediate;
  for (const TimedGate& gate : timed.gates) {
    if (!gate.delays.empty() && gate.delays.front() == 0) immediate.insert(gate.net);
  }
  std::map<std::string, std::string> primitives;
  const std::string shell = netlist_verilog(design.netlist);
  std::string text = shell.substr(0, shell.find("  assign "));
  for (const NetlistPort& port : design.netlist.ports) {
    for (std::size_t bit = 0; port.is_input && bit < port.nets.size(); ++bit) {
      const std::string own = port.nets.size() == 1 ? port.name : fmt::format("{}[{}]", port.name, bit);
      text += fmt::format("  assign n{} = {};\n", port.nets[bit], own);
    }
  }
  for (std::uint32_t c = 0; c < design.netlist.cells.size(); ++c) {
    const NetlistCell& cell = design.netlist.cells[c];
    std::map<std::string, std::string> names = nets_of(cell);
    const std::string state = fmt::format("s{}", c);
    if (cell.cell->kind != CellKind::combinational) {
      text += storage(*cell.cell, state, names);
      names[cell.cell->state] = state;
      names[cell.cell->inverted_state] = "~" + state;
    }
    for (const auto& [name, pin] : cell.cell->pins) {
      if (!pin.is_output || cell.pins.count(name) == 0) continue;
      const std::string delay = immediate.count(cell.pins.at(name)) != 0
                                    ? ""
                                    : fmt::format("#({}, {}) ", ticks[1].at({c, name}), ticks[0].at({c, name}));
      if (cell.cell->kind != CellKind::combinational) {
        text += fmt::format("  assign {}{} = {};\n", delay, names.at(name), verilog(pin.function, names));
        continue;
      }
      const std::vector<std::string> pins = input_pins(*cell.cell);
      const std::string kind = fmt::format("p_{}_{}", cell.type, name);
      primitives[kind] = primitive(kind, pin.function, pins);
      text += fmt::format("  {} {}g{}_{} ({}", kind, delay, c, name, names.at(name));
      for (const std::string& one : pins) text += ", " + names.at(one);
      text += ");\n";
    }
  }
  text += "endmodule\n";
  for (const auto& [name, definition] : primitives) text += definition;
  return text;
}

}  // namespace

TEST_CASE("with one delay for each gate, every change comes when it comes in Icarus", "[glitches][icarus]") {
  need({"yosys", "sta", "iverilog", "vvp"});
  const Store store = GENERATE(Store::registers, Store::latches);
  const TimedDesign design(store);
  const double unit = 1e-4;
  const ArcDelays delays = gate_delays(design, unit);
  const auto period = static_cast<std::int64_t>(std::llround(kPeriodNs / unit));
  FileSet files;
  files["netlist.v"] = primitive_netlist(design, delays, unit);
  files["bench.v"] = bench(
      design, [](std::uint32_t c) { return fmt::format("dut.s{}", c); }, period, "", files);
  const Changes theirs = run_icarus(design, files, period, {});
  const Changes ours = simulate(design, delays, unit);
  CHECK(ours.size() > 20'000);
  CHECK(ours == theirs);
  const Glitches glitches = count_glitches(design.netlist, "clk_i", delays, design.recording, kPeriodNs);
  CHECK(glitches.transitions == theirs.size());
  CHECK(glitches.transitions > glitches.zero_delay_transitions);
  CHECK(glitches.dropped > 0);

  // Planted: one output's delays doubled.
  const auto counts = counts_of(theirs);
  int planted = 0, by_count = 0;
  for (std::uint32_t c = 0; c < design.netlist.cells.size(); c += 7) {
    ArcDelays wrong = delays;
    bool moves = false;
    for (ArcDelay& arc : wrong) {
      if (arc.cell != c) continue;
      arc.ns *= 2;
      moves = moves || counts.count(design.netlist.cells[c].pins.at(arc.to)) != 0;
    }
    if (!moves) continue;
    ++planted;
    const Changes other = simulate(design, wrong, unit);
    CHECK(other != theirs);
    by_count += counts_of(other) != counts ? 1 : 0;
  }
  CHECK(planted > 20);
  CHECK(by_count > planted / 2);
}

namespace {

/// Modules of the library's cells with a path from every input that has an arc; $sdf_annotate fills in the delays.
std::string path_models(const TimedDesign& design) {
  std::map<std::string, std::set<std::pair<std::string, std::string>>> paths;
  for (const ArcDelay& arc : design.sta.delays) {
    paths[design.netlist.cells[arc.cell].type].insert({arc.from, arc.to});
  }
  std::string text, primitives;
  for (const auto& [type, list] : paths) {
    const LibraryCell& cell = *design.library.find(type);
    const std::vector<std::string> inputs = input_pins(cell);
    std::map<std::string, std::string> names;
    std::vector<std::string> outputs;
    for (const auto& [name, pin] : cell.pins) {
      names[name] = name;
      if (pin.is_output) outputs.push_back(name);
    }
    text += fmt::format("module {} ({}, {});\n  input {};\n  output {};\n", type, fmt::join(inputs, ", "),
                        fmt::join(outputs, ", "), fmt::join(inputs, ", "), fmt::join(outputs, ", "));
    if (cell.kind != CellKind::combinational) {
      text += storage(cell, "state", names);
      names[cell.state] = "state";
      names[cell.inverted_state] = "~state";
    }
    for (const std::string& output : outputs) {
      const std::string& function = cell.pins.at(output).function;
      if (cell.kind != CellKind::combinational) {
        text += fmt::format("  assign {} = {};\n", output, verilog(function, names));
        continue;
      }
      const std::string kind = fmt::format("p_{}_{}", type, output);
      primitives += primitive(kind, function, inputs);
      text += fmt::format("  {} g_{} ({}, {});\n", kind, output, output, fmt::join(inputs, ", "));
    }
    text += "  specify\n";
    for (const auto& [from, to] : list) text += fmt::format("    ({} => {}) = (0, 0);\n", from, to);
    text += "  endspecify\nendmodule\n";
  }
  return text + primitives;
}

/// OpenSTA's own file, without wires, which take no time, and without checks; "(1::2)" as "(1:2:2)" for Icarus.
std::string sdf_of(const TimedDesign& design) {
  const TemporaryDirectory folder;
  write_file(folder.path() / "library.lib", design.library.text);
  write_file(folder.path() / "netlist.v", netlist_verilog(design.netlist));
  std::string script = design.sta.files.at("sta.tcl");
  script = script.substr(0, script.find("puts \"BEGIN path\"")) + "write_sdf -digits 6 out.sdf\n";
  write_file(folder.path() / "sdf.tcl", script);
  run_checked({"sta", "-no_splash", "-exit", "sdf.tcl"}, {folder.path(), {}, ""});
  std::istringstream lines(read_file(folder.path() / "out.sdf"));
  const std::regex kTriple("\\(([-0-9.]+)::([-0-9.]+)\\)");
  std::string text;
  int depth = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("(INTERCONNECT") != std::string::npos) continue;
    if (depth == 0 && line.find("(TIMINGCHECK") == std::string::npos) {
      text += std::regex_replace(line, kTriple, "($1:$2:$2)") + "\n";
      continue;
    }
    for (const char c : line) depth += c == '(' ? 1 : c == ')' ? -1 : 0;
  }
  // The first cell is the top, of whose entry nothing is left.
  const std::size_t top = text.find(" (CELL\n");
  return text.erase(top, text.find(" (CELL\n", top + 1) - top);
}

}  // namespace

TEST_CASE("with OpenSTA's delay for each arc, nets move as often as in Icarus", "[glitches][icarus]") {
  need({"yosys", "sta", "iverilog", "vvp"});
  const TimedDesign design(Store::registers);
  // A path of the file has one delay for each edge of the output.
  ArcDelays delays = design.sta.delays;
  std::map<std::tuple<std::uint32_t, std::string, std::string, bool>, double> slowest;
  const auto place = [](const ArcDelay& arc) { return std::make_tuple(arc.cell, arc.from, arc.to, arc.to_rises); };
  for (const ArcDelay& arc : delays) slowest[place(arc)] = std::max(slowest[place(arc)], arc.ns);
  for (ArcDelay& arc : delays) arc.ns = slowest[place(arc)];
  const double unit = 1e-4;
  const auto period = static_cast<std::int64_t>(std::llround(kPeriodNs / unit));
  FileSet files;
  files["out.sdf"] = sdf_of(design);
  files["netlist.v"] = "`timescale 100fs/100fs\n" + netlist_verilog(design.netlist);
  files["cells.v"] = "`timescale 1ns/100fs\n" + path_models(design);
  files["bench.v"] =
      "`timescale 100fs/100fs\n" + bench(
                                       design, [](std::uint32_t c) { return fmt::format("dut.i{}.state", c); }, period,
                                       "    $sdf_annotate(\"out.sdf\", dut);\n", files);
  const auto theirs = counts_of(run_icarus(design, files, period, {"-gspecify", "-Tmax"}));
  std::int64_t total = 0;
  for (const auto& [net, count] : theirs) total += count;
  CHECK(total > 50'000);
  const auto apart = [&](const ArcDelays& ours) {
    std::int64_t sum = 0;
    auto rest = theirs;
    for (const auto& [net, count] : counts_of(simulate(design, ours, unit))) {
      sum += std::abs(count - rest[net]);
      rest.erase(net);
    }
    for (const auto& [net, count] : rest) sum += count;
    return static_cast<double>(sum) / static_cast<double>(total);
  };
  INFO(apart(delays));
  // In Icarus an output that is turned back and begins again under way arrives at the first of its times, not the last;
  // and inputs that change together move the outputs of its primitives one by one. Both shift a few glitches.
  CHECK(apart(delays) < 0.01);

  // Planted: the delays of one gate in twenty doubled; rise and fall exchanged; no delays but one for all.
  ArcDelays wrong = delays;
  for (ArcDelay& arc : wrong) arc.ns *= arc.cell % 20 == 0 ? 2 : 1;
  CHECK(apart(wrong) > 0.01);
  for (std::size_t i = 0; i < delays.size(); ++i) {
    auto other = place(delays[i]);
    std::get<3>(other) = !delays[i].to_rises;
    const auto found = slowest.find(other);
    wrong[i].ns = found == slowest.end() ? delays[i].ns : found->second;
  }
  CHECK(apart(wrong) > 0.01);
  for (ArcDelay& arc : wrong) arc.ns = 0.15;
  CHECK(apart(wrong) > 0.01);
}
