// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The matrix of operators: every operator under Verilator and SystemC with the native model beside it in every cycle,
// all stores, lanes and widths in the native model; faults that the bench must catch; wide units over all numbers.
#include <catch2/catch.hpp>

#include <chrono>

#include "tests/sim/operators.hpp"

using namespace pwlforge;
using test::operator_of;
using test::OperatorDirectory;
using test::wide_of;

namespace {

RowSimResult check(const OperatorRequest& request, Engine engine, SimOptions options = {}) {
  const OperatorDirectory directory(request);
  options.engine = engine;
  if (options.seed == 1) options.seed = 5;
  RowSimResult result = simulate_operator(directory.manifest(), options);
  INFO(row_sim_text(result));
  CHECK(result.passed());
  CHECK(result.gapless_beats > 0);
  CHECK(result.latency_checks > 0);
  if (engine == Engine::both) CHECK(result.cycles_compared == result.cycles);
  return result;
}

void check_reloads(const RowSimResult& result) {
  CHECK(result.reload_rows_old > 0);
  CHECK(result.reload_rows_new > 0);
  CHECK(result.reloads_waited > 0);
  CHECK(result.readbacks > 0);
}

}  // namespace

TEST_CASE("operators, stores, widths and lanes in the native model", "[quick]") {
  const char* stores[] = {"registers", "latches", "fixed"};
  std::size_t number = 0;
  for (const char* name : {"softmax", "rmsnorm", "layernorm", "swiglu", "geglu"}) {
    for (const int width : {8, 16}) {
      for (const int lanes : {1, 4, 16}) {
        // Each operator meets each store at both widths, each number of lanes two of them; all pairs are nightly.
        const char* store = stores[number++ % 3];
        if (lanes == 16) ++number;
        INFO(name << " width " << width << " lanes " << lanes << " " << store);
        SimOptions options;
        options.vectors = VectorKind::random;
        options.count = 200;
        check(operator_of(name, width, lanes, 8 * lanes, store), Engine::cycle, options);
      }
    }
  }
}

TEST_CASE("softmax of 8 bits, 4 lanes", "[quick]") {
  check_reloads(check(operator_of("softmax", 8, 4, 256), Engine::both));
}
TEST_CASE("softmax of 16 bits, fixed store", "[quick]") {
  check(operator_of("softmax", 16, 1, 96, "fixed"), Engine::both);
}
TEST_CASE("rmsnorm of 16 bits, latches, 4 lanes", "[quick]") {
  check_reloads(check(operator_of("rmsnorm", 16, 4, 128, "latches"), Engine::both));
}
TEST_CASE("layernorm of 8 bits, gain of every channel", "[quick]") {
  check_reloads(check(operator_of("layernorm", 8, 2, 64, "registers", true), Engine::both));
}
TEST_CASE("swiglu of 8 bits, 16 lanes", "[quick]") {
  check_reloads(check(operator_of("swiglu", 8, 16, 64), Engine::both));
}
TEST_CASE("geglu of 8 bits, truth table", "[quick]") {
  check_reloads(check(operator_of("geglu", 8, 1, 64, "truth_table"), Engine::both));
}

TEST_CASE("the whole matrix under Verilator", "[nightly]") {
  for (const char* name : {"softmax", "rmsnorm", "layernorm", "swiglu", "geglu"}) {
    for (const int width : {8, 16}) {
      for (const int lanes : {1, 4, 16}) {
        for (const char* store : {"registers", "latches", "fixed", "truth_table"}) {
          // Only units of 8 bits have one.
          if (std::string(store) == "truth_table" && width == 16) continue;
          INFO(name << " width " << width << " lanes " << lanes << " " << store);
          check(operator_of(name, width, lanes, 64 * lanes, store), Engine::both);
        }
      }
    }
  }
  for (const char* name : {"rmsnorm", "layernorm"}) {
    check(operator_of(name, 16, 4, 256, "registers", true), Engine::both);
  }
}

TEST_CASE("wide units over all numbers of 8 to 16 bits in the native model", "[quick]") {
  for (int bits = 8; bits <= 16; ++bits) {
    for (const char* function : {"div", "rsqrt"}) {
      INFO(function << " of " << bits << " bits");
      const RowSimResult result = check(wide_of(function, bits, "int8"), Engine::cycle);
      CHECK(result.exhaustive);
      CHECK(result.rows >= std::uint64_t{1} << bits);
    }
  }
}

TEST_CASE("wide units over all numbers under Verilator", "[quick]") {
  check_reloads(check(wide_of("div", 16, "int8"), Engine::both));
  check(wide_of("rsqrt", 13, "int8", 12), Engine::both);
}

TEST_CASE("a wide unit inside its wrapper", "[quick]") {
  OperatorRequest request = wide_of("rsqrt", 13, "int8");
  request.wrap = "axis";
  check_reloads(check(request, Engine::both));
}

TEST_CASE("wide units of every width over all numbers under Verilator", "[nightly]") {
  for (int bits = 8; bits <= 16; ++bits) {
    for (const char* function : {"div", "rsqrt"}) {
      for (const int fraction : {-1, 14}) {
        INFO(function << " of " << bits << " bits, integer form " << fraction);
        check(wide_of(function, bits, "int8", fraction), Engine::both);
        check(wide_of(function, bits, "int16", fraction, "fixed"), Engine::both);
      }
    }
  }
}

TEST_CASE("wide units over all 2^24 numbers", "[wide24]") {
  for (const char* function : {"div", "rsqrt"}) {
    SimOptions options;
    options.vectors = VectorKind::exhaustive;
    const RowSimResult result = check(wide_of(function, 24, "int16"), Engine::verilator, options);
    CHECK(result.rows >= std::uint64_t{1} << 24);
    WARN(function << ": " << result.rows << " numbers, " << result.mismatches << " mismatches");
  }
}

// Sections, so that one operator, or one of its widths, runs alone: -c softmax -c "16 bits".
TEST_CASE("a million rows of every operator, width and number of lanes", "[million]") {
  for (const char* name : {"softmax", "rmsnorm", "layernorm", "swiglu", "geglu"}) {
    DYNAMIC_SECTION(name) {
      for (const int width : {8, 16}) {
        DYNAMIC_SECTION(width << " bits") {
          for (const int lanes : {1, 4, 16}) {
            SimOptions options;
            options.vectors = VectorKind::random;
            options.count = 1000000;
            options.seed = 17;
            const auto begin = std::chrono::steady_clock::now();
            const RowSimResult result = check(operator_of(name, width, lanes, 64 * lanes), Engine::verilator, options);
            const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
            CHECK(result.rows >= 1000000);
            WARN(name << " of " << width << " bits, " << lanes << " lanes: " << result.rows << " rows, " << result.beats
                      << " beats, " << result.mismatches << " mismatches, " << result.cycles << " cycles, " << took
                      << " s");
          }
        }
      }
    }
  }
}

namespace {

struct RowFault {
  std::string name, file, from, to;
};

void check_faults(const OperatorRequest& request, const std::vector<RowFault>& faults) {
  SimOptions options;
  options.seed = 7;
  {
    const OperatorDirectory sound(request);
    const RowSimResult result = simulate_operator(sound.manifest(), options);
    INFO(row_sim_text(result));
    REQUIRE(result.passed());
  }
  for (const RowFault& fault : faults) {
    const OperatorDirectory directory(request);
    INFO("fault: " << fault.name);
    REQUIRE(directory.change(fault.file, fault.from, fault.to));
    const RowSimResult result = simulate_operator(directory.manifest(), options);
    INFO(row_sim_text(result));
    CHECK_FALSE(result.passed());
  }
}

}  // namespace

TEST_CASE("faults in softmax are caught", "[faults]") {
  check_faults(operator_of("softmax", 8, 2, 48),
               {{"maximum: the smaller lane wins", "rtl/pwl_row_largest.v",
                 "(nodes[(2*n+1)*W+:W] > nodes[(2*n+2)*W+:W]) ?", "(nodes[(2*n+1)*W+:W] < nodes[(2*n+2)*W+:W]) ?"},
                {"sum: the first beat does not start from zero", "rtl/pwl_row_reduce.v",
                 "total = state_i & {R{!first_i}};", "total = state_i;"},
                {"normalisation: the half is not added", "rtl/pwl_normalize.v", "+ {{W{1'b0}}, fraction[P]};",
                 "+ {{W{1'b0}}, 1'b0};"},
                {"rounding of the last step", "rtl/pwl_scaled_product.v", ".Rounding    (0)", ".Rounding    (2)"},
                {"buffer: the write address wraps one too late", "rtl/pwl_row_buffer.v",
                 "write_q <= (write_q == Last) ?", "write_q <= (write_q == Last + Next) ?"},
                {"mask: dropped elements count", "rtl/pwl_row_mask.v", "& {W{keep_i[l]}}", "& {W{1'b1}}"},
                {"last: the row that is cut has no end", "rtl/pwl_row_gate.v",
                 "assign pass_last_o = in_last_i || beat_q == Last;", "assign pass_last_o = in_last_i;"},
                {"gate: excess beats go on", "rtl/pwl_row_gate.v", "assign excess      = excess_q;",
                 "assign excess      = 1'b0;"},
                {"words are accepted while a row is inside", "rtl/pwl_config_control.v",
                 "assign busy_o = |offered_i || |held_i;", "assign busy_o = |offered_i || held_i[1];"}});
}

TEST_CASE("faults in norms are caught", "[faults]") {
  check_faults(operator_of("layernorm", 8, 2, 48, "registers", true),
               {{"the half of the output's rounding", "rtl/pwl_norm_lane.v",
                 "{{(T - Fraction) {1'b0}}, 1'b1, {(Fraction - 1) {1'b0}}};", "{T{1'b0}};"},
                {"a channel's number is not reset", "rtl/pwl_norm_affine.v",
                 "beat_q <= last_i ? {BeatBits{1'b0}} : beat_q + One;", "beat_q <= beat_q + One;"},
                {"dropped elements are counted", "rtl/pwl_row_reduce.v",
                 "count + {{(CountBits - 1) {1'b0}}, keep_i[m]};", "count + {{(CountBits - 1) {1'b0}}, 1'b1};"}});
}

TEST_CASE("faults in gated units are caught", "[faults]") {
  check_faults(operator_of("swiglu", 8, 2, 48),
               {{"rounding of the product", "rtl/pwl_scaled_product.v", ".Rounding    (0)", ".Rounding    (2)"},
                {"a row's end at every beat", "rtl/pwl_row_gate.v", "assign pass_last_o = in_last_i;",
                 "assign pass_last_o = 1'b1;"},
                {"a commit in the middle of a row", "rtl/pwl_config_control.v",
                 "assign busy_o = |offered_i || |held_i;", "assign busy_o = 1'b0;"}});
}

TEST_CASE("faults in wide units are caught", "[faults]") {
  check_faults(
      wide_of("rsqrt", 13, "int8"),
      {{"a zero is not told", "rtl/pwl_wide_result.v", "assign zero_o     = zero_i;", "assign zero_o     = 1'b0;"},
       {"the mantissa of zero", "rtl/pwl_wide_result.v", "y_i | {O{zero_i}};", "y_i;"},
       {"the flag of a zero does not stay", "dut.v", ".flag_o (zero_o)", ".flag_o ()"},
       {"the half is not added", "rtl/pwl_normalize.v", "+ {{W{1'b0}}, fraction[P]};", "+ {{W{1'b0}}, 1'b0};"}});
}

TEST_CASE("rows from a file, and what is wrong with them", "[quick]") {
  const OperatorDirectory softmax(operator_of("softmax", 8, 2, 48));
  const OperatorDirectory gated(operator_of("swiglu", 8, 1, 48));
  const TemporaryDirectory folder;
  const std::filesystem::path file = folder.path() / "rows.txt";
  SimOptions options;
  options.vectors = VectorKind::file;
  options.file = file;
  options.engine = Engine::cycle;
  write_file(file, "# recorded\n1, 2, x, -128\n\n127 - 5\n");
  CHECK(simulate_operator(softmax.manifest(), options).passed());
  CHECK(simulate_operator(softmax.manifest(), options).rows == 2);
  const auto error = [&](const OperatorDirectory& directory) -> std::string {
    try {
      simulate_operator(directory.manifest(), options);
    } catch (const InputError& problem) {
      return problem.what();
    }
    return "";
  };
  CHECK(error(gated).find("rows.txt:2") != std::string::npos);
  write_file(file, "1 2\n3 128\n");
  CHECK(error(softmax).find("rows.txt:2") != std::string::npos);
  write_file(file, "1:2 x -3:4\n");
  CHECK(simulate_operator(gated.manifest(), options).passed());
  options.vectors = VectorKind::exhaustive;
  CHECK(error(softmax).find("--vectors exhaustive") != std::string::npos);
}
