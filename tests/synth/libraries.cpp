// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The forms in which real kits say the same: storage in every polarity is mapped and proven, energies, leakage and
// supply in every spelling give the same figures, and what is missing is said.
#include <catch2/catch.hpp>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "synth/compare/compare.hpp"
#include "synth/map/mapping.hpp"
#include "synth/map/storage_map.hpp"
#include "synth/proof/equivalence.hpp"
#include "synth/proof/proof.hpp"
#include "tests/synth/support.hpp"
#include "tests/synth/tiny_library.hpp"

using namespace pwlforge;
using test::TinyLibrary;

namespace {

Library load(const std::string& text) {
  const TemporaryDirectory folder;
  write_file(folder.path() / "tiny.lib", text);
  return load_library((folder.path() / "tiny.lib").string(), "");
}

/// A unit with latches, clock gates and resets.
const UnitSource& latch_unit() {
  static const UnitSource unit = test::small_unit(Store::latches);
  return unit;
}

/// Maps the unit and proves its netlist; throws CheckFailed where that is not possible.
MappingResult proven(const Library& library, bool allow_synchronous = false) {
  static const RtlModel rtl = read_rtl(latch_unit().design);
  MappingResult mapped = map_design(latch_unit().design, library, false);
  prove_netlist(rtl, mapped.netlist, register_images(mapped.registers, latch_unit().design.top, library),
                allow_synchronous);
  return mapped;
}

SynthResult measured(const Library& library) {
  return synthesize(test::small_unit(), library, {});
}

/// The figures of a library that says what the plain one says.
void check_same(const SynthResult& plain, const SynthResult& other) {
  for (const char* key : {"area", "critical_path_ns", "cells"}) CHECK(other.json.at(key) == plain.json.at(key));
  for (const auto& [key, value] : plain.json.at("power_mw").items()) {
    INFO(key);
    CHECK(other.json.at("power_mw").at(key).get<double>() == Approx(value.get<double>()).epsilon(1e-4));
  }
  CHECK(other.json.at("power_missing").empty());
}

}  // namespace

TEST_CASE("storage cells of every polarity are mapped and proven", "[libraries]") {
  test::need({"yosys", "yosys-abc"});
  int mapped = 0;
  for (int form = 0; form < 16; ++form) {
    const auto bit = [&](int i) { return ((form >> i) & 1) != 0; };
    TinyLibrary tiny;
    tiny.next_state = bit(0) ? "(!D)" : "D";
    tiny.q = bit(1) ? "IQN" : "(IQ)";
    tiny.asynchronous = std::string(bit(2) ? "preset" : "clear") + " : \"" + (bit(3) ? "RN" : "RN'") + "\";";
    // Latches go through all of their own forms meanwhile.
    tiny.data_in = bit(1) ? "!D" : "(D)";
    tiny.enable = bit(2) ? "E'" : bit(0) ? "!(E)" : "E";
    tiny.latch_q = bit(3) ? "!IQ" : "IQ";
    if (form % 5 == 0) tiny.latch_extra = "clear : \"!RN\";";
    INFO(tiny.next_state << " " << tiny.q << " " << tiny.asynchronous << " " << tiny.data_in << " " << tiny.enable
                         << " " << tiny.latch_q);
    const Library library = load(tiny.text());  // the netlist refers to its cells
    MappingResult result;
    CHECK_NOTHROW(result = proven(library));
    CHECK_FALSE(result.synchronous_reset);
    CHECK(result.counts.cells.count("DLAT") == 1);
    CHECK_NOTHROW(check_equivalence(latch_unit().plan, result.netlist, equivalence_plan(latch_unit().plan)));
    ++mapped;
  }
  CHECK(mapped == 16);
}

TEST_CASE("scan and enable pins are tied, falling clocks inverted", "[libraries]") {
  test::need({"yosys", "yosys-abc"});
  TinyLibrary tiny;
  tiny.clocked_on = "CK'";
  const Library library = load(tiny.text());
  const MappingResult falling = proven(library);
  CHECK(falling.files.at("flip_flops.v").find("u_control") != std::string::npos);
  TinyLibrary scan;
  scan.next_state = "(RN D) + (RN' IQ)";  // RN is an enable here
  scan.asynchronous.clear();
  std::string text = scan.text();
  text.insert(text.find("  pin (D)", text.find("cell (DFF)")),
              "  pin (RN) { direction : input; capacitance : 0.002; }\n");
  const StorageMap map = flip_flop_map(load(text));
  CHECK(map.techmap.find(".RN(1'b1)") != std::string::npos);
  CHECK(map.synchronous_reset);
  // What is no register whatever is tied is refused.
  TinyLibrary toggling;
  toggling.next_state = "IQ'";
  CHECK_THROWS_AS(flip_flop_map(load(toggling.text())), CheckFailed);
}

TEST_CASE("without an asynchronous reset the data are gated, and the proof knows", "[libraries]") {
  test::need({"yosys", "yosys-abc"});
  TinyLibrary tiny;
  tiny.asynchronous.clear();
  const Library library = load(tiny.text());
  CHECK(proven(library, true).synchronous_reset);
  CHECK_THROWS_AS(proven(library, false), CheckFailed);
}

TEST_CASE("power is the same however a library tells it", "[libraries]") {
  test::need({"yosys", "yosys-abc", "sta"});
  const test::FreshCache cache;
  const SynthResult plain = measured(load(TinyLibrary{}.text()));
  CHECK(plain.json.at("power_mw").at("leakage").get<double>() > 0);

  std::vector<TinyLibrary> forms;
  TinyLibrary form;
  form.power = TinyLibrary::Power::by_rail;
  form.leakage = TinyLibrary::Leakage::by_rail;
  forms.push_back(form);
  form = {};
  form.leakage = TinyLibrary::Leakage::group;
  form.supply =
      "operating_conditions (typ) { process : 1; temperature : 25; voltage : 1.2; }\n"
      "default_operating_conditions : typ;\n";
  form.in_nand = "dont_use : false;";
  forms.push_back(form);
  form = {};
  form.header =
      "delay_model : table_lookup; time_unit : \"1NS\"; voltage_unit : \"1V\"; leakage_power_unit : \"100pW\"; "
      "capacitive_load_unit (0.1,fF);\n";
  form.farad = 10;
  form.energy = 10;
  form.watt = 10;
  form.leakage = TinyLibrary::Leakage::library_default;
  form.supply = "voltage_map (VDD, 1.2); voltage_map (VSS, 0.0);\n";
  forms.push_back(form);
  for (const TinyLibrary& one : forms) {
    INFO(one.header << one.supply);
    check_same(plain, measured(load(one.text())));
  }
  // A planted difference is seen.
  form = {};
  form.energy = 0.002;
  CHECK(measured(load(form.text())).json.at("power_mw").at("internal").get<double>() >
        1.9 * plain.json.at("power_mw").at("internal").get<double>());
}

TEST_CASE("what a library does not tell is named, the rest is reported", "[libraries]") {
  test::need({"yosys", "yosys-abc", "sta"});
  const test::FreshCache cache;
  const SynthResult plain = measured(load(TinyLibrary{}.text()));
  TinyLibrary tiny;
  tiny.power = TinyLibrary::Power::none;
  tiny.supply.clear();
  const Json found = measured(load(tiny.text())).json;
  CHECK(found.at("area") == plain.json.at("area"));
  CHECK(found.at("power_mw").at("internal").is_null());
  CHECK(found.at("power_mw").at("switching").is_null());
  CHECK(found.at("power_mw").at("leakage") == plain.json.at("power_mw").at("leakage"));
  CHECK(found.at("power_mw").at("total") == plain.json.at("power_mw").at("leakage"));
  CHECK(found.at("power_missing").size() == 2);
}

TEST_CASE("packed, divided and joined files are read as they stand", "[libraries]") {
  const TinyLibrary tiny;
  const Library plain = load(tiny.text());
  const TemporaryDirectory folder;
  const auto path = [&](const char* name) { return (folder.path() / name).string(); };
  write_file(path("tiny.lib"), tiny.text());
  run_checked({"gzip", "tiny.lib"}, {folder.path(), {}, ""});
  const Library packed = load_library(path("tiny.lib.gz"), "");
  CHECK(packed.text == plain.text);
  CHECK(packed.label == "tiny");

  std::string text = tiny.text();
  const std::string cells = tiny.cells();
  text.replace(text.find(cells), cells.size(), "/* include_file (none) */ include_file (\"cells.inc\");\n");
  write_file(path("cells.inc"), cells);
  write_file(path("divided.lib"), text);
  CHECK(load_library(path("divided.lib"), "").text == plain.text);
  write_file(path("cells.inc"), "include_file (cells.inc);");
  CHECK_THROWS_AS(load_library(path("divided.lib"), ""), InputError);
  std::filesystem::remove(path("cells.inc"));
  CHECK_THROWS_AS(load_library(path("divided.lib"), ""), InputError);

  // A second library in the same file, with another table under the same name.
  std::string pads =
      "library (pads) {\n" + tiny.header + tiny.supply + tiny.templates() +
      "cell (PAD) { area : 9; pin (A) { direction : input; capacitance : 0.002; }\n"
      "  pin (Y) { direction : output; function : \"A\"; internal_power () { related_pin : \"A\";\n"
      "    rise_power (energy) { values (\"1, 2, 3, 4\"); } fall_power (energy) { values (\"1, 2, 3, "
      "4\"); } }\n    timing () { related_pin : \"A\"; cell_rise (delay) { values (\"1, 2\", \"3, 4\"); } "
      "} } } }\n";
  const std::size_t at = pads.find("index_1", pads.find("power_lut_template"));
  pads.replace(at, pads.find("; }", at) - at, "index_1 (\"0.5\"); index_2 (\"1, 2, 3, 4\")");
  write_file(path("joined.lib"), tiny.text() + pads);
  const Library joined = load_library(path("joined.lib"), "");
  CHECK(joined.cells.size() == plain.cells.size() + 1);
  CHECK(joined.text.find("power_lut_template (energy_2)") != std::string::npos);
  CHECK(joined.text.find("rise_power (energy_2)") != std::string::npos);
  CHECK(joined.text.find("cell_rise (delay)") != std::string::npos);
}

TEST_CASE("cells whose timing is incomplete are not used", "[libraries]") {
  std::string text = TinyLibrary{}.text();
  // The inverter has one input: its arc can only mean that one.
  const std::string related = "related_pin : \"A\"; ";
  text.erase(text.find(related, text.find("timing ()", text.find("cell (INV)"))), related.size());
  const Library mended = load(text);
  CHECK_FALSE(mended.find("INV")->dont_use);
  CHECK(mended.text.find("related_pin : \"A\"", mended.text.find("cell (INV)")) < mended.text.find("cell (BUF)"));
  CHECK(mended.mended == std::vector<std::string>{"INV: related_pin : A for an arc without one"});
  text = TinyLibrary{}.text();
  text.erase(text.find(related, text.find("timing ()", text.find("cell (NAND2)"))), related.size());
  const Library without = load(text);
  CHECK(without.dont_use == std::vector<std::string>{"NAND2"});
  CHECK(without.mended == std::vector<std::string>{"NAND2: not used, its timing has no arc from A to Y"});
}

TEST_CASE("energy tables of three axes are read where the other output is least loaded", "[libraries]") {
  const Library library = load(
      "library (t) { voltage_unit : \"1V\"; capacitive_load_unit (1,ff); nom_voltage : 1;\n"
      "power_lut_template (e) { variable_1 : total_output_net_capacitance; variable_2 : "
      "equal_or_opposite_output_net_capacitance; variable_3 : input_transition_time; index_1 (\"1, 2\"); index_2 (\"1, "
      "5\"); index_3 (\"0.1, 0.2, 0.3\"); }\n"
      "cell (B) { area : 1; pin (A) { direction : input; } pin (Y) { direction : output; function : \"A\"; "
      "internal_power () { related_pin : A; power (e) { values (\"1,2,3\", \"10,20,30\", \"4,5,6\", \"40,50,60\"); } } "
      "} }\n"
      "cell (D) { area : 1; ff (IQ, IQN) { next_state : D; clocked_on : C; } pin (D) { direction : input; } pin (C) { "
      "direction : input; } pin (Q) { direction : output; function : IQ; } } }\n");
  const EnergyTable& table = library.find("B")->pins.at("Y").energies.front().rise;
  CHECK(table.at(0.1, 0.001) == Approx(0.001));
  CHECK(table.at(0.3, 0.001) == Approx(0.003));
  CHECK(table.at(0.1, 0.002) == Approx(0.004));
  CHECK(table.at(0.2, 0.0015) == Approx(0.0035));
}

TEST_CASE("a row that a library cannot build says why, the others come out", "[libraries]") {
  test::need({"yosys", "yosys-abc", "sta", "gnuplot"});
  const test::FreshCache cache;
  const TemporaryDirectory folder;
  TinyLibrary tiny;
  tiny.data_in.clear();
  tiny.power = TinyLibrary::Power::none;
  write_file(folder.path() / "tiny.lib", tiny.text());
  CompareOptions options;
  options.configs = {"small-int8-8", "truth-table-1"};
  options.liberty = {(folder.path() / "tiny.lib").string()};
  const Json report = compare(options);
  REQUIRE(report.at("rows").size() == 1);
  REQUIRE(report.at("failed").size() == 1);
  CHECK(report.at("failed").front().at("config") == "small-int8-8");
  CHECK(report.at("failed").front().at("failed").get<std::string>().find("$_DLATCH_") != std::string::npos);
  const std::string html = comparison_report(report).at("report.html");
  CHECK(html.find("Not built") != std::string::npos);
  CHECK(html.find("Power is without") != std::string::npos);
  CHECK(comparison_table(report).find("not built: small-int8-8") != std::string::npos);
}
