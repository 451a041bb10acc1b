// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The matrix of units: every option at least once under Verilator and SystemC with the native model beside it, chosen
// by hand. Combinations of options are the sweep's business (tests/sweep).
#include <catch2/catch.hpp>

#include <algorithm>

#include "gen/support/signed_digits.hpp"
#include "tests/sim/units.hpp"

using namespace pwlforge;
using test::UnitDirectory;

namespace {

void check(const UnitSpec& spec, Engine engine, std::uint64_t seed = 3) {
  const UnitDirectory unit(spec);
  SimOptions options;
  options.engine = engine;
  options.seed = seed;
  options.vectors = plan_unit(spec).input_bits <= 12 ? VectorKind::exhaustive : VectorKind::random;
  options.count = 4000;
  const SimResult result = simulate(unit.manifest(), options);
  INFO(sim_text(result));
  CHECK(result.passed());
  CHECK(result.latency_checks > 0);
  for (const SimContext& context : result.contexts) CHECK(context.uncovered_entries.empty());
  if (is_loadable(spec.store)) CHECK(result.reloads_new > 0);
  if (engine == Engine::both) CHECK(result.cycles_compared == result.cycles);
}

UnitSpec shaped(UnitSpec spec, int banks, bool skid, int tag, int lanes) {
  spec.banks = banks;
  spec.skid = skid;
  spec.tag_bits = tag;
  spec.lanes = lanes;
  return spec;
}

}  // namespace

TEST_CASE("integer multiply-add of two and of three stages", "[quick]") {
  UnitSpec spec = test::unit_of("int8", 5, "k8b16", 3);
  spec.mac_stages = 2;
  check(spec, Engine::both);
  spec = shaped(test::unit_of("int8", 6, "f6k8b8", 4), 1, false, 2, 2);
  spec.mac_stages = 3;
  spec.compact = true;
  check(spec, Engine::both);
}

TEST_CASE("integer multiply-add of four stages, two banks, skid, isolated", "[quick]") {
  UnitSpec spec = shaped(test::unit_of("int8", 5, "f6k8b8", 3), 2, true, 2, 3);
  spec.mac_stages = 4;
  spec.operand_isolation = true;
  spec.integer.rounding = golden::Rounding::half_even;
  check(spec, Engine::both);
}

TEST_CASE("float multiply-add of four stages, fixed store of two contexts", "[quick]") {
  UnitSpec spec = test::unit_of("fp16", 5, "fp16", 4);
  spec.mac_stages = 4;
  spec.store = Store::fixed;
  test::add_table(spec, "gelu", "fp16", {});
  test::add_table(spec, "tanh", "fp16", {});
  check(spec, Engine::both);
}

TEST_CASE("registers, two banks, tag, lanes, skid", "[quick]") {
  // 9 lanes: ports of more than 64 bits are of another SystemC type.
  check(shaped(test::unit_of("int8", 8, "k8b16", 3), 2, true, 5, 9), Engine::both);
}

TEST_CASE("fixed store with contexts of several tables", "[quick]") {
  UnitSpec spec = test::unit_of("int8", 16, "f6k8b8", 2);
  spec.store = Store::fixed;
  test::add_table(spec, "gelu", "f6k8b8", {0, 3, 6});
  test::add_table(spec, "exp", "f6k8b8", {2, 5}, 8);
  check(spec, Engine::both);
}

TEST_CASE("truth table", "[quick]") {
  UnitSpec spec = test::unit_of("int8", 2, "k8b16", 1);
  spec.store = Store::truth_table;
  test::add_table(spec, "sigmoid", "k8b16", {3, 5});
  check(spec, Engine::both);
}

TEST_CASE("fixed store, one context, combinational", "[quick]") {
  UnitSpec spec = test::unit_of("int8", 3, "k8b16", 0);
  spec.store = Store::fixed;
  test::add_table(spec, "hswish", "k8b16", {4});
  check(spec, Engine::both);
}

TEST_CASE("slopes of signed powers of two, two contexts, lanes", "[quick]") {
  UnitSpec spec = test::unit_of("int8", 6, "k8b16", 3);
  spec.store = Store::fixed;
  spec.lanes = 2;
  test::add_table(spec, "silu", "k8b16", {3, 4});
  int most = 0;
  for (TableContext& context : spec.tables.front().contexts) {
    for (std::int64_t& slope : context.slopes) {
      while (signed_digit_count(slope) > 3) ++slope;
      most = std::max(most, signed_digit_count(slope));
    }
  }
  spec.slope_terms = most;
  CHECK(most >= 2);
  check(spec, Engine::both);
}

TEST_CASE("compact units read back through their select network", "[quick]") {
  UnitSpec spec = test::unit_of("int8", 8, "f6k8b8", 3);
  spec.compact = true;
  check(spec, Engine::both);
}

TEST_CASE("compact unit with latches, one stage", "[quick]") {
  UnitSpec spec = test::unit_of("int8", 5, "k8b16", 1);
  spec.compact = true;
  spec.store = Store::latches;
  check(spec, Engine::both);
}

TEST_CASE("compact unit with two gated banks, isolated lanes", "[quick]") {
  UnitSpec spec = shaped(test::unit_of("int8", 12, "k8b16", 4), 2, true, 2, 3);
  spec.compact = true;
  spec.clock_gate = true;
  spec.operand_isolation = true;
  check(spec, Engine::both);
}

TEST_CASE("compact float units read back through their select network", "[quick]") {
  UnitSpec spec = test::unit_of("fp16", 5, "fp16", 3);
  spec.compact = true;
  spec.lanes = 2;
  check(spec, Engine::both);
}

TEST_CASE("compact float unit with latches, four stages", "[quick]") {
  UnitSpec spec = test::unit_of("bf16", 8, "bf16", 4);
  spec.compact = true;
  spec.store = Store::latches;
  spec.operand_isolation = true;
  check(spec, Engine::both);
}

TEST_CASE("latches, two banks", "[quick]") {
  UnitSpec spec = shaped(test::unit_of("int8", 8, "f6k8b8", 2), 2, false, 1, 1);
  spec.store = Store::latches;
  check(spec, Engine::both);
}

TEST_CASE("compact fixed store", "[quick]") {
  UnitSpec spec = test::unit_of("int8", 16, "f6k8b8", 3);
  spec.store = Store::fixed;
  spec.compact = true;
  test::add_table(spec, "silu", "f6k8b8", {0, 4});
  check(spec, Engine::both);
}

TEST_CASE("wide raw output", "[quick]") {
  UnitSpec spec = test::unit_of("int:31", 4, "f30k32b32", 4);
  spec.integer.raw = true;
  check(spec, Engine::both);
}

// The Verilated unit under SystemC, with gaps, back-pressure and slow configuration. Four random tables: of each, both
// sides of every threshold, the extremes and the powers of two with their neighbours, then random codes near those, of
// every magnitude, and uniform.
TEST_CASE("10 million stratified vectors", "[long]") {
  for (const auto& [unit, format] :
       {std::pair<const char*, const char*>{"int16", "f14k16b16"}, {"int32", "f30k32b32"}}) {
    const UnitDirectory directory(test::unit_of(unit, 16, format));
    SimOptions options;
    options.vectors = VectorKind::random;
    options.count = 2500000;
    options.engine = Engine::verilator;
    options.stall = true;
    options.seed = 11;
    const SimResult result = simulate(directory.manifest(), options);
    INFO(sim_text(result));
    CHECK(result.passed());
    CHECK(result.vectors >= 10000000);
    CHECK(result.stalled_cycles > 1000000);
    CHECK(result.gap_cycles > 1000000);
    for (const SimContext& context : result.contexts) CHECK(context.uncovered_entries.empty());
    WARN(unit << ": " << result.vectors << " stratified vectors, seed " << result.seed << ", " << result.mismatches
              << " mismatches; " << result.cycles << " cycles, " << result.stalled_cycles << " stalled, "
              << result.gap_cycles << " gaps");
  }
}
