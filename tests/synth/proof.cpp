// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The proof that a netlist is its RTL: what is right is proven, and every planted fault is refuted.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>

#include "gen/support/json.hpp"
#include "synth/map/buffering.hpp"
#include "synth/proof/equivalence.hpp"
#include "synth/proof/proof.hpp"
#include "tests/synth/support.hpp"

using namespace pwlforge;

namespace {

struct Mapped {
  explicit Mapped(const DesignSource& design) : source(design) { buffer_nets(mapping.netlist, library); }

  bool proven(const Netlist& netlist) const { return proven(netlist, images); }
  bool proven(const Netlist& netlist, const RegisterImages& guess) const {
    try {
      prove_netlist(rtl, netlist, guess);
      return true;
    } catch (const CheckFailed&) {
      return false;
    }
  }

  DesignSource source;
  Library library = load_library("osu018", "");
  MappingResult mapping = map_design(source, library, false);
  RtlModel rtl = read_rtl(source);
  RegisterImages images = register_images(mapping.registers, source.top, library);
};

const UnitSource& unit() {
  static const UnitSource one = test::small_unit();
  return one;
}

const Mapped& mapped() {
  test::need({"yosys", "yosys-abc"});
  static const Mapped one(unit().design);
  return one;
}

bool is_kind(const Netlist& netlist, std::size_t cell, CellKind kind) {
  return netlist.cells[cell].cell->kind == kind;
}

std::uint32_t add_inverter(Netlist& netlist, const Library& library, std::uint32_t from) {
  const std::uint32_t to = netlist.nets++;
  netlist.cells.push_back({"planted", "INVX1", library.find("INVX1"), {{"A", from}, {"Y", to}}});
  return to;
}

/// An inverter between a net and all input pins that it drives.
Netlist with_inverted_net(const Mapped& m, std::uint32_t net) {
  Netlist wrong = m.mapping.netlist;
  const std::size_t cells = wrong.cells.size();
  const std::uint32_t other = add_inverter(wrong, m.library, net);
  for (std::size_t c = 0; c < cells; ++c) {
    for (auto& [pin, own] : wrong.cells[c].pins) {
      if (own == net && wrong.cells[c].cell->pins.at(pin).is_input) own = other;
    }
  }
  return wrong;
}

/// Registers that yosys merges, removes as constant, or that start at 1.
DesignSource odd_registers() {
  DesignSource source;
  source.top = "odd";
  source.files = {"odd.v"};
  source.contents["odd.v"] = R"(
module odd (input clk_i, input rst_ni, input a_i, input b_i, output y_o, output z_o);
  reg first_q, second_q, stuck_q, set_q, plain_q;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) begin
      first_q <= 1'b0; second_q <= 1'b0; stuck_q <= 1'b0; set_q <= 1'b1;
    end else begin
      first_q <= a_i & b_i; second_q <= a_i & b_i; stuck_q <= stuck_q & 1'b0; set_q <= a_i ^ first_q;
    end
  always @(posedge clk_i) plain_q <= second_q | set_q;
  assign y_o = first_q ^ plain_q ^ stuck_q;
  assign z_o = second_q & set_q;
endmodule
)";
  return source;
}

}  // namespace

TEST_CASE("the netlist of a unit is proven", "[proof]") {
  const Mapped& m = mapped();
  const Json result = prove_netlist(m.rtl, m.mapping.netlist, m.images);
  CHECK(result.at("result") == "equal to the RTL");
  CHECK(result.at("registers") == m.mapping.counts.flip_flops);
  CHECK(result.at("functions") > 4 * m.mapping.counts.flip_flops);
  CHECK(result.at("by_structure") < result.at("functions"));
}

TEST_CASE("the netlist of a unit with latches and clock gates is proven, inverted enables are not", "[proof]") {
  test::need({"yosys", "yosys-abc"});
  for (const bool latches : {true, false}) {
    UnitSpec spec = unit().plan.spec;
    spec.store = latches ? Store::latches : Store::registers;
    spec.clock_gate = !latches;
    const UnitPlan plan = plan_unit(spec);
    const Mapped m(unit_source(plan, emit_unit(plan)).design);
    CHECK(m.mapping.counts.latches > 0);
    CHECK(m.proven(m.mapping.netlist));
    int planted = 0;
    for (std::size_t c = 0; c < m.mapping.netlist.cells.size(); ++c) {
      if (!is_kind(m.mapping.netlist, c, CellKind::latch)) continue;
      Netlist wrong = m.mapping.netlist;
      wrong.cells[c].pins["CLK"] = add_inverter(wrong, m.library, wrong.cells[c].pins.at("CLK"));
      CHECK_FALSE(m.proven(wrong));
      ++planted;
    }
    CHECK(planted > 0);
  }
}

TEST_CASE("opposite gates are refuted", "[proof]") {
  const Mapped& m = mapped();
  const EquivalencePlan how = equivalence_plan(unit().plan);
  int planted = 0, refuted = 0, seen = 0;
  std::string harmless;
  for (std::size_t c = 0; c < m.mapping.netlist.cells.size(); ++c) {
    static const std::map<std::string, std::string> opposites = {
        {"NAND2X1", "NOR2X1"}, {"NOR2X1", "NAND2X1"},  {"XOR2X1", "XNOR2X1"},  {"XNOR2X1", "XOR2X1"},
        {"AND2X1", "OR2X1"},   {"AOI21X1", "OAI21X1"}, {"OAI21X1", "AOI21X1"}, {"OR2X1", "AND2X1"}};
    Netlist wrong = m.mapping.netlist;
    const auto opposite = opposites.find(wrong.cells[c].type);
    if (opposite == opposites.end()) continue;
    wrong.cells[c].type = opposite->second;
    wrong.cells[c].cell = m.library.find(opposite->second);
    ++planted;
    const bool equal = m.proven(wrong);
    refuted += equal ? 0 : 1;
    bool simulates = true;
    try {
      check_equivalence(unit().plan, wrong, how);
    } catch (const CheckFailed&) {
      simulates = false;
      ++seen;
    }
    // A difference that simulation sees refutes a proof.
    CHECK((simulates || !equal));
    if (equal) harmless += fmt::format(" i{} ({})", c, m.mapping.netlist.cells[c].type);
  }
  INFO("proven harmless:" << harmless);
  WARN(fmt::format("{} gates replaced: {} refuted, {} seen by simulation", planted, refuted, seen));
  CHECK(planted > 200);
  CHECK(refuted == planted);
}

TEST_CASE("exchanged register inputs are refuted", "[proof]") {
  const Mapped& m = mapped();
  std::size_t last = SIZE_MAX;
  int planted = 0;
  for (std::size_t c = 0; c < m.mapping.netlist.cells.size(); ++c) {
    if (!is_kind(m.mapping.netlist, c, CellKind::flip_flop)) continue;
    if (last != SIZE_MAX) {
      Netlist wrong = m.mapping.netlist;
      std::swap(wrong.cells[c].pins.at("D"), wrong.cells[last].pins.at("D"));
      CHECK_FALSE(m.proven(wrong));
      ++planted;
    }
    last = c;
  }
  CHECK(planted > 40);
}

TEST_CASE("inverted enables are refuted", "[proof]") {
  const Mapped& m = mapped();
  // The nets with most readers, the clock left out, are the enables of words and of pipeline stages.
  std::map<std::uint32_t, int> readers;
  for (const NetlistCell& cell : m.mapping.netlist.cells) {
    for (const auto& [pin, net] : cell.pins) {
      if (cell.cell->pins.at(pin).is_input && net > kNetOne && net != m.mapping.netlist.port("clk_i")->nets[0])
        ++readers[net];
    }
  }
  int planted = 0;
  for (const auto& [net, count] : readers) {
    if (count < 8) continue;
    CHECK_FALSE(m.proven(with_inverted_net(m, net)));
    ++planted;
  }
  CHECK(planted > 5);
  CHECK_FALSE(m.proven(with_inverted_net(m, m.mapping.netlist.port("clk_i")->nets[0])));
}

TEST_CASE("changed reset values are refuted", "[proof]") {
  const Mapped& m = mapped();
  int planted = 0;
  for (std::size_t c = 0; c < m.mapping.netlist.cells.size(); ++c) {
    if (m.mapping.netlist.cells[c].type != "DFFSR") continue;
    Netlist wrong = m.mapping.netlist;
    std::swap(wrong.cells[c].pins.at("R"), wrong.cells[c].pins.at("S"));
    CHECK_FALSE(m.proven(wrong));
    // No reset at all.
    wrong = m.mapping.netlist;
    wrong.cells[c].pins["R"] = wrong.cells[c].pins["S"] = kNetOne;
    CHECK_FALSE(m.proven(wrong));
    ++planted;
  }
  CHECK(planted > 2);
}

TEST_CASE("merged, constant and inverted registers are proven, wrong guesses are not", "[proof]") {
  test::need({"yosys", "yosys-abc"});
  const Mapped m(odd_registers());
  const Json result = prove_netlist(m.rtl, m.mapping.netlist, m.images);
  CHECK(result.at("merged") == 1);
  CHECK(result.at("constant") == 1);
  CHECK(result.at("registers") == 3);

  // Guesses that are not true.
  for (const char* value : {"0", "1"}) {
    for (const char* name : {"first_q[0]", "set_q[0]", "plain_q[0]"}) {
      RegisterImages wrong = m.images;
      wrong[name] = {value, false};
      CHECK_FALSE(m.proven(m.mapping.netlist, wrong));
    }
  }
  RegisterImages wrong = m.images;
  wrong["stuck_q[0]"] = {"1", false};
  CHECK_FALSE(m.proven(m.mapping.netlist, wrong));
  wrong = m.images;
  wrong["second_q[0]"] = m.images.at("set_q[0]");
  CHECK_FALSE(m.proven(m.mapping.netlist, wrong));
  CHECK_FALSE(m.proven(m.mapping.netlist, {}));

  // A register that starts at 1, as the inverse of one that starts at 0.
  Netlist inverse = m.mapping.netlist;
  for (std::size_t c = 0; c < m.mapping.netlist.cells.size(); ++c) {
    NetlistCell& cell = inverse.cells[c];
    if (cell.name != m.images.at("set_q[0]").cell) continue;
    const std::uint32_t state = inverse.nets++;
    const std::uint32_t output = cell.pins.at("Q");
    std::swap(cell.pins.at("R"), cell.pins.at("S"));
    cell.pins["Q"] = state;
    RegisterImages inverted = m.images;
    inverted["set_q[0]"].inverted = true;
    CHECK_FALSE(m.proven(inverse, inverted));
    inverse.cells.push_back({"output", "INVX1", m.library.find("INVX1"), {{"A", state}, {"Y", output}}});
    CHECK_FALSE(m.proven(inverse, inverted));
    inverse.cells[c].pins["D"] = add_inverter(inverse, m.library, inverse.cells[c].pins.at("D"));
    CHECK_FALSE(m.proven(inverse));
    CHECK(m.proven(inverse, inverted));
  }
  CHECK(inverse.cells.size() == m.mapping.netlist.cells.size() + 2);
}
