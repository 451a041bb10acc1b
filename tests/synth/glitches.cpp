// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The simulation with delays by hand: which pulses pass, which arc counts, and what the check of every cycle finds.
#include <catch2/catch.hpp>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "synth/simulate/gate_simulator.hpp"
#include "synth/simulate/glitches.hpp"

using namespace pwlforge;

namespace {

const std::string kLibrary =
    "library (test) { nom_voltage : 1.0; time_unit : \"1ns\"; capacitive_load_unit (1, ff);\n"
    "cell (INV) { area : 1; pin (A) { direction : input; } pin (Y) { direction : output; function : \"!A\"; } }\n"
    "cell (NAND) { area : 2; pin (A) { direction : input; } pin (B) { direction : input; }\n"
    "  pin (Y) { direction : output; function : \"!(A B)\"; } }\n"
    "cell (XOR) { area : 3; pin (A) { direction : input; } pin (B) { direction : input; }\n"
    "  pin (Y) { direction : output; function : \"A^B\"; } }\n"
    "cell (DFF) { area : 5; ff (IQ, IQN) { next_state : \"D\"; clocked_on : \"C\"; }\n"
    "  pin (D) { direction : input; } pin (C) { direction : input; clock : true; }\n"
    "  pin (Q) { direction : output; function : \"IQ\"; } } }\n";

Library test_library() {
  const TemporaryDirectory folder;
  write_file(folder.path() / "test.lib", kLibrary);
  return load_library((folder.path() / "test.lib").string(), "");
}

NetlistCell instance(const Library& library, const std::string& type, std::map<std::string, std::uint32_t> pins) {
  return {type, type, library.find(type), std::move(pins)};
}

/// Every edge of `from` to every edge of `to`.
void arcs(ArcDelays& delays, std::uint32_t cell, const std::string& from, const std::string& to, double rise,
          double fall, const std::string& when = "") {
  for (const bool from_rises : {false, true}) {
    delays.push_back({cell, from, to, from_rises, true, when, rise});
    delays.push_back({cell, from, to, from_rises, false, when, fall});
  }
}

/// Zero-delay recording of a netlist without a clock: one frame for each value of port a.
Recording record(const Netlist& netlist, const std::vector<std::uint64_t>& values) {
  GateSimulator simulator(netlist, "", 1);
  simulator.record(values.size() - 1);
  for (std::size_t i = 0; i < values.size(); ++i) {
    simulator.set_input_all("a", values[i]);
    simulator.settle();
    if (i == 0) simulator.start_counting();
    if (i > 0) simulator.count_phase();
  }
  return simulator.recording();
}

}  // namespace

TEST_CASE("a pulse passes when it is as long as the gate's delay", "[glitches]") {
  const Library library = test_library();
  // a (net 2) -> INV -> net 3; NAND of both -> net 4, which is always 1 without delays.
  Netlist netlist;
  netlist.top = "hazard";
  netlist.nets = 5;
  netlist.ports = {{"a", true, {2}}, {"y", false, {4}}};
  netlist.cells = {instance(library, "INV", {{"A", 2}, {"Y", 3}}),
                   instance(library, "NAND", {{"A", 2}, {"B", 3}, {"Y", 4}})};
  const Recording recording = record(netlist, {0, 1, 0, 1});
  for (const double fall : {0.9, 1.0, 1.1}) {
    ArcDelays delays;
    arcs(delays, 0, "A", "Y", 2.0, 1.0);
    arcs(delays, 1, "A", "Y", 0.5, fall);
    arcs(delays, 1, "B", "Y", 0.5, fall);
    // a rises twice: net 3 is still 1 for 1 ns.
    const bool passes = fall <= 1;
    const Glitches glitches = count_glitches(netlist, "", delays, recording, 10);
    CHECK(glitches.copies == 16);
    CHECK(glitches.cycles == 3 * 16);
    CHECK(glitches.transitions_per_cycle[4] == Approx(passes ? 4.0 / 3 : 0.0));
    CHECK(glitches.transitions_per_cycle[3] == 0);
    CHECK(glitches.dropped == (passes ? 0 : 2 * 16));
    CHECK(glitches.zero_delay_transitions == 6 * 16);
    CHECK(glitches.transitions == (passes ? 10 : 6) * 16);
    // The slowest is net 3, rising.
    CHECK(glitches.settled_ns == Approx(2.0));
    // A cycle that is too short for it is no measurement.
    CHECK_THROWS_AS(count_glitches(netlist, "", delays, recording, 1.9), CheckFailed);
  }
}

TEST_CASE("the arc is that of the input, the edges and the condition", "[glitches]") {
  const Library library = test_library();
  Netlist netlist;
  netlist.top = "arcs";
  netlist.nets = 5;
  netlist.ports = {{"a", true, {2, 3}}, {"y", false, {4}}};
  netlist.cells = {instance(library, "XOR", {{"A", 2}, {"B", 3}, {"Y", 4}})};
  ArcDelays delays;
  delays.push_back({0, "A", "Y", true, true, "!B", 1.1});
  delays.push_back({0, "A", "Y", false, false, "!B", 1.2});
  delays.push_back({0, "A", "Y", true, false, "B", 1.3});
  delays.push_back({0, "A", "Y", false, true, "B", 1.4});
  arcs(delays, 0, "A", "Y", 9, 9);  // the default, which no state has
  arcs(delays, 0, "B", "Y", 2.1, 2.2, "A");
  arcs(delays, 0, "B", "Y", 2.5, 2.6);
  const auto time_of = [&](std::uint64_t from, std::uint64_t to) {
    std::vector<EventSimulator::Change> log;
    count_glitches(netlist, "", delays, record(netlist, {from, to}), 20,
                   [&](EventSimulator& simulator) { simulator.log_to(&log); });
    return static_cast<double>(log.back().tick) * time_netlist(netlist, "", delays).tick_ns;
  };
  CHECK(time_of(0b00, 0b01) == Approx(1.1));
  CHECK(time_of(0b01, 0b00) == Approx(1.2));
  CHECK(time_of(0b10, 0b11) == Approx(1.3));
  CHECK(time_of(0b11, 0b10) == Approx(1.4));
  CHECK(time_of(0b01, 0b11) == Approx(2.2));
  CHECK(time_of(0b11, 0b01) == Approx(2.1));
  CHECK(time_of(0b00, 0b10) == Approx(2.5));
  CHECK(time_of(0b10, 0b00) == Approx(2.6));
  delays.erase(delays.begin() + 4, delays.end());  // nothing from B is left
  CHECK_THROWS_AS(time_netlist(netlist, "", delays), CheckFailed);
}

TEST_CASE("every event that is lost is found", "[glitches]") {
  const Library library = test_library();
  // A shift register of four with taps: q0 = d ^ q3 ^ q2, nets 4..7; n8 = q3 ^ q2, n9 = n8 ^ d.
  Netlist netlist;
  netlist.top = "scrambler";
  netlist.nets = 10;
  netlist.ports = {{"clk_i", true, {2}}, {"d", true, {3}}, {"q", false, {7}}};
  netlist.cells = {instance(library, "XOR", {{"A", 7}, {"B", 6}, {"Y", 8}}),
                   instance(library, "XOR", {{"A", 8}, {"B", 3}, {"Y", 9}})};
  ArcDelays delays;
  for (std::uint32_t cell : {0U, 1U}) {
    for (const char* pin : {"A", "B"}) arcs(delays, cell, pin, "Y", 0.3, 0.4);
  }
  const std::uint32_t data[] = {9, 4, 5, 6};
  for (std::uint32_t i = 0; i < 4; ++i) {
    netlist.cells.push_back(instance(library, "DFF", {{"D", data[i]}, {"C", 2}, {"Q", 4 + i}}));
    arcs(delays, 2 + i, "C", "Q", 0.2 + 0.1 * i, 0.25 + 0.1 * i);
  }
  GateSimulator simulator(netlist, "clk_i", 7);
  simulator.record(40);
  simulator.set_input_all("clk_i", 0);
  simulator.settle();
  simulator.fall();
  simulator.start_counting();
  for (int cycle = 0; cycle < 20; ++cycle) {
    simulator.rise();
    simulator.set_input("d", 0, 0xA5C39F0E12345678ULL >> cycle);
    simulator.settle();
    simulator.count_phase();
    simulator.fall();
    simulator.count_phase();
  }
  const Recording& recording = simulator.recording();
  std::uint64_t events = 0;
  const Glitches good = count_glitches(netlist, "clk_i", delays, recording, 4);
  CHECK(good.cycles == 20 * 16);
  // The clock moves twice a cycle, with delays or without.
  CHECK(good.transitions_per_cycle[2] == 0);
  CHECK(good.transitions > good.zero_delay_transitions);
  std::vector<EventSimulator::Change> log;
  count_glitches(netlist, "clk_i", delays, recording, 4, [&](EventSimulator& one) { one.log_to(&log); });
  for (const auto& change : log) events += change.net >= 4 ? 1 : 0;
  REQUIRE(events > 500);
  for (std::uint64_t lost = 0; lost < events; ++lost) {
    CHECK_THROWS_AS(
        count_glitches(netlist, "clk_i", delays, recording, 4, [&](EventSimulator& one) { one.lose_event(lost); }),
        CheckFailed);
  }
  // A wrong function, too.
  netlist.cells[0] = instance(library, "NAND", {{"A", 7}, {"B", 6}, {"Y", 8}});
  CHECK_THROWS_AS(count_glitches(netlist, "clk_i", delays, recording, 4), CheckFailed);
}
