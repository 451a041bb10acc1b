// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Mapping for a clock: met where it can be, told where not, and still the same function.
#include <catch2/catch.hpp>

#include <algorithm>
#include <utility>

#include "gen/support/json.hpp"
#include "synth/flow/timed_mapping.hpp"
#include "synth/liberty/cell_variants.hpp"
#include "synth/proof/proof.hpp"
#include "synth/timing/sizing.hpp"
#include "synth/timing/sta.hpp"
#include "tests/synth/support.hpp"

using namespace pwlforge;

namespace {

struct Mapped {
  UnitSource unit = test::small_unit();
  Library library = load_library("osu018", "");
  MappedDesign area = map_and_buffer(unit.design, library);
  double path_ns = run_sta(area.mapping.netlist, library, 20).critical_path_ns;
};

const Mapped& mapped() {
  test::need({"yosys", "sta"});
  static const Mapped one;
  return one;
}

double path_of(const Netlist& netlist) {
  return run_sta(netlist, mapped().library, 20).critical_path_ns;
}

Json proof_of(const MappingResult& mapping) {
  const Mapped& m = mapped();
  return prove_netlist(read_rtl(m.unit.design), mapping.netlist,
                       register_images(mapping.registers, m.unit.design.top, m.library), mapping.synchronous_reset);
}

}  // namespace

TEST_CASE("a clock that the mapping for area meets changes nothing", "[timed]") {
  const Mapped& m = mapped();
  const MappedDesign timed = map_for_clock(m.unit.design, m.library, 1.01 * m.path_ns);
  CHECK(netlist_verilog(timed.mapping.netlist) == netlist_verilog(m.area.mapping.netlist));
  CHECK(timed.mapping.area_by_part == m.area.mapping.area_by_part);
}

TEST_CASE("a faster clock is met with more area, by a netlist that is proven", "[timed]") {
  const Mapped& m = mapped();
  const double clock_ns = 0.85 * m.path_ns;
  MappedDesign timed = map_for_clock(m.unit.design, m.library, clock_ns);
  CHECK(path_of(timed.mapping.netlist) <= clock_ns);
  CHECK(timed.mapping.counts.area > m.area.mapping.counts.area);
  CHECK(count(timed.mapping.netlist).area == Approx(timed.mapping.counts.area));
  double sum = 0;
  for (const auto& [part, area] : timed.mapping.area_by_part) sum += area;
  CHECK(sum == Approx(timed.mapping.counts.area));
  CHECK(timed.tries.size() >= 4);
  CHECK(proof_of(timed.mapping).at("result") == "equal to the RTL");
  // Planted: two inputs of a cell that does not take them alike.
  const auto wrong = std::find_if(timed.mapping.netlist.cells.begin(), timed.mapping.netlist.cells.end(),
                                  [](const NetlistCell& cell) { return cell.type.rfind("AOI21", 0) == 0; });
  REQUIRE(wrong != timed.mapping.netlist.cells.end());
  std::swap(wrong->pins.at("A"), wrong->pins.at("C"));
  CHECK_THROWS_AS(proof_of(timed.mapping), CheckFailed);
}

TEST_CASE("a clock that nothing meets gives the fastest that was found", "[timed]") {
  const Mapped& m = mapped();
  const MappedDesign timed = map_for_clock(m.unit.design, m.library, 0.1 * m.path_ns);
  const double path_ns = path_of(timed.mapping.netlist);
  CHECK(path_ns > 0.1 * m.path_ns);
  CHECK(path_ns < m.path_ns);
  for (const Json& one : timed.tries) {
    CHECK(path_ns <= one.value("sized_critical_path_ns", one.at("critical_path_ns").get<double>()) * 1.0001);
  }
}

TEST_CASE("sizes alone shorten the longest path", "[timed]") {
  const Mapped& m = mapped();
  Netlist fast = m.area.mapping.netlist;
  const Sizing up = size_cells(fast, m.library, 0.5 * m.path_ns);
  CHECK(up.resized > 0);
  CHECK(path_of(fast) < m.path_ns);
  CHECK(count(fast).area > m.area.mapping.counts.area);
}

TEST_CASE("variants are cells of the same pins and functions", "[timed]") {
  const Mapped& m = mapped();
  const CellVariants variants(m.library);
  const std::vector<std::string>& inverters = variants.of(*m.library.find("INVX1"));
  CHECK(inverters.size() == 4);
  CHECK(inverters.front() == "INVX1");
  const std::vector<std::string>& buffers = variants.of(*m.library.find("BUFX2"));
  CHECK(std::find(buffers.begin(), buffers.end(), "INVX1") == buffers.end());
}
