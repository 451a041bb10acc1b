// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Mapping, the check of the netlist, activity and power, each with a planted fault that it must catch.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "gen/support/json.hpp"
#include "synth/map/buffering.hpp"
#include "synth/power/activity_check.hpp"
#include "synth/power/power.hpp"
#include "synth/proof/equivalence.hpp"
#include "synth/simulate/unit_runner.hpp"
#include "synth/timing/sta.hpp"
#include "tests/synth/support.hpp"

using namespace pwlforge;

namespace {

struct Mapped {
  UnitSource unit = test::small_unit();
  Library library = load_library("osu018", "");
  MappingResult mapping = map_design(unit.design, library, true);
};

const Mapped& mapped() {
  test::need({"yosys", "sta"});
  static const Mapped one;
  return one;
}

/// Streams of codes for every copy: zeros, uniform codes, or small ones.
Activity activity_of(const Mapped& m, const std::string& kind) {
  UnitRunner runner(m.unit.plan, m.mapping.netlist, 3);
  const UnitImage image = random_image(m.unit.plan, 1);
  runner.load(image);
  std::mt19937_64 random(5);
  std::vector<std::vector<std::uint64_t>> streams(kSimulatorCopies);
  for (auto& stream : streams) {
    for (int i = 0; i < 60; ++i) {
      const std::uint64_t code = kind == "zero" ? 0 : kind == "uniform" ? random() & 31 : (random() % 7 - 3) & 31;
      stream.push_back(kind == "held" && i % 2 == 1 ? stream.back() : code);
    }
  }
  REQUIRE(runner.stream(image, streams, false, true, 5) == 60 * kSimulatorCopies);
  return runner.activity();
}

double power_of(const Mapped& m, const Activity& activity) {
  const StaResult sta = run_sta(m.mapping.netlist, m.library, 20);
  return measure_power(m.mapping.netlist, m.library, "clk_i", 20, sta.slews_ns, activity, nullptr).total;
}

}  // namespace

TEST_CASE("areas add up and nothing is unmapped", "[flow]") {
  const Mapped& m = mapped();
  double sum = 0;
  for (const auto& [part, area] : m.mapping.area_by_part) sum += area;
  CHECK(sum == Approx(m.mapping.counts.area));
  CHECK(m.mapping.area_by_part.at("parameter_store") > 0);
  CHECK(m.mapping.area_by_part.at("mac") > 0);
  // 2 thresholds, 3 slopes and 3 intercepts of 5 bits, s and R, 3 valid bits and more.
  CHECK(m.mapping.counts.flip_flops > 40);
  CHECK(m.mapping.counts.sequential_area < m.mapping.counts.area);
}

TEST_CASE("the netlist equals the golden model, and a wrong one is caught", "[flow][equivalence]") {
  const Mapped& m = mapped();
  const EquivalencePlan how = equivalence_plan(m.unit.plan);
  const Json result = check_equivalence(m.unit.plan, m.mapping.netlist, how);
  CHECK(result.at("vectors") == 16 * 4 * 32);
  CHECK(result.at("every_code") == true);
  // Gates of the datapath turned into their opposites, one at a time.
  int planted = 0, caught = 0;
  std::string missed;
  for (std::size_t c = 0; c < m.mapping.netlist.cells.size(); ++c) {
    Netlist wrong = m.mapping.netlist;
    const std::string& type = wrong.cells[c].type;
    const std::string other = type == "NAND2X1"   ? "NOR2X1"
                              : type == "NOR2X1"  ? "NAND2X1"
                              : type == "XOR2X1"  ? "XNOR2X1"
                              : type == "AOI21X1" ? "OAI21X1"
                              : type == "OAI21X1" ? "AOI21X1"
                                                  : "";
    if (other.empty()) continue;
    wrong.cells[c].type = other;
    wrong.cells[c].cell = m.library.find(other);
    ++planted;
    try {
      check_equivalence(m.unit.plan, wrong, how);
      missed += fmt::format(" i{} ({})", c, m.mapping.netlist.cells[c].type);
    } catch (const CheckFailed&) {
      ++caught;
    }
  }
  INFO("not caught:" << missed);
  CHECK(planted > 200);
  // Gates that only matter when a write meets beats in flight stay unseen.
  CHECK(caught >= planted * 98 / 100);
}

TEST_CASE("power rises with activity", "[flow][power]") {
  const Mapped& m = mapped();
  const double zero = power_of(m, activity_of(m, "zero"));
  const double small = power_of(m, activity_of(m, "small"));
  const double held = power_of(m, activity_of(m, "held"));
  const double uniform = power_of(m, activity_of(m, "uniform"));
  CHECK(zero > 0);  // registers draw at their clock pins
  CHECK(zero < small);
  CHECK(small < uniform);
  CHECK(zero < held);
  CHECK(held < uniform);
}

TEST_CASE("a factor of two in one transition count is caught", "[flow][power]") {
  const Mapped& m = mapped();
  const Activity good = activity_of(m, "uniform");
  REQUIRE_NOTHROW(check_activity(m.mapping.netlist, "clk_i", good, {}));
  const std::vector<std::string> drivers = net_drivers(m.mapping.netlist);
  int planted = 0;
  for (std::uint32_t n = 2; n < m.mapping.netlist.nets; ++n) {
    if (drivers[n].empty() || good.transitions_per_cycle[n] == 0) continue;
    for (const double factor : {2.0, 0.5}) {
      Activity wrong = good;
      wrong.transitions_per_cycle[n] *= factor;
      ++planted;
      CHECK_THROWS_AS(check_activity(m.mapping.netlist, "clk_i", wrong, {}), CheckFailed);
    }
  }
  CHECK(planted > 200);
  // What was fed is known without the simulator.
  const std::uint32_t input = m.mapping.netlist.port("in_data_i")->nets[0];
  CHECK_NOTHROW(check_activity(m.mapping.netlist, "clk_i", good, {{input, good.transitions_per_cycle[input]}}));
  CHECK_THROWS_AS(check_activity(m.mapping.netlist, "clk_i", good, {{input, 2 * good.transitions_per_cycle[input]}}),
                  CheckFailed);
}

TEST_CASE("the longest path of a unit with latches is not the clock", "[flow]") {
  test::need({"yosys", "sta"});
  const UnitSource unit = test::small_unit(Store::latches);
  const Library library = load_library("osu018", "");
  Netlist netlist = map_design(unit.design, library, false).netlist;
  buffer_nets(netlist, library);
  const double path = run_sta(netlist, library, 20).critical_path_ns;
  CHECK(path > 1);
  CHECK(path < 10);
  CHECK(run_sta(netlist, library, 50).critical_path_ns == Approx(path).epsilon(1e-4));
  // A latch that closes before its data is there is late, whatever the other paths are.
  CHECK(run_sta(netlist, library, 0.5).critical_path_ns > 0.5);
}

TEST_CASE("a clock that is not positive is refused", "[flow]") {
  const Mapped& m = mapped();
  for (const double clock : {0.0, -1.0}) {
    SynthOptions options;
    options.clock_ns = clock;
    CHECK_THROWS_AS(synthesize(m.unit, m.library, options), InputError);
  }
  CHECK_THROWS_AS(make_workload("gaussian", {-4, 4}), InputError);
}
