// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The gate simulator against Icarus: the same netlist, cell models that yosys derives from the same Liberty file, the
// same inputs. Every output in every cycle and the transitions of every net must agree.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <map>
#include <random>
#include <sstream>

#include "synth/simulate/gate_simulator.hpp"
#include "synth/simulate/unit_runner.hpp"
#include "tests/synth/support.hpp"

using namespace pwlforge;

namespace {

constexpr int kCycles = 400;
constexpr int kCountFrom = 100;  // by then the store is loaded and the pipeline full

struct PortBits {
  const NetlistPort* port;
  std::size_t bit;
};

/// Transitions of nets named n<number> in a value change dump from `begin` on (times after it).
std::map<std::uint32_t, std::uint64_t> transitions_in(const std::string& dump, std::uint64_t begin) {
  std::map<std::string, std::uint32_t> codes;
  std::map<std::uint32_t, std::uint64_t> counts;
  std::map<std::uint32_t, char> values, settled;
  std::istringstream lines(dump);
  std::string line;
  std::uint64_t time = 0;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string first, type, width, code, name;
    words >> first;
    if (first == "$var") {
      words >> type >> width >> code >> name;
      if (name.size() > 1 && name[0] == 'n' && name.find_first_not_of("0123456789", 1) == std::string::npos) {
        codes[code] = static_cast<std::uint32_t>(std::stoul(name.substr(1)));
      }
    } else if (first[0] == '#') {
      // What counts is the value at the end of a time step.
      for (const auto& [net, value] : values) {
        char& before = settled[net];
        if (time > begin && before != 0 && before != value) ++counts[net];
        before = value;
      }
      values.clear();
      time = std::stoull(first.substr(1));
    } else if ((first[0] == '0' || first[0] == '1') && codes.count(first.substr(1)) != 0) {
      values[codes[first.substr(1)]] = first[0];
    }
  }
  return counts;
}

}  // namespace

TEST_CASE("gate simulator and Icarus agree on outputs and transitions", "[icarus]") {
  test::need({"yosys", "iverilog", "vvp"});
  const UnitSource unit = test::small_unit();
  const Library library = load_library("osu018", "");
  const Netlist netlist = map_design(unit.design, library, false).netlist;
  std::vector<PortBits> inputs, outputs;
  for (const NetlistPort& port : netlist.ports) {
    for (std::size_t bit = 0; bit < port.nets.size(); ++bit) {
      if (port.name != "clk_i") (port.is_input ? inputs : outputs).push_back({&port, bit});
    }
  }

  // Reset, load, then random data and stalls.
  const UnitImage image = random_image(unit.plan, 4);
  GateSimulator simulator(netlist, "clk_i", 9);
  std::mt19937_64 random(11);
  std::string stimulus, expected;
  std::uint64_t counted = 0;
  for (int cycle = 0; cycle < kCycles; ++cycle) {
    simulator.rise();
    for (const PortBits& one : inputs) simulator.set_input(one.port->name, one.bit, 0);
    const auto write = static_cast<std::size_t>(cycle - 3);
    if (cycle >= 2) simulator.set_input_all("rst_ni", 1);
    if (cycle >= 3 && write < image.writes.size()) {
      simulator.set_input_all("cfg_we_i", 1);
      simulator.set_input_all("cfg_addr_i", static_cast<std::uint64_t>(image.writes[write].address));
      simulator.set_input_all("cfg_data_i", image.writes[write].data);
    } else if (cycle >= 3 && write == image.writes.size()) {
      simulator.set_input_all("cfg_commit_i", 1);
    } else if (cycle >= 3) {
      simulator.set_input_all("in_valid_i", cycle < kCountFrom ? 1 : random() % 2);
      simulator.set_input_all("out_ready_i", cycle < kCountFrom ? 1 : random() % 2);
      simulator.set_input_all("in_data_i", random() & 31);
    }
    simulator.settle();
    if (cycle > kCountFrom) simulator.count_phase();
    for (auto one = inputs.rbegin(); one != inputs.rend(); ++one) {
      stimulus += (simulator.value_of_net(one->port->nets[one->bit]) & 1) != 0 ? '1' : '0';
    }
    stimulus += '\n';
    if (cycle >= kCountFrom) {
      for (auto one = outputs.rbegin(); one != outputs.rend(); ++one) {
        expected += (simulator.output(one->port->name, one->bit) & 1) != 0 ? '1' : '0';
      }
      expected += '\n';
    }
    simulator.fall();
    if (cycle > kCountFrom) simulator.count_phase();
    if (cycle == kCountFrom) simulator.start_counting();
    counted += cycle > kCountFrom ? 1 : 0;
  }

  std::string bench = fmt::format(
      "module bench;\n  reg clk = 0;\n  reg [{0}:0] in = 0;\n  wire [{1}:0] out;\n  reg [{0}:0] stimulus [0:{2}];\n  "
      "integer i;\n"
      "  {3} dut (.clk_i(clk)",
      inputs.size() - 1, outputs.size() - 1, kCycles - 1, netlist.top);
  for (const NetlistPort& port : netlist.ports) {
    if (port.name == "clk_i") continue;
    const auto& list = port.is_input ? inputs : outputs;
    std::size_t low = 0;
    while (list[low].port != &port) ++low;
    bench += fmt::format(", .{}({}[{}:{}])", port.name, port.is_input ? "in" : "out", low + port.nets.size() - 1, low);
  }
  bench += fmt::format(
      ");\n  initial begin\n    $readmemb(\"stimulus.txt\", stimulus);\n    $dumpfile(\"dump.vcd\");\n    $dumpvars(1, "
      "dut);\n"
      "    for (i = 0; i < {}; i = i + 1) begin\n      clk = 1;\n      in <= stimulus[i];\n      #5 if (i >= {}) "
      "$display(\"%b\", out);\n"
      "      clk = 0;\n      #5;\n    end\n    $finish;\n  end\nendmodule\n",
      kCycles, kCountFrom);

  const TemporaryDirectory folder;
  write_file(folder.path() / "library.lib", library.text);
  write_file(folder.path() / "netlist.v", netlist_verilog(netlist));
  write_file(folder.path() / "bench.v", bench);
  write_file(folder.path() / "stimulus.txt", stimulus);
  run_checked({"yosys", "-q", "-p", "read_liberty -ignore_miss_func library.lib; proc; write_verilog -noattr cells.v"},
              {folder.path(), {}, ""});
  run_checked({"iverilog", "-g2005", "-o", "bench.vvp", "-s", "bench", "bench.v", "netlist.v", "cells.v"},
              {folder.path(), {}, ""});
  const ProcessResult run = run_checked({"vvp", "-n", "bench.vvp"}, {folder.path(), {}, ""});
  std::string printed;
  std::istringstream lines(run.output);
  std::string line;
  while (std::getline(lines, line)) {
    if (line.size() == outputs.size() && line.find_first_not_of("01x") == std::string::npos) printed += line + "\n";
  }
  CHECK(printed == expected);

  // The dump's cycle i starts at time 10 i, with the clock edge and the new inputs.
  const auto moved = transitions_in(read_file(folder.path() / "dump.vcd"), 10 * (kCountFrom + 1) - 1);
  REQUIRE(counted == kCycles - kCountFrom - 1);
  const std::vector<std::string> drivers = net_drivers(netlist);
  std::uint64_t compared = 0, different = 0, total = 0;
  for (std::uint32_t n = 2; n < netlist.nets; ++n) {
    if (drivers[n].empty()) continue;
    const auto found = moved.find(n);
    const std::uint64_t theirs = found == moved.end() ? 0 : found->second;
    // Copy 0 is the same as all others: inputs are equal, and what started at random is overwritten by then.
    const std::uint64_t ours = simulator.transitions()[n] / kSimulatorCopies;
    different += theirs == ours ? 0 : 1;
    total += ours;
    ++compared;
  }
  CHECK(compared > 200);
  CHECK(total > 1000);
  CHECK(different == 0);
}
