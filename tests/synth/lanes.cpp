// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Lanes mapped once: proven equal to their RTL, whatever single lanes see at their inputs; as large as lanes mapped
// flat; planted differences.
#include "synth/map/lanes.hpp"

#include <catch2/catch.hpp>

#include "gen/fit/fit.hpp"
#include "gen/support/json.hpp"
#include "synth/flow/flow_steps.hpp"
#include "synth/flow/timed_mapping.hpp"
#include "synth/netlist/merge_cells.hpp"
#include "synth/proof/proof.hpp"
#include "tests/synth/support.hpp"

using namespace pwlforge;

namespace {

/// Eight lanes, of which some see constants, some the same input twice, and one is of another kind; a constant output.
DesignSource odd_lanes(const std::string& constants) {
  DesignSource source;
  source.files = {"odd.v"};
  source.top = "odd";
  source.lanes_once = true;
  source.contents["odd.v"] = R"(
module odd_lane #(parameter integer Kind = 0) (
  input wire clk_i, input wire [2:0] a_i, input wire [2:0] b_i, output wire [3:0] y_o, output wire none_o
);
  reg [3:0] y_q;
  always @(posedge clk_i) y_q <= (Kind == 0) ? {1'b0, a_i} + {1'b0, b_i} : {a_i[0], b_i} ^ {b_i[2], a_i};
  assign y_o = y_q;
  assign none_o = 1'b0;
endmodule
module odd (input wire clk_i, input wire [23:0] a_i, input wire [23:0] b_i, output wire [31:0] y_o, output wire o_o);
  wire [23:0] b = {b_i[23:18], a_i[17:9], 9'b)" +
                             constants +
                             R"(};
  wire [7:0] none;
  genvar l;
  generate
    for (l = 0; l < 8; l = l + 1) begin : gen_lane
      odd_lane #(.Kind(l == 7 ? 1 : 0)) u_lane (
        .clk_i(clk_i), .a_i(a_i[3*l+:3]), .b_i(b[3*l+:3]), .y_o(y_o[4*l+:4]), .none_o(none[l]));
    end
  endgenerate
  assign o_o = |none || a_i[0];
endmodule
)";
  return source;
}

Json prove(const DesignSource& source, const MappingResult& mapped, const Library& library) {
  return prove_netlist(read_rtl(source), mapped.netlist, register_images(mapped.registers, source.top, library),
                       mapped.synchronous_reset);
}

UnitSource lanes_unit(Store store, bool once) {
  UnitSpec spec;
  spec.name = "lanes_unit";
  set_unit(spec, "int:5");
  spec.integer.slope_bits = 5;
  spec.integer.intercept_bits = 5;
  spec.entries = 3;
  spec.store = store;
  spec.pipeline = 3;
  spec.lanes = kLanesMappedOnce;
  if (store == Store::fixed) {
    FitRequest request;
    request.function = &find_function("gelu");
    request.entries = spec.entries;
    request.format = parse_format("k5b5");
    request.input_bits = request.output_bits = 5;
    request.scales = {2};
    spec.tables = {fit(request)};
    spec.integer = int_format(spec.tables.front());
  }
  const UnitPlan plan = plan_unit(spec);
  UnitSource unit = unit_source(plan, emit_unit(plan));
  CHECK(unit.design.lanes_once);
  unit.design.lanes_once = once;
  return unit;
}

}  // namespace

TEST_CASE("what single lanes see at their inputs is kept", "[lanes]") {
  test::need({"yosys", "sta"});
  const Library library = load_library("osu018", "");
  const DesignSource source = odd_lanes("000_101_101");
  const MappingResult once = map_design(source, library, false);
  CHECK(prove(source, once, library).at("result") == "equal to the RTL");
  // Two lanes of one constant, two of free inputs; the others are alone or, like those tied together, one more kind.
  const std::string& script = once.files.at("lanes.ys");
  CHECK(script.find("connect -nomap -port") != std::string::npos);
  CHECK(script.find("copy ") != std::string::npos);
  DesignSource flat = source;
  flat.lanes_once = false;
  CHECK(once.counts.area < 1.1 * map_design(flat, library, false).counts.area);
  // Planted: another constant at one lane.
  CHECK_THROWS_AS(prove(odd_lanes("000_101_100"), once, library), CheckFailed);
}

TEST_CASE("lanes mapped once are the unit, and hardly larger than mapped flat", "[lanes]") {
  test::need({"yosys", "sta"});
  const Library library = load_library("osu018", "");
  for (const Store store : {Store::registers, Store::fixed}) {
    INFO(store_name(store));
    const UnitSource once = lanes_unit(store, true), flat = lanes_unit(store, false);
    const MappedDesign mapped = map_and_buffer(once.design, library);
    CHECK(mapped.lanes_once);
    CHECK(prove(once.design, mapped.mapping, library).at("result") == "equal to the RTL");
    double sum = 0;
    for (const auto& [part, area] : mapped.mapping.area_by_part) sum += area;
    CHECK(sum == Approx(mapped.mapping.counts.area));
    CHECK(mapped.mapping.area_by_part.at("mac") > 0.1 * mapped.mapping.counts.area);
    // A fixed table is folded into the lanes, or they would be several times as large.
    CHECK(mapped.mapping.counts.area < 1.05 * map_and_buffer(flat.design, library).mapping.counts.area);
  }
}

TEST_CASE("equal gates become one", "[lanes]") {
  const Library library = load_library("osu018", "");
  const auto gate = [&](const char* type, const std::map<std::string, std::uint32_t>& pins) {
    return NetlistCell{"", type, library.find(type), pins};
  };
  Netlist netlist;
  netlist.top = "t";
  netlist.nets = 8;
  netlist.ports = {{"a", true, {2}}, {"b", true, {3}}, {"y", false, {6, 7}}};
  netlist.cells = {gate("NAND2X1", {{"A", 4}, {"B", 3}, {"Y", 6}}), gate("INVX1", {{"A", 2}, {"Y", 4}}),
                   gate("INVX1", {{"A", 2}, {"Y", 5}}), gate("NAND2X1", {{"A", 5}, {"B", 3}, {"Y", 7}})};
  Netlist other = netlist;
  merge_equal_cells(netlist);
  CHECK(netlist.cells.size() == 2);
  CHECK(netlist.nets == 6);
  CHECK(netlist.ports[2].nets[0] == netlist.ports[2].nets[1]);
  // Pins exchanged: another gate to us.
  other.cells[3].pins = {{"A", 3}, {"B", 5}, {"Y", 7}};
  merge_equal_cells(other);
  CHECK(other.cells.size() == 3);
  CHECK(other.ports[2].nets[0] != other.ports[2].nets[1]);
}

TEST_CASE("lanes mapped once for a clock meet it", "[lanes]") {
  test::need({"yosys", "sta"});
  const Library library = load_library("osu018", "");
  const UnitSource unit = lanes_unit(Store::registers, true);
  const double clock_ns = 3.5;
  const MappedDesign mapped = map_for_clock(unit.design, library, clock_ns);
  CHECK(mapped.tries.size() > 1);
  CHECK(prove(unit.design, mapped.mapping, library).at("result") == "equal to the RTL");
}
