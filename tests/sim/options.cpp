// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Options and stimuli of the simulation, without a compiler in the loop.
#include <catch2/catch.hpp>

#include <set>

#include "gen/support/diagnostics.hpp"
#include "sim/bench/vectors.hpp"
#include "tests/sim/units.hpp"

using namespace pwlforge;
using test::UnitDirectory;

TEST_CASE("a stratified sample holds both sides of every threshold, the extremes and the powers of two") {
  const UnitPlan plan = plan_unit(test::unit_of("int32", 16, "f30k32b32"));
  bench::Random random(5);
  const LaneParameters table = random_table(plan, random);
  const std::vector<std::uint64_t> vectors = stratified_vectors(plan, table, 5000, random);
  const std::set<std::uint64_t> found(vectors.begin(), vectors.end());
  CHECK(vectors.size() == 5000);
  for (const std::int64_t threshold : table.integer.thresholds) {
    for (const std::int64_t q : {threshold - 1, threshold, threshold + 1}) {
      CHECK(found.count(static_cast<std::uint64_t>(q) & 0xffffffff) == 1);
    }
  }
  for (const std::uint64_t q : {0x80000000ULL, 0x7fffffffULL, 0ULL, 0xffffffffULL}) CHECK(found.count(q) == 1);
  for (int bit = 0; bit < 31; ++bit) {
    const std::uint64_t power = std::uint64_t{1} << bit;
    for (const std::uint64_t q : {power - 1, power, power + 1, ~power + 1, ~power, ~power + 2}) {
      CHECK(found.count(q & 0xffffffff) == 1);
    }
  }
}

TEST_CASE("random tables fit the format") {
  for (const char* format : {"f6k8b8", "k8b16", "f14k16b16"}) {
    const UnitPlan plan = plan_unit(test::unit_of("int8", 7, format));
    bench::Random random(9);
    for (int i = 0; i < 200; ++i) {
      const LaneParameters table = random_table(plan, random);
      CHECK(golden::check_params(plan.spec.integer, table.integer).fault == golden::ParamFault::none);
    }
  }
}

TEST_CASE("lane results are what the unit plan expects") {
  UnitSpec spec = test::unit_of("int8", 8, "f6k8b8");
  test::add_table(spec, "gelu", "f6k8b8", {2, 5});
  const UnitPlan plan = plan_unit(spec);
  for (std::size_t context = 0; context < plan.contexts.size(); ++context) {
    const LaneParameters table = lane_parameters(plan, context);
    for (std::uint64_t x = 0; x < 256; ++x) {
      CHECK(evaluate_lane(plan, table, x).low == expected_output(plan, plan.contexts[context], x));
    }
  }
}

TEST_CASE("options that the unit cannot serve are refused") {
  const UnitDirectory wide(test::unit_of("int32", 4, "f30k32b32"));
  SimOptions options;
  options.engine = Engine::cycle;
  options.vectors = VectorKind::exhaustive;
  CHECK_THROWS_AS(simulate(wide.manifest(), options), InputError);
  options.vectors = VectorKind::random;
  options.count = 0;
  CHECK_THROWS_AS(simulate(wide.manifest(), options), InputError);
  options.count = 10;
  options.contexts = {0};
  CHECK_THROWS_AS(simulate(wide.manifest(), options), InputError);
  options.contexts.clear();
  options.trace = "t.fst";
  CHECK_THROWS_AS(simulate(wide.manifest(), options), InputError);
}

TEST_CASE("vectors from a file") {
  const UnitPlan plan = plan_unit(test::unit_of("int8", 4, "f6k8b8"));
  const TemporaryDirectory folder;
  const auto file = folder.path() / "vectors.txt";
  write_file(file, "# codes\n-128\n127 # largest\n\n0xff\n");
  CHECK(read_vectors(plan, file) == std::vector<std::uint64_t>{0x80, 0x7f, 0xff});
  for (const char* bad : {"128\n", "-129\n", "0x100\n", "one\n", "1 2\n", "", "# nothing\n"}) {
    write_file(file, bad);
    CHECK_THROWS_AS(read_vectors(plan, file), InputError);
  }
}

TEST_CASE("dead and uncovered entries are told apart") {
  UnitSpec spec = test::unit_of("int8", 4, "f6k8b8");
  test::add_table(spec, "gelu", "f6k8b8", {4});
  TableContext& context = spec.tables[0].contexts[0];
  context.thresholds = {-10, -10, 20};
  const UnitDirectory unit(spec);
  const TemporaryDirectory folder;
  write_file(folder.path() / "v.txt", "-11\n-10\n19\n");
  SimOptions options;
  options.engine = Engine::cycle;
  options.vectors = VectorKind::file;
  options.file = folder.path() / "v.txt";
  const SimResult result = simulate(unit.manifest(), options);
  INFO(sim_text(result));
  CHECK(result.passed());
  REQUIRE(result.contexts.size() == 1);
  CHECK(result.contexts[0].dead_entries == std::vector<int>{1});
  CHECK(result.contexts[0].uncovered_entries == std::vector<int>{3});
  CHECK(result.contexts[0].entry_hits == std::vector<std::uint64_t>{1, 0, 2, 0});
}

TEST_CASE("a manifest tells the stages of the multiply-add where they are not one") {
  UnitSpec spec = test::unit_of("int8", 4, "f6k8b8");
  const UnitDirectory one(spec);
  CHECK(read_file(one.path() / "manifest.json").find("mac_stages") == std::string::npos);
  REQUIRE(one.change("manifest.json", "\"compact\":", "\"mac_stages\": 1,\n    \"compact\":"));
  CHECK(one.manifest().plan.latency == 3);
  spec.mac_stages = 3;
  const UnitDirectory three(spec);
  CHECK(three.manifest().plan.spec.mac_stages == 3);
  CHECK(three.manifest().plan.latency == 5);
  REQUIRE(three.change("manifest.json", "\"mac_stages\": 3", "\"mac_stages\": 4"));
  CHECK_THROWS_AS(three.manifest(), InputError);
}
