// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Composed designs: which wires there are, what nobody reads, and every fault that check() is there for.
#include "gen/unit/design.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <stdexcept>

#include "gen/rtl/design_printer.hpp"

using namespace pwlforge;

namespace {

/// Two registers in a row; the upper half of the first is read by nobody.
Design sound() {
  Design design;
  design.name = "pair";
  design.comments = {"Two registers."};
  design.ports = {{"clk_i", true, 1, "clock"},
                  {"en_i", true, 1, "load"},
                  {"data_i", true, 8, "in"},
                  {"spare_i", true, 2, "none"},
                  {"data_o", false, 4, "out"}};
  design.part("pwl_stage", "u_first")
      .parameter("D", 8)
      .clocked(false)
      .in("en_i", "en_i")
      .in("data_i", "data_i")
      .split("data_o", {{"upper", 3}, {"lower", 5}});
  design.part("pwl_stage", "u_second")
      .parameter("D", 4)
      .clocked(false)
      .in("en_i", literal(1, 1))
      .in("data_i", bits("lower", 3, 0))
      .out("data_o", "data_o", 4);
  return design;
}

/// What check says of the sound design with one change.
std::string said(const std::function<void(Design&)>& change) {
  Design design = sound();
  change(design);
  try {
    design.check();
  } catch (const std::logic_error& error) {
    return error.what();
  }
  return "";
}

const std::vector<Port> kStage{
    {"clk_i", true, 1, ""}, {"en_i", true, 1, ""}, {"data_i", true, 4, ""}, {"data_o", false, 4, ""}};

/// What check_parts says of u_second, the only part of module `pwl_narrow`, against kStage.
std::string said_of_part(const std::function<void(Part&)>& change) {
  Design design = sound();
  design.parts[1].module = "pwl_narrow";
  change(design.parts[1]);
  try {
    design.check_parts("pwl_narrow", kStage);
  } catch (const std::logic_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

using Catch::Contains;

TEST_CASE("wires are what parts drive and no port; unread is what is left") {
  const Design design = sound();
  design.check();
  CHECK(design.wires() == std::vector<std::pair<std::string, int>>{{"upper", 3}, {"lower", 5}});
  const Signal unread = design.unread();
  REQUIRE(unread.size() == 3);
  CHECK(unread[0].net == "spare_i");
  CHECK(unread[0].high == -1);
  CHECK(unread[1].net == "upper");
  CHECK(unread[1].high == -1);
  CHECK(unread[2].net == "lower");
  CHECK(unread[2].high == 4);
  CHECK(unread[2].low == 4);
}

TEST_CASE("unread tells the bits between those that are read") {
  Design design = sound();
  design.parts[1].connections[2].signal = join({bit("lower", 4), bit("lower", 2), bits("upper", 1, 0)});
  const Signal unread = design.unread();
  REQUIRE(unread.size() == 4);
  CHECK((unread[1].net == "upper" && unread[1].high == 2 && unread[1].low == 2));
  CHECK((unread[2].net == "lower" && unread[2].high == 3 && unread[2].low == 3));
  CHECK((unread[3].net == "lower" && unread[3].high == 1 && unread[3].low == 0));
}

TEST_CASE("check finds every planted fault") {
  CHECK(said([](Design&) {}).empty());
  const auto input = [](Design& d) -> Signal& { return d.parts[1].connections[2].signal; };
  CHECK_THAT(said([&](Design& d) { input(d) = whole("nowhere"); }), Contains("nothing drives"));
  CHECK_THAT(said([](Design& d) { d.parts[0].connections[3].signal[0].net = "lower"; }), Contains("is driven"));
  CHECK_THAT(said([](Design& d) { d.parts[1].connections[3].signal[0].net = "en_i"; }), Contains("is driven"));
  CHECK_THAT(said([&](Design& d) { input(d) = bits("lower", 5, 2); }), Contains("[5:2] of 5 bits"));
  CHECK_THAT(said([&](Design& d) { input(d) = bits("lower", 1, 3); }), Contains("[1:3]"));
  CHECK_THAT(said([&](Design& d) { input(d) = bits("lower", 3, -1); }), Contains("[3:-1]"));
  CHECK_THAT(said([&](Design& d) { input(d) = bits("lower", -1, 0); }), Contains("[-1:0]"));  // of a width of 0
  CHECK_THAT(said([](Design& d) { d.parts[1].connections[3].widths[0] = 5; }), Contains("the port has 4"));
  CHECK_THAT(said([](Design& d) { d.parts[0].connections[3].widths[0] = 0; }), Contains("with 0 bits"));
  CHECK_THAT(said([](Design& d) { d.parts.pop_back(); }), Contains("nothing drives port data_o"));
  CHECK_THAT(said([](Design& d) { d.parts[1].instance = "u_first"; }), Contains("two parts are named u_first"));
  CHECK_THAT(said([](Design& d) { d.parts[1].in("en_i", "en_i"); }), Contains("u_second.en_i is connected twice"));
  CHECK_THAT(said([](Design& d) { d.ports.push_back({"en_i", true, 1, ""}); }), Contains("port en_i twice"));
}

TEST_CASE("check_parts holds parts against the ports of their module") {
  CHECK(said_of_part([](Part&) {}).empty());
  CHECK_THAT(said_of_part([](Part& p) { p.connections[2].signal = whole("lower"); }), Contains("has 4 bits"));
  CHECK_THAT(said_of_part([](Part& p) { p.connections[3].widths[0] = 3; }), Contains("has 4 bits"));
  CHECK_THAT(said_of_part([](Part& p) { p.connections[1].port = "enable_i"; }), Contains("is no port of pwl_narrow"));
  CHECK_THAT(said_of_part([](Part& p) { p.connections.erase(p.connections.begin()); }),
             Contains("u_second.clk_i is not connected"));
  CHECK_THAT(said_of_part([](Part& p) { p.connections[2].is_output = true; }), Contains("wrong direction"));
}

TEST_CASE("a design prints as wires, instances and what is unused") {
  const std::string text = design_text(sound());
  CHECK(text == R"(// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Two registers.
`default_nettype none

module pair (
  input  wire       clk_i,    // clock
  input  wire       en_i,     // load
  input  wire [7:0] data_i,   // in
  input  wire [1:0] spare_i,  // none
  output wire [3:0] data_o    // out
);

  wire [2:0] upper;
  wire [4:0] lower;
  wire unused_nets;
  assign unused_nets = &{1'b0, spare_i, upper, lower[4]};

  pwl_stage #(
    .D(8)
  ) u_first (
    .clk_i (clk_i),
    .en_i  (en_i),
    .data_i(data_i),
    .data_o({upper, lower})
  );

  pwl_stage #(
    .D(4)
  ) u_second (
    .clk_i (clk_i),
    .en_i  (1'd1),
    .data_i(lower[3:0]),
    .data_o(data_o)
  );

endmodule

`default_nettype wire
)");
  Design broken = sound();
  broken.parts.pop_back();
  CHECK_THROWS_AS(design_text(broken), std::logic_error);
}
