// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operators mapped with their memories outside, checked, measured; planted faults; the list of named operators.
#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <set>

#include "gen/operator/operator_configurations.hpp"
#include "gen/operator/operator_request.hpp"
#include "gen/rtl/operator_rtl.hpp"
#include "gen/support/json.hpp"
#include "synth/compare/compare_operators.hpp"
#include "synth/flow/flow_steps.hpp"
#include "synth/operators/operator_synth.hpp"
#include "synth/proof/proof.hpp"
#include "tests/synth/support.hpp"

using namespace pwlforge;

namespace {

OperatorSource small_operator(const std::string& name, bool affine = false, const std::string& wrap = "none") {
  OperatorRequest request;
  if (name == "wide") {
    request.wide = 24;
    request.unit = "int8";
  } else {
    request.name_of_operator = name;
  }
  request.max_row = 8;
  request.entries = 4;
  request.affine = affine;
  request.wrap = wrap;
  const OperatorPlan plan = plan_operator(operator_spec(request));
  return operator_source(plan, emit_operator(plan));
}

/// What the check says, or nothing.
std::string complaint(const std::function<void()>& check) {
  try {
    check();
  } catch (const CheckFailed& failure) {
    return failure.what();
  }
  return "";
}

/// Bits of registers that nothing sees, as the proof names them. Softmax shifts its products by R = k + O - P >= 2, and
/// rounding half up looks at no bit below the half (formal_requantize_low): not at bit 0.
bool is_unseen(const std::string& difference) {
  return difference.find(
             "found 1 different functions: next state of u_core.u_scale.gen_lane[0].u_scaled.product[0])") !=
         std::string::npos;
}

/// Turns gates into their opposites, one at a time, a few spread over the netlist. Each must be noticed; or be proved
/// to change nothing, or nothing that is seen: what the checks drive is then not to blame.
void check_planted(const OperatorSource& source, const MappingResult& mapping, const Library& library) {
  const Netlist& netlist = mapping.netlist;
  int planted = 0;
  const std::size_t step = netlist.cells.size() / 12;
  for (std::size_t start = 0; start + step <= netlist.cells.size(); start += step) {
    for (std::size_t c = start; c < start + step; ++c) {
      const std::string& type = netlist.cells[c].type;
      const std::string other = type == "NAND2X1" ? "NOR2X1" : type == "XOR2X1" ? "XNOR2X1" : "";
      if (other.empty()) continue;
      Netlist wrong = netlist;
      wrong.cells[c].type = other;
      wrong.cells[c].cell = library.find(other);
      ++planted;
      if (!complaint([&] { check_equivalence(source.plan, wrong); }).empty()) break;
      const std::string difference = complaint([&] {
        prove_netlist(read_rtl(source.design), wrong, register_images(mapping.registers, source.design.top, library),
                      mapping.synchronous_reset);
      });
      INFO("unnoticed: gate " << c << " of " << netlist.cells.size() << ", a " << type << "; " << difference);
      CHECK((difference.empty() || is_unseen(difference)));
      break;
    }
  }
  CHECK(planted >= 8);
}

void check_measured(const std::string& name) {
  INFO(name);
  test::need({"yosys", "sta"});
  const test::FreshCache cache;
  const Library library = load_library("osu018", "");
  const OperatorSource source = small_operator(name, name == "rmsnorm");
  const SynthResult result = synthesize_operator(source, library, {});
  const Json& json = result.json;
  CHECK(json.at("operator") == name);
  CHECK(json.at("equivalence").at("result") == "equal to the golden model");
  std::int64_t bits = 0;
  for (const Json& memory : json.at("memories")) bits += memory.at("bits").get<std::int64_t>();
  CHECK(json.at("memory_bits") == bits);
  CHECK((bits > 0) == has_rows(source.plan.spec.kind));
  double sum = 0;
  for (const auto& [part, area] : json.at("area_by_part").items()) sum += area.get<double>();
  CHECK(sum == Approx(json.at("area").get<double>()).epsilon(1e-4));
  // A part that lost gates on its way into a module of its own would be smaller than what the whole has of it.
  CHECK(std::fabs(json.at("area_by_part").at("boundaries").get<double>()) < 0.06 * json.at("area").get<double>());
  CHECK(json.at("power_mw").at("total").get<double>() > 0);
  CHECK(json.at("energy_per_row_nj").get<double>() > 0);
  CHECK(json.at("rows").at("beats_per_cycle") == 1);
  CHECK(json.at("error").at("rms").get<double>() < 0.1 * (1 + json.at("error").at("output_rms").get<double>()));
  CHECK(synthesize_operator(source, library, {}).cached);
}

}  // namespace

TEST_CASE("an operator is mapped, checked and measured", "[operators][quick]") {
  check_measured("swiglu");
}
TEST_CASE("operators over rows are mapped, checked and measured", "[operators]") {
  for (const char* name : {"softmax", "rmsnorm", "layernorm", "geglu"}) check_measured(name);
}

TEST_CASE("a wrong gate of an operator is caught", "[operators]") {
  test::need({"yosys", "sta"});
  const Library library = load_library("osu018", "");
  const OperatorSource source = small_operator("softmax");
  const MappedDesign design = map_and_buffer(source.design, library);
  CHECK(check_equivalence(source.plan, design.mapping.netlist).at("vectors").get<std::uint64_t>() > 1000);
  check_planted(source, design.mapping, library);
}

TEST_CASE("a wrapped operator is checked through its streams and its bus", "[operators]") {
  test::need({"yosys", "sta"});
  const Library library = load_library("osu018", "");
  for (const char* name : {"softmax", "rmsnorm", "wide"}) {
    SECTION(name) {
      const OperatorSource source = small_operator(name, std::string(name) == "rmsnorm", "axis");
      const MappedDesign design = map_and_buffer(source.design, library);
      CHECK(check_equivalence(source.plan, design.mapping.netlist).at("parameter_sets").get<int>() > 1);
      check_planted(source, design.mapping, library);
    }
  }
}

TEST_CASE("memories built of registers are part of the area", "[operators]") {
  test::need({"yosys", "sta"});
  const Library library = load_library("osu018", "");
  OperatorSource source = small_operator("rmsnorm");
  const double outside = map_design(source.design, library, false).counts.area;
  source.design.external.clear();
  const MappingResult inside = map_design(source.design, library, false);
  CHECK(inside.counts.area > outside + 30 * static_cast<double>(memory_bits(source.plan)));
  CHECK_NOTHROW(check_equivalence(source.plan, inside.netlist));
}

TEST_CASE("the named operators are whole", "[operators][quick]") {
  std::set<std::string> names;
  for (const OperatorConfiguration& one : operator_configurations()) {
    INFO(one.name);
    CHECK(names.insert(one.name).second);
    CHECK(find_operator_configuration(one.name) == &one);
    CHECK_NOTHROW(check_operator_shape(one.spec));
    CHECK(one.spec.max_row == kConfiguredRow);
    // Every operator over rows has something that its savings are told against.
    bool has_baseline = false;
    for (const OperatorConfiguration& other : operator_configurations()) {
      has_baseline =
          has_baseline || (other.baseline && other.family == one.family && other.spec.lanes == one.spec.lanes);
    }
    CHECK(has_baseline == has_rows(one.spec.kind));
  }
  for (const char* kind : {"softmax", "rmsnorm", "layernorm"}) {
    for (const char* format : {"int8", "int16", "int32", "int8-16l", "int16-16l", "int32-16l"}) {
      CHECK(names.count(std::string(kind) + "-" + format) == 1);
    }
  }
  CHECK(find_operator_configuration("softmax-int9") == nullptr);
}

TEST_CASE("the tables of every named operator are fitted and planned", "[operators]") {
  for (const OperatorConfiguration& one : operator_configurations()) {
    if (one.spec.lanes != 1) continue;  // lanes change no table
    INFO(one.name);
    OperatorSpec spec = one.spec;
    spec.tables = fit_operator_tables(spec, spec.numbers.element_scale);
    CHECK_NOTHROW(plan_operator(spec));
  }
}

TEST_CASE("savings are told against the 32-bit operator of the same lanes", "[operators][quick]") {
  const auto row = [](const char* config, int lanes, bool baseline, double area) {
    return Json{{"config", config},
                {"family", "softmax"},
                {"format", baseline ? "int32" : "int8"},
                {"lanes", lanes},
                {"liberty", "l"},
                {"baseline", baseline},
                {"area", area},
                {"power_mw", {{"total", area}}},
                {"energy_per_row_nj", area}};
  };
  Json rows = Json::array({row("a", 1, false, 20), row("b", 1, true, 100), row("c", 16, false, 50)});
  tell_operator_savings(rows);
  CHECK(rows[0]["area_saving_percent"]["int32"] == 80);
  CHECK(rows[0]["energy_saving_percent"]["int32"] == 80);
  CHECK(rows[1]["area_saving_percent"].empty());
  CHECK(rows[2]["power_saving_percent"].empty());
}
