// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The matrix of units: every option at least once under Verilator and SystemC with the native model beside it, and all
// combinations of the handshake options in the native model alone.
#include <catch2/catch.hpp>

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

TEST_CASE("every handshake option in the native model", "[quick]") {
  for (int pipeline = 1; pipeline <= 4; ++pipeline) {
    for (const int banks : {1, 2}) {
      for (const bool skid : {false, true}) {
        for (const int lanes : {1, 3}) {
          INFO("pipeline " << pipeline << " banks " << banks << " skid " << skid << " lanes " << lanes);
          check(shaped(test::unit_of("int8", 5, "k8b16", pipeline), banks, skid, pipeline, lanes), Engine::cycle);
        }
      }
    }
  }
}

TEST_CASE("stages of the multiply-add in the native model", "[quick]") {
  for (int stages = 2; stages <= 4; ++stages) {
    for (int pipeline = 3; pipeline <= 4; ++pipeline) {
      for (const int banks : {1, 2}) {
        INFO("stages " << stages << " pipeline " << pipeline << " banks " << banks);
        UnitSpec spec = shaped(test::unit_of("int8", 5, "k8b16", pipeline), banks, banks == 2, stages, pipeline - 2);
        spec.mac_stages = stages;
        check(spec, Engine::cycle);
      }
    }
  }
}

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

TEST_CASE("widths, entries and rounding", "[nightly]") {
  const golden::Rounding roundings[] = {golden::Rounding::half_up, golden::Rounding::half_even,
                                        golden::Rounding::floor};
  int number = 0;
  for (const int width : {4, 5, 8, 12, 16, 24, 32}) {
    for (const int entries : {2, 3, 8, 16, 17, 64}) {
      const char* formats[] = {"f6k8b8", "k8b16", "f14k16b16", "k16b32"};
      UnitSpec spec = test::unit_of("int:" + std::to_string(width), entries, formats[number % 4], number % 5);
      spec.integer.rounding = roundings[number % 3];
      spec.integer.raw = number % 7 == 6;
      spec.integer.output_signed = number % 2 == 0;
      // A combinational unit with a loadable store keeps its offer only behind a skid register.
      spec.skid = number % 5 == 0 || number % 3 == 1;
      spec.banks = 1 + (number % 2);
      spec.tag_bits = number % 4;
      spec.compact = number % 5 >= 2;
      if (number % 6 == 1) spec.store = Store::latches;
      spec.clock_gate = number % 6 == 3;
      spec.operand_isolation = number % 5 >= 1 && number % 4 == 2;
      // The multiply-add has stages where the unit has its accumulator register.
      if (spec.pipeline >= (spec.compact ? 4 : 3)) spec.mac_stages = 1 + (number / 5) % (spec.integer.raw ? 3 : 4);
      INFO("width " << width << " entries " << entries << " number " << number);
      check(spec, Engine::both, static_cast<std::uint64_t>(number) + 1);
      ++number;
    }
  }
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
