// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Units of 8 bits with constant parameters, as they are emitted, beside the table of their outputs: proved equal for
// every code of every context by yosys' solver. The table is that of the golden model; for truth tables, and for tables
// that are exact, it is the ideal one.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "gen/functions/function.hpp"
#include "gen/support/process.hpp"
#include "sim/cycle/lane.hpp"
#include "tests/sim/units.hpp"

using namespace pwlforge;
using test::UnitDirectory;

namespace {

constexpr int kCodes = 256;

/// Output of every bit pattern, context by context.
using Outputs = std::vector<std::vector<std::uint64_t>>;

UnitSpec unit_of_table(const std::string& table_name, Store store, bool compact = false) {
  const char* source = std::getenv("PWLFORGE_SOURCE");
  REQUIRE(source != nullptr);
  const Table table = read_table(fmt::format("{}/examples/tables/{}.json", source, table_name));
  UnitSpec spec = test::unit_of("int8", table.entries, table_name.substr(table_name.rfind('-') + 1), 0);
  spec.store = store;
  spec.compact = compact;
  spec.tables = {table};
  return spec;
}

Outputs golden_outputs(const UnitPlan& plan) {
  Outputs outputs;
  for (std::size_t context = 0; context < plan.contexts.size(); ++context) {
    const LaneParameters parameters = lane_parameters(plan, context);
    outputs.emplace_back();
    for (std::uint64_t x = 0; x < kCodes; ++x) outputs.back().push_back(evaluate_lane(plan, parameters, x).low);
  }
  return outputs;
}

/// Codes of the domain, of all contexts, at which the outputs are not the ideal ones. Codes outside take the output of
/// the nearest valid one with `everywhere`.
int not_ideal(const Table& table, const Outputs& outputs, bool everywhere) {
  int wrong = 0;
  for (std::size_t i = 0; i < table.contexts.size(); ++i) {
    const Quantization input = input_quantization(table, table.contexts[i]);
    const auto function = function_of(table);
    const auto [first, last] = valid_codes(*function, input);
    const auto ideal = ideal_table(*function, input, output_quantization(table, table.contexts[i]));
    for (int code = -kCodes / 2; code < kCodes / 2; ++code) {
      const std::int64_t valid = std::clamp<std::int64_t>(code, first, last);
      if (valid != code && !everywhere) continue;
      const auto y = static_cast<std::uint64_t>(ideal[static_cast<std::size_t>(valid - first)]) & (kCodes - 1);
      if (y != outputs[i][static_cast<std::size_t>(code & (kCodes - 1))]) ++wrong;
    }
  }
  return wrong;
}

/// A module whose output `wrong` says that the unit `dut` differs from the outputs.
std::string proof_text(const Outputs& outputs) {
  std::string digits;
  for (auto context = outputs.rbegin(); context != outputs.rend(); ++context) {
    for (auto y = context->rbegin(); y != context->rend(); ++y) digits += fmt::format("{:02x}", *y);
  }
  int bits = 0;
  while ((std::size_t{1} << bits) < outputs.size()) ++bits;
  const std::size_t width = 8 * kCodes * outputs.size();
  std::string text = "module proof(input [7:0] x, ";
  if (bits > 0) text += fmt::format("input [{}:0] ctx, ", bits - 1);
  text +=
      fmt::format("output wrong);\n  wire [7:0] y;\n  localparam [{}:0] Outputs = {}'h{};\n", width - 1, width, digits);
  text += fmt::format(
      "  dut u_dut (.clk_i(1'b0), .rst_ni(1'b1), .in_valid_i(1'b1), .in_data_i(x), {}.out_ready_i(1'b1), "
      ".out_data_o(y));\n",
      bits > 0 ? ".ctx_i(ctx), " : "");
  text += bits > 0 ? fmt::format("  assign wrong = ctx < {} && y != Outputs[{{ctx, x}}*8+:8];\n", outputs.size())
                   : "  assign wrong = y != Outputs[{24'd0, x}*8+:8];\n";
  return text + "endmodule\n";
}

enum class Said { proved, refuted, neither };

/// The solver on a written unit.
Said prove(const UnitDirectory& unit, const Outputs& outputs) {
  write_file(unit.path() / "proof.v", proof_text(outputs));
  std::string script = "read_verilog proof.v";
  for (const std::string& file : unit.manifest().files) script += " " + file;
  script += "; hierarchy -check -top proof; proc; flatten; opt_expr; opt_clean; async2sync; ";
  script += "sat -verify -prove wrong 0 -timeout 240 proof";
  const ProcessResult result = run_process({"yosys", "-q", "-p", script}, {unit.path(), {}, ""});
  if (result.exit_code == 0) return Said::proved;
  INFO(result.output << result.errors);
  const bool refuted = (result.output + result.errors).find("proof did fail") != std::string::npos;
  CHECK(refuted);
  return refuted ? Said::refuted : Said::neither;
}

void check(const std::string& table_name, Store store, bool compact, bool exact) {
  INFO(table_name << (compact ? ", compact" : ""));
  const UnitSpec spec = unit_of_table(table_name, store, compact);
  const Outputs outputs = golden_outputs(plan_unit(spec));
  CHECK(outputs.size() == spec.tables.front().contexts.size());
  if (exact) CHECK(not_ideal(spec.tables.front(), outputs, store == Store::truth_table) == 0);
  CHECK(prove(UnitDirectory(spec), outputs) == Said::proved);
}

}  // namespace

TEST_CASE("units with fixed tables", "[quick]") {
  check("gelu-8-k8b16", Store::fixed, false, false);
  check("sigmoid-8-k8b16", Store::fixed, true, false);
  check("exp-16-k8b16", Store::fixed, false, true);
  check("div-16-k8b16", Store::fixed, false, true);
}

TEST_CASE("truth tables", "[quick]") {
  check("gelu-8-k8b16", Store::truth_table, false, true);
  check("div-8-k8b16", Store::truth_table, false, true);
}

TEST_CASE("units with fixed tables: every function", "[nightly]") {
  for (const std::string& function : function_names()) {
    const bool exact = function != "sigmoid" && function != "tanh";  // what sixteen entries reach
    for (const bool compact : {false, true}) {
      check(function + "-8-k8b16", Store::fixed, compact, false);
      check(function + "-16-k8b16", Store::fixed, compact, exact);
    }
    check(function + "-8-k8b16", Store::truth_table, false, true);
  }
  check("tanh-24-k8b16", Store::fixed, true, true);
  for (const char* function : {"gelu", "hswish", "silu", "exp"}) {
    check(std::string(function) + "-8-f6k8b8", Store::fixed, false, false);
    check(std::string(function) + "-16-f6k8b8", Store::fixed, true, false);
  }
}

TEST_CASE("one constant that is off is told", "[quick]") {
  UnitSpec spec = unit_of_table("gelu-8-k8b16", Store::fixed);
  const Outputs outputs = golden_outputs(plan_unit(spec));
  TableContext& context = spec.tables.front().contexts.front();
  // The intercept of the segment of code 0, by one output code.
  const auto segment =
      std::upper_bound(context.thresholds.begin(), context.thresholds.end(), 0) - context.thresholds.begin();
  context.intercepts[static_cast<std::size_t>(segment)] += std::int64_t{1} << context.requant_shift;
  CHECK(prove(UnitDirectory(spec), outputs) == Said::refuted);

  Outputs off = golden_outputs(plan_unit(unit_of_table("div-8-k8b16", Store::truth_table)));
  off.front()[77] ^= 1;
  CHECK(prove(UnitDirectory(unit_of_table("div-8-k8b16", Store::truth_table)), off) == Said::refuted);
}
