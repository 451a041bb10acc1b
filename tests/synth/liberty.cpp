// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Liberty files: units, don't-use lists, mending, merging, and what is refused.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "synth/liberty/boolean_function.hpp"
#include "synth/liberty/liberty.hpp"
#include "synth/liberty/liberty_parser.hpp"
#include "synth/liberty/library_catalog.hpp"
#include "synth/liberty/storage_cell.hpp"
#include "synth/netlist/netlist.hpp"

using namespace pwlforge;

namespace {

const std::string kInverter =
    "cell (INV) { area : 2; pin (A) { direction : input; capacitance : 3; } pin (Y) { direction : output; function : "
    "\"A'\"; } }\n";
const std::string kRegister =
    "cell (DFF) { area : 8; ff (IQ, IQN) { next_state : \"D\"; clocked_on : \"C\"; }\n"
    "  pin (D) { direction : input; } pin (C) { direction : input; clock : true; }\n"
    "  pin (Q) { direction : output; function : \"IQ\"; } }\n";
const std::string kFreeLatch =
    "cell (LAT) { area : 0; latch (IQ, IQN) { data_in : \"D\"; enable : \"G\"; } pin (D) { direction : input; }\n"
    "  pin (G) { direction : input; } pin (Q) { direction : output; function : \"IQ\"; } }\n";

std::string library(const std::string& cells, const std::string& head = "") {
  return "library (test) {\n" + head + cells + "}\n";
}

/// Writes a file and loads it.
Library load(const std::string& text, const std::string& dont_use = "", const std::string& name = "test.lib") {
  const TemporaryDirectory folder;
  write_file(folder.path() / name, text);
  return load_library((folder.path() / name).string(), dont_use);
}

std::string refusal(const std::string& text) {
  try {
    load(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("units are read from the file", "[liberty]") {
  const Library l = load(library(
      kInverter + kRegister,
      "time_unit : \"10ps\"; leakage_power_unit : \"1pW\"; voltage_unit : 1mV; capacitive_load_unit (2, ff);\n"));
  CHECK(l.units.time_ns == Approx(0.01));
  CHECK(l.units.leakage_nw == Approx(0.001));
  CHECK(l.units.voltage_v == Approx(0.001));
  CHECK(l.units.capacitance_pf == Approx(0.002));
  CHECK(l.find("INV")->pins.at("A").capacitance_pf == Approx(0.006));
  CHECK(l.units.area == "library units");
  CHECK(refusal(library(kRegister, "time_unit : \"1 parsec\";")).find("time_unit is not a unit (found \"1 parsec\")") !=
        std::string::npos);
  CHECK(refusal(library(kRegister, "capacitive_load_unit (1);")).find("capacitive_load_unit has 1 arguments") !=
        std::string::npos);
}

TEST_CASE("useless files are refused with the reason", "[liberty]") {
  CHECK(refusal("").find("empty (0 bytes)") != std::string::npos);
  CHECK(refusal(" \n\t\n").find("empty") != std::string::npos);
  CHECK(refusal("\x1f\x8b\x08 and so on").find("the gzip file is damaged") != std::string::npos);
  CHECK(refusal("module x; endmodule").find("not a Liberty file") != std::string::npos);
  CHECK(refusal(library(kInverter)).find("no usable flip-flop (found 1 cells") != std::string::npos);
  CHECK(refusal(library(kInverter + kInverter + kRegister)).find("INV is defined twice") != std::string::npos);
  const std::string whole = library(kInverter + kRegister);
  REQUIRE_NOTHROW(load(whole));
  // Cut anywhere, the file is refused.
  int refused = 0;
  for (std::size_t length = 0; length + 2 < whole.size(); ++length)
    refused += refusal(whole.substr(0, length)) != "accepted" ? 1 : 0;
  CHECK(refused == static_cast<int>(whole.size()) - 2);
  CHECK(refusal(whole.substr(0, whole.size() - 3)).find("truncated") != std::string::npos);
  CHECK_THROWS_AS(load_library("osu019", ""), InputError);
  CHECK_THROWS_AS(load_library("", ""), InputError);
}

TEST_CASE("cells that must not be used are marked in the copy", "[liberty]") {
  const std::string text = library(kInverter + kRegister);
  CHECK(load(text).dont_use.empty());
  const Library l = load(text, "IN.");
  CHECK(l.dont_use == std::vector<std::string>{"INV"});
  CHECK(l.dont_use_rule == "regex: IN.");
  CHECK(l.text.find("cell (INV) {\n    dont_use : true ;") != std::string::npos);
  CHECK(load(text, "I").dont_use.empty());  // whole names only
  CHECK_THROWS_AS(load(text, "(("), InputError);
  CHECK_THROWS_AS(load(text, "DFF"), InputError);  // no register left
  std::string nangate = text;
  nangate.replace(nangate.find("(test)"), 6, "(NangateOpenCellLibrary)");
  nangate.replace(nangate.find("(INV)"), 5, "(AOI211_X1)");
  CHECK(load(nangate).dont_use == std::vector<std::string>{"AOI211_X1"});
  CHECK(load(nangate, "none").dont_use.empty());
  CHECK(load(nangate).label == "nangate45");
  CHECK(glob_match("SDFF*", "SDFFRS_X1"));
  CHECK(glob_match("*__dlc*", "sky130_fd_sc_hd__dlclkp_1"));
  CHECK_FALSE(glob_match("SDFF*", "DFF_X1"));
}

TEST_CASE("quotes are mended and parts merged", "[liberty]") {
  std::string text = library(kInverter + kRegister);
  const std::string quoted = "next_state : \"D\"";
  text.replace(text.find(quoted), quoted.size(), "next_state : !D ");
  const Library l = load(text);
  CHECK(l.text.find("next_state : \"!D\" ;") != std::string::npos);
  CHECK(l.find("DFF")->next_state == "!D");
  CHECK(l.mended == std::vector<std::string>{"DFF: quotes around next_state : !D"});

  const TemporaryDirectory folder;
  const std::string head = "time_unit : \"1ps\"; lu_table_template (t) { variable_1 : x; }\n";
  write_file(folder.path() / "a.lib", library(kInverter, head));
  write_file(folder.path() / "b.lib", library(kRegister, head));
  for (const std::string& source :
       {(folder.path() / "a.lib").string() + "," + (folder.path() / "b.lib").string(), folder.path().string()}) {
    const Library merged = load_library(source, "");
    CHECK(merged.cells.size() == 2);
    const std::vector<LibertyGroup> again = parse_libraries(merged.text, "merged");
    REQUIRE(again.size() == 1);
    CHECK(again.front().groups.size() == 3);
    CHECK(again.front().attributes.size() == 1);
  }
  write_file(folder.path() / "b.lib", library(kRegister, "time_unit : \"1ns\";"));
  CHECK_THROWS_AS(load_library(folder.path().string(), ""), InputError);
}

TEST_CASE("yosys's documents are parsed as they stand", "[netlist]") {
  const std::string text =
      R"({"modules":{"t":{"cells":{"z":{"type":"INV"},"a":{"type":"INV"}},"bits":[2,"x",[]]}},"n":1})";
  const YosysJson design = parse_yosys_json(text, "t.json");
  CHECK(design.dump() == text);
  CHECK_THROWS_AS(parse_yosys_json(text.substr(1), "t.json"), CheckFailed);
  // Were every key searched for, this would be five thousand million comparisons.
  std::string cells;
  for (int i = 0; i < 100000; ++i)
    cells += (i == 0 ? "\"c" : ",\"c") + std::to_string(i) + R"(":{"type":"INV","connections":{}})";
  const YosysJson many = parse_yosys_json(R"({"modules":{"t":{"ports":{},"cells":{)" + cells + "}}}}", "many.json");
  CHECK(read_netlist(many, "t", load(library(kInverter + kRegister))).cells.size() == 100000);
}

TEST_CASE("a cell that is not in the library, or has no area, is never free", "[netlist]") {
  const Library l = load(library(kInverter + kRegister + kFreeLatch));
  const auto design = [](const std::string& type) {
    return YosysJson::parse(R"({"modules":{"t":{"ports":{},"cells":{"a":{"type":")" + type +
                            R"(","connections":{}}}}}})");
  };
  CHECK_NOTHROW(read_netlist(design("INV"), "t", l));
  for (const std::string type : {"$_DLATCH_P_", "LAT"}) {
    try {
      read_netlist(design(type), "t", l);
      FAIL("accepted " + type);
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::check_failed);
      CHECK(std::string(error.what()).find("1 " + type) != std::string::npos);
    }
  }
  // The LEF file beside the library gives the area that Liberty leaves out.
  const TemporaryDirectory folder;
  write_file(folder.path() / "l.lib", library(kInverter + kRegister + kFreeLatch));
  write_file(folder.path() / "l.lef", "MACRO LAT\n  SIZE 5.6 BY 10 ;\nEND LAT\n");
  const Library measured = load_library((folder.path() / "l.lib").string(), "");
  CHECK(measured.areas_from_lef == std::vector<std::string>{"LAT"});
  CHECK(measured.find("LAT")->area == Approx(56));
  CHECK(storage_uses(measured, CellKind::latch).size() == 1);
  CHECK(storage_uses(l, CellKind::latch).empty());
}

TEST_CASE("a netlist that cannot be measured is refused with the reason", "[netlist]") {
  const Library l = load(library(kInverter + kRegister));
  const auto refused = [&](const std::string& ports, const std::string& cells) {
    try {
      count(read_netlist(YosysJson::parse(R"({"modules":{"t":{"ports":{)" + ports + R"(},"cells":{)" + cells + "}}}}"),
                         "t", l));
    } catch (const CheckFailed& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  const auto inverter = [](const std::string& name, int from, int to) {
    return fmt::format(R"("{}":{{"type":"INV","connections":{{"A":[{}],"Y":[{}]}}}})", name, from, to);
  };
  const std::string clock = R"("clk_i":{"direction":"input","bits":[2]},)";
  const auto outside = [](int net) {
    return fmt::format(R"("u_row__clk_i":{{"direction":"output","bits":[{}]}})", net);
  };
  CHECK(refused(clock + outside(2), inverter("a", 2, 3) + "," + inverter("b", 3, 4)) == "accepted");
  CHECK_THAT(refused("", inverter("a", 2, 3) + "," + inverter("b", 3, 2)), Catch::Contains("a combinational loop"));
  CHECK_THAT(refused(clock + outside(3), ""), Catch::Contains("u_row__clk_i is not on the clock"));
  CHECK_THAT(refused(R"("x":{"direction":"input","bits":[null]})", ""), Catch::Contains("a net is no number"));
  CHECK_THAT(refused("", R"("a":{})"), Catch::Contains("not a netlist as yosys writes it"));
}

TEST_CASE("Boolean expressions follow Liberty's precedence", "[function]") {
  const auto value = [](const std::string& expression) {
    std::vector<std::uint64_t> slots = {0, ~std::uint64_t{0}, 0xF0, 0xCC, 0xAA};
    std::vector<BitInstruction> code;
    const std::uint32_t result = compile_expression(
        expression, "test", [](const std::string& name) { return static_cast<std::uint32_t>(2 + (name[0] - 'A')); },
        [&] {
          slots.push_back(0);
          return static_cast<std::uint32_t>(slots.size() - 1);
        },
        code);
    for (const BitInstruction& one : code) {
      const std::uint64_t a = slots[one.a], b = slots[one.b];
      slots[one.out] = one.op == BitOp::invert        ? ~a
                       : one.op == BitOp::conjunction ? a & b
                       : one.op == BitOp::disjunction ? a | b
                       : one.op == BitOp::exclusive   ? a ^ b
                                                      : a;
    }
    return slots[result] & 0xFF;
  };
  const std::uint64_t a = 0xF0, b = 0xCC, c = 0xAA;
  CHECK(value("!A") == (~a & 0xFF));
  CHECK(value("A'") == (~a & 0xFF));
  CHECK(value("A B+C") == ((a & b) | c));
  CHECK(value("A+B*C") == (a | (b & c)));
  CHECK(value("A & B ^ C") == (a & (b ^ c)));
  CHECK(value("!(A|B)C'") == (~(a | b) & ~c & 0xFF));
  CHECK(value("1 A") == a);
  CHECK_THROWS_AS(value("A &"), InputError);
  CHECK_THROWS_AS(value("(A"), InputError);
}
