// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Energies: by hand on a library of three cells, and against OpenSTA where OpenSTA takes the activity as it is given.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <sstream>

#include "synth/map/buffering.hpp"
#include "synth/power/power.hpp"
#include "synth/timing/sta.hpp"
#include "tests/synth/support.hpp"

using namespace pwlforge;

namespace {

const std::string kLibrary =
    "library (test) { nom_voltage : 2.0; time_unit : \"1ns\"; capacitive_load_unit (1, ff); leakage_power_unit : "
    "\"1uW\";\n"
    "power_lut_template (e) { variable_1 : total_output_net_capacitance; variable_2 : input_transition_time; }\n"
    "cell (INV) { area : 2; cell_leakage_power : 3;\n"
    "  pin (A) { direction : input; capacitance : 10; }\n"
    "  pin (Y) { direction : output; function : \"A'\"; max_capacitance : 40;\n"
    "    internal_power () { related_pin : \"A\"; rise_power (e) { index_1 (\"0, 20\"); index_2 (\"0, 1, 3\");\n"
    "      values (\"100, 200, 400\", \"300, 400, 600\"); } fall_power (scalar) { values (\"50\"); } } } }\n"
    "cell (INV4) { area : 3; pin (A) { direction : input; capacitance : 20; }\n"
    "  pin (Y) { direction : output; function : \"A'\"; max_capacitance : 200; } }\n"
    "cell (BUF) { area : 4; pin (A) { direction : input; capacitance : 10; }\n"
    "  pin (Y) { direction : output; function : \"A\"; max_capacitance : 100; } }\n"
    "cell (NAND) { area : 3; leakage_power () { when : \"!A\"; value : 1; } leakage_power () { when : \"A\"; value : "
    "5; }\n"
    "  pin (A) { direction : input; capacitance : 10; } pin (B) { direction : input; capacitance : 10;\n"
    "    internal_power () { when : \"!A\"; power (scalar) { values (\"8\"); } } }\n"
    "  pin (Y) { direction : output; function : \"!(A B)\"; max_capacitance : 40;\n"
    "    internal_power () { related_pin : \"A\"; power (scalar) { values (\"10\"); } }\n"
    "    internal_power () { related_pin : \"B\"; power (scalar) { values (\"30\"); } } } }\n"
    "cell (DFF) { area : 8; ff (IQ, IQN) { next_state : \"D\"; clocked_on : \"C\"; }\n"
    "  pin (D) { direction : input; capacitance : 10; } pin (C) { direction : input; clock : true; capacitance : 5;\n"
    "    internal_power () { rise_power (scalar) { values (\"7\"); } fall_power (scalar) { values (\"9\"); } } }\n"
    "  pin (Q) { direction : output; function : \"IQ\"; max_capacitance : 40; } } }\n";

Library test_library() {
  const TemporaryDirectory folder;
  write_file(folder.path() / "test.lib", kLibrary);
  return load_library((folder.path() / "test.lib").string(), "");
}

NetlistCell instance(const Library& library, const std::string& type, std::map<std::string, std::uint32_t> pins) {
  return {type, type, library.find(type), std::move(pins)};
}

/// a (net 2) -> INV -> net 3; NAND of 3 and b (net 4) -> net 5 -> DFF on clk_i (net 6) -> net 7.
Netlist small_netlist(const Library& library) {
  Netlist netlist;
  netlist.top = "t";
  netlist.nets = 8;
  netlist.ports = {{"a", true, {2}}, {"b", true, {4}}, {"clk_i", true, {6}}, {"q", false, {7}}};
  netlist.cells = {instance(library, "INV", {{"A", 2}, {"Y", 3}}),
                   instance(library, "NAND", {{"A", 3}, {"B", 4}, {"Y", 5}}),
                   instance(library, "DFF", {{"D", 5}, {"C", 6}, {"Q", 7}})};
  return netlist;
}

}  // namespace

TEST_CASE("energies are those of the tables", "[power]") {
  const Library library = test_library();
  const Netlist netlist = small_netlist(library);
  Activity activity;
  activity.transitions_per_cycle = {0, 0, 0.5, 0.5, 0.25, 0.4, 2, 0.2};
  activity.duty = {0, 1, 0.75, 0.25, 0.5, 0.8, 0.5, 0.8};
  const std::vector<double> slews = {0, 0, 2, 1, 1, 1, 0, 1};
  const double period = 10;
  const PowerNumbers power = measure_power(netlist, library, "clk_i", period, slews, activity, nullptr);
  // fF and V: fJ. INV: slew 2 ns, load 10 fF: rise between (300 + 500) / 2, fall 50. NAND: A moves 0.5 and is followed
  // with probability of B, 0.5; B moves 0.25 and is followed with probability of A, 0.25; so 0.25 * 10 and 0.0625 * 30;
  // B's own energy when A is 0. DFF: clock edges.
  const double inverter = 0.5 * (400 + 50) / 2;
  const double nand = 0.4 * (0.25 * 10 + 0.0625 * 30) / 0.3125 + 0.25 * 0.75 * 8;
  const double flip_flop = 2 * (7.0 + 9.0) / 2;
  CHECK(power.internal == Approx((inverter + nand + flip_flop) * 1e-3 / period));
  // 1/2 C V^2: nets 3 and 5 with 10 fF, the clock with 5 fF, the output port with nothing.
  CHECK(power.switching == Approx(0.5 * 4 * (0.5 * 10 + 0.4 * 10 + 2 * 5) * 1e-3 / period));
  CHECK(power.clock_net == Approx(0.5 * 4 * 2 * 5 * 1e-3 / period));
  CHECK(power.leakage == Approx((3 + 0.75 * 1 + 0.25 * 5) * 1e-3));
  CHECK(power.sequential == Approx(flip_flop * 1e-3 / period));
  CHECK(power.total == Approx(power.internal + power.switching + power.leakage));
  // Outside of a table its edge counts.
  const EnergyTable& table = library.find("INV")->pins.at("Y").energies.front().rise;
  CHECK(table.at(9, 0.5) == Approx(0.6));
  CHECK(table.at(0, 0.01) == Approx(0.2));

  std::string broken = kLibrary;
  broken.replace(broken.find("100, 200, 400"), 13, "100, 200, x00");
  const TemporaryDirectory folder;
  write_file(folder.path() / "test.lib", broken);
  CHECK_THROWS_AS(load_library((folder.path() / "test.lib").string(), ""), InputError);
  broken = kLibrary;
  broken.replace(broken.find("100, 200, 400"), 13, "100, 200     ");
  write_file(folder.path() / "test.lib", broken);
  CHECK_THROWS_AS(load_library((folder.path() / "test.lib").string(), ""), InputError);
}

TEST_CASE("no cell drives more than its library allows", "[buffering]") {
  const Library library = test_library();
  for (const int fanout : {4, 5, 9, 19, 300}) {
    Netlist netlist;
    netlist.top = "t";
    netlist.ports = {{"a", true, {2}}};
    netlist.cells = {instance(library, "INV", {{"A", 2}, {"Y", 3}})};
    netlist.nets = 4;
    for (int i = 0; i < fanout; ++i)
      netlist.cells.push_back(instance(library, "INV", {{"A", 3}, {"Y", netlist.nets++}}));
    const double before = count(netlist).area;
    const Buffering done = buffer_nets(netlist, library);
    CHECK(done.overloaded == 0);
    CHECK(count(netlist).area == Approx(before + done.area));
    CHECK((done.area > 0) == (fanout > 4));
    if (fanout == 9) CHECK((done.resized == 1 && done.buffers == 0));  // INV4 is cheaper than a buffer
    if (fanout == 300) CHECK(done.buffers >= 2);
    const std::vector<double> loads = net_loads(netlist);
    std::uint64_t inverters = 0;
    for (const NetlistCell& cell : netlist.cells) {
      CHECK(loads[cell.pins.at("Y")] <= cell.cell->pins.at("Y").max_load_pf * 1.000001);
      inverters += cell.type == "BUF" ? 0 : 1;
    }
    CHECK(inverters == static_cast<std::uint64_t>(fanout) + 1);
    // Seen through buffers, every inverter still hears the first one.
    std::map<std::uint32_t, std::uint32_t> through;
    for (const NetlistCell& cell : netlist.cells) {
      if (cell.type == "BUF") through[cell.pins.at("Y")] = cell.pins.at("A");
    }
    for (std::size_t c = 1; c < netlist.cells.size(); ++c) {
      if (netlist.cells[c].type == "BUF") continue;
      std::uint32_t net = netlist.cells[c].pins.at("A");
      while (through.count(net) != 0) net = through[net];
      CHECK(net == 3);
    }
  }
}

TEST_CASE("switching power is OpenSTA's when every net moves alike", "[power]") {
  test::need({"yosys", "sta"});
  const Library library = load_library("osu018", "");
  const UnitSource unit = test::small_unit();
  Netlist netlist = map_design(unit.design, library, false).netlist;
  buffer_nets(netlist, library);
  // With a global activity OpenSTA propagates nothing.
  Activity activity;
  activity.transitions_per_cycle.assign(netlist.nets, 0.2);
  activity.duty.assign(netlist.nets, 0.5);
  const std::uint32_t clock = netlist.port("clk_i")->nets.front();
  activity.transitions_per_cycle[clock] = 2;
  const StaResult sta = run_sta(netlist, library, 10);
  const PowerNumbers ours = measure_power(netlist, library, "clk_i", 10, sta.slews_ns, activity, nullptr);
  const TemporaryDirectory folder;
  write_file(folder.path() / "library.lib", library.text);
  write_file(folder.path() / "netlist.v", netlist_verilog(netlist));
  // Without the false paths: it gives cells that no clock reaches no power.
  std::string script;
  std::istringstream lines(sta.files.at("sta.tcl"));
  for (std::string line; std::getline(lines, line) && line.find("BEGIN path") == std::string::npos;) {
    if (line.find("set_false_path") == std::string::npos) script += line + "\n";
  }
  script += "set_power_activity -global -activity 0.2 -duty 0.5\nreport_power -digits 9\n";
  write_file(folder.path() / "power.tcl", script);
  const ProcessResult run = run_checked({"sta", "-no_splash", "-exit", "power.tcl"}, {folder.path(), {}, ""});
  const std::size_t total = run.output.find("\nTotal");
  REQUIRE(total != std::string::npos);
  double internal = 0, switching = 0, leakage = 0;
  std::istringstream(run.output.substr(total + 6)) >> internal >> switching >> leakage;
  CHECK((ours.switching - ours.clock_net) == Approx(switching * 1e3).epsilon(0.01));
  CHECK(ours.leakage == Approx(leakage * 1e3).epsilon(0.01));
  // OpenSTA 2.0.17 charges both edges' energies to each edge.
  CHECK(ours.internal < internal * 1e3);
  CHECK(ours.internal > internal * 1e3 / 3);
}
