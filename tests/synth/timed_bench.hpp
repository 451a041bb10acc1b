// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A recorded small unit, fed to the simulation with delays and to Icarus, and what changed when in either.
#pragma once

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <sstream>

#include "synth/liberty/boolean_function.hpp"
#include "synth/map/buffering.hpp"
#include "synth/simulate/glitches.hpp"
#include "synth/simulate/unit_runner.hpp"
#include "synth/timing/sta.hpp"
#include "tests/synth/support.hpp"

namespace pwlforge::test {

struct TimedDesign {
  Netlist netlist;
  Library library = load_library("osu018", "");
  StaResult sta;
  Recording recording;

  explicit TimedDesign(Store store) {
    const UnitSource unit = test::small_unit(store);
    netlist = map_design(unit.design, library, false).netlist;
    buffer_nets(netlist, library);
    sta = run_sta(netlist, library, 20);
    UnitRunner runner(unit.plan, netlist, 3);
    const UnitImage image = random_image(unit.plan, 1);
    runner.load(image);
    std::mt19937_64 random(5);
    std::vector<std::vector<std::uint64_t>> streams(kSimulatorCopies);
    for (auto& stream : streams) {
      for (int i = 0; i < 40; ++i) stream.push_back(random() & 31);
    }
    runner.record(40);
    runner.stream(image, streams, false, true, 5);
    recording = runner.simulator().recording();
  }
};

/// Net and time behind the beginning of its cycle, in order; and the counts without the times.
using Changes = std::vector<std::pair<std::uint32_t, std::int64_t>>;

inline std::map<std::uint32_t, std::int64_t> counts_of(const Changes& changes) {
  std::map<std::uint32_t, std::int64_t> counts;
  for (const auto& [net, time] : changes) ++counts[net];
  return counts;
}

inline constexpr double kPeriodNs = 40;

/// Ours, with times in units of `unit_ns`.
inline Changes simulate(const TimedDesign& design, const ArcDelays& delays, double unit_ns) {
  std::vector<EventSimulator::Change> log;
  count_glitches(design.netlist, "clk_i", delays, design.recording, kPeriodNs,
                 [&](EventSimulator& simulator) { simulator.log_to(&log); });
  const double tick = time_netlist(design.netlist, "clk_i", delays).tick_ns;
  Changes changes;
  for (const auto& one : log) {
    changes.emplace_back(one.net, std::llround(static_cast<double>(one.tick) * tick / unit_ns));
  }
  std::sort(changes.begin(), changes.end());
  return changes;
}

/// "!((A*B)+C)" over nets or pins: in Verilog.
inline std::string verilog(const std::string& expression, const std::map<std::string, std::string>& names) {
  std::string text, name;
  const auto flush = [&] {
    if (!name.empty()) text += name == "0" || name == "1" ? "1'b" + name : names.at(name);
    name.clear();
  };
  for (const char c : plain_expression(expression, "function")) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
      name += c;
      continue;
    }
    flush();
    text += c == '!' ? '~' : c == '*' ? '&' : c == '+' ? '|' : c;
  }
  flush();
  return text;
}

/// A table of a function for Icarus: a primitive reacts to its inputs as a whole.
inline std::string primitive(const std::string& name, const std::string& function,
                             const std::vector<std::string>& inputs) {
  std::string text = fmt::format("primitive {} (y, {});\n  output y;\n  input {};\n  table\n", name,
                                 fmt::join(inputs, ", "), fmt::join(inputs, ", "));
  const std::vector<bool> rows = truth_rows(function, name, inputs).value();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    text += "   ";
    for (std::size_t i = 0; i < inputs.size(); ++i) text += fmt::format(" {}", (row >> i) & 1);
    text += fmt::format(" : {};\n", int{rows[row]});
  }
  return text + "  endtable\nendprimitive\n";
}

inline std::vector<std::string> input_pins(const LibraryCell& cell) {
  std::vector<std::string> pins;
  for (const auto& [name, pin] : cell.pins) {
    if (pin.is_input) pins.push_back(name);
  }
  return pins;
}

/// A register or latch as statements on `state`.
inline std::string storage(const LibraryCell& cell, const std::string& state,
                           const std::map<std::string, std::string>& pins) {
  std::string text = fmt::format("  reg {};\n", state);
  if (cell.kind == CellKind::latch) {
    return text + fmt::format("  always @* if ({}) {} = {};\n", verilog(cell.enable, pins), state,
                              verilog(cell.data_in, pins));
  }
  return text + fmt::format("  wire {0}_clock = {1};\n  always @(posedge {0}_clock) {0} = {2};\n", state,
                            verilog(cell.clocked_on, pins), verilog(cell.next_state, pins));
}

/// Drives the recorded inputs; registers are set before each copy. `state` is the path of a register, by cell.
inline std::string bench(const TimedDesign& design, const std::function<std::string(std::uint32_t)>& state,
                         std::int64_t period, const std::string& begin, FileSet& files) {
  const Recording& recording = design.recording;
  std::vector<std::uint32_t> inputs;
  std::string ports;
  for (const NetlistPort& port : design.netlist.ports) {
    if (!port.is_input || port.name == "clk_i") continue;
    ports += fmt::format(", .{}(in[{}:{}])", port.name, inputs.size() + port.nets.size() - 1, inputs.size());
    inputs.insert(inputs.end(), port.nets.begin(), port.nets.end());
  }
  const std::size_t cycles = (recording.frames() - 1) / 2;
  std::string stimulus, states;
  const auto bit = [](std::uint16_t word, int copy) { return ((word >> copy) & 1) != 0 ? '1' : '0'; };
  for (int copy = 0; copy < kRecordedCopies; ++copy) {
    for (std::size_t cycle = 0; cycle <= cycles; ++cycle) {
      // The first row is what is there before.
      const std::uint16_t* frame = recording.frame(cycle == 0 ? 0 : 2 * cycle - 1);
      for (auto net = inputs.rbegin(); net != inputs.rend(); ++net) stimulus += bit(frame[*net], copy);
      stimulus += '\n';
    }
    for (std::size_t s = recording.storage_cells.size(); s-- > 0;) {
      states += bit(recording.frame(0)[recording.nets + s], copy);
    }
    states += '\n';
  }
  files["stimulus.txt"] = stimulus;
  files["states.txt"] = states;
  std::string text = fmt::format(
      "module bench;\n  reg clk;\n  reg [{0}:0] in;\n  reg [{0}:0] stimulus [0:{1}];\n  reg [{2}:0] states [0:{3}];\n"
      "  reg [{2}:0] now;\n  integer c, i;\n  {4} dut (.clk_i(clk){5});\n  initial begin\n{6}"
      "    $readmemb(\"stimulus.txt\", stimulus);\n    $readmemb(\"states.txt\", states);\n    "
      "$dumpfile(\"dump.vcd\");\n    $dumpvars(1, dut);\n    for (c = 0; c < {7}; c = c + 1) begin\n      clk = 0;\n"
      "      in = stimulus[c * {8}];\n      now = states[c];\n",
      inputs.size() - 1, kRecordedCopies * (cycles + 1) - 1, recording.storage_cells.size() - 1, kRecordedCopies - 1,
      design.netlist.top, ports, begin, kRecordedCopies, cycles + 1);
  for (std::size_t s = 0; s < recording.storage_cells.size(); ++s) {
    text += fmt::format("      {} = now[{}];\n", state(recording.storage_cells[s]), s);
  }
  return text + fmt::format(
                    "      #{0};\n      for (i = 1; i < {1}; i = i + 1) begin\n        clk = 1;\n"
                    "        in <= stimulus[c * {1} + i];\n        #{2} clk = 0;\n        #{3};\n      end\n    end\n"
                    "    $finish;\n  end\nendmodule\n",
                    period, cycles + 1, period / 2, period - period / 2);
}

/// Changes of nets n<number> in a dump, but for those in front of each copy's first cycle.
inline Changes changes_in(const std::string& dump, std::int64_t period, std::int64_t cycles) {
  std::map<std::string, std::uint32_t> codes;
  std::map<std::string, char> values;
  Changes changes;
  std::istringstream lines(dump);
  std::int64_t time = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    if (line.compare(0, 4, "$var") == 0) {
      std::istringstream words(line);
      std::string word, type, width, code, name;
      words >> word >> type >> width >> code >> name;
      if (name.size() > 1 && name[0] == 'n' && name.find_first_not_of("0123456789", 1) == std::string::npos) {
        codes[code] = static_cast<std::uint32_t>(std::stoul(name.substr(1)));
      }
    } else if (line[0] == '#') {
      time = std::stoll(line.substr(1));
    } else if (line[0] == '0' || line[0] == '1' || line[0] == 'x') {
      const auto code = codes.find(line.substr(1));
      if (code == codes.end()) continue;
      char& value = values[code->first];
      if (value != line[0] && time / period % (cycles + 1) != 0) changes.emplace_back(code->second, time % period);
      value = line[0];
    }
  }
  std::sort(changes.begin(), changes.end());
  return changes;
}

inline Changes run_icarus(const TimedDesign& design, FileSet files, std::int64_t period,
                          const std::vector<std::string>& flags) {
  const TemporaryDirectory folder;
  std::vector<std::string> command = {"iverilog", "-g2005", "-o", "bench.vvp", "-s", "bench"};
  command.insert(command.end(), flags.begin(), flags.end());
  for (const auto& [name, content] : files) {
    write_file(folder.path() / name, content);
    if (name.substr(name.size() - 2) == ".v") command.push_back(name);
  }
  run_checked(command, {folder.path(), {}, ""});
  const ProcessResult run = run_checked({"vvp", "-n", "bench.vvp"}, {folder.path(), {}, ""});
  INFO(run.output.substr(0, 2000));
  CHECK(run.output.find("WARNING") == std::string::npos);
  CHECK(run.output.find("ERROR") == std::string::npos);
  return changes_in(read_file(folder.path() / "dump.vcd"), period,
                    static_cast<std::int64_t>((design.recording.frames() - 1) / 2));
}

}  // namespace pwlforge::test
