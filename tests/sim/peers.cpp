// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The operators of I-LLM and I-BERT: Verilated Verilog and the native model against the golden model, every pair of
// 8-bit codes, and faults that the bench must catch.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "tests/sim/operators.hpp"

using namespace pwlforge;
using test::OperatorDirectory;

namespace {

struct PeerCase {
  const char* name;
  const char* peer;
};
constexpr PeerCase kCases[] = {{"softmax", "illm"},  {"softmax", "ibert"},  {"rmsnorm", "illm"},
                               {"rmsnorm", "ibert"}, {"layernorm", "illm"}, {"layernorm", "ibert"},
                               {"swiglu", "illm"},   {"swiglu", "ibert"},   {"geglu", "ibert"}};

OperatorRequest peer_of(const PeerCase& which, int width, int lanes, int max_row) {
  OperatorRequest request = test::operator_of(which.name, width, lanes, max_row);
  request.peer = which.peer;
  return request;
}

RowSimResult check(const OperatorRequest& request, SimOptions options) {
  const OperatorDirectory directory(operator_spec(request));
  options.seed = 5;
  RowSimResult result = simulate_operator(directory.manifest(), options);
  INFO(row_sim_text(result));
  CHECK(result.passed());
  if (options.vectors != VectorKind::file) CHECK(result.latency_checks > 0);
  if (options.engine == Engine::both) CHECK(result.cycles_compared == result.cycles);
  return result;
}

/// Rows of two elements, all pairs: every distance from the largest code, every quotient of two exponentials, every sum
/// of two squares. Of gated units, every pair of operands.
std::string all_pairs(bool gated) {
  std::string text;
  for (int a = -128; a < 128; ++a) {
    for (int b = -128; b < 128; ++b) text += gated ? fmt::format("{}:{} ", a, b) : fmt::format("{} {}\n", a, b);
    if (gated) text += '\n';
  }
  return text;
}

void check_pairs(const PeerCase& which, Engine engine) {
  const OperatorRequest request = peer_of(which, 8, 2, 64);
  const TemporaryDirectory folder;
  SimOptions options;
  options.engine = engine;
  options.vectors = VectorKind::file;
  options.file = folder.path() / "pairs";
  const bool gated = std::string(which.name) == "swiglu" || std::string(which.name) == "geglu";
  write_file(options.file, all_pairs(gated));
  const RowSimResult result = check(request, options);
  CHECK(result.beats >= (gated ? std::uint64_t{32768} : std::uint64_t{65536}));
}

}  // namespace

TEST_CASE("operators of others, widths and lanes in the native model", "[quick]") {
  for (const PeerCase& which : kCases) {
    for (const int width : {8, 16}) {
      for (const int lanes : {1, 4, 16}) {
        INFO(which.name << " of " << which.peer << ", width " << width << ", lanes " << lanes);
        SimOptions options;
        options.engine = Engine::cycle;
        options.vectors = VectorKind::random;
        options.count = 100;
        check(peer_of(which, width, lanes, 8 * lanes), options);
      }
    }
  }
}

TEST_CASE("operators of others under Verilator", "[quick]") {
  SimOptions options;
  options.engine = Engine::both;
  check(peer_of(kCases[0], 8, 4, 256), options);
  check(peer_of(kCases[5], 8, 2, 512), options);
  check(peer_of(kCases[2], 16, 1, 96), options);
  check(peer_of(kCases[7], 8, 1, 64), options);
}

TEST_CASE("every pair of codes under Verilator", "[quick]") {
  for (const std::size_t which : {1, 6, 8}) {
    INFO(kCases[which].name << " of " << kCases[which].peer);
    check_pairs(kCases[which], Engine::verilator);
  }
}

TEST_CASE("operators of others, all of them under Verilator", "[nightly]") {
  for (const PeerCase& which : kCases) {
    INFO(which.name << " of " << which.peer);
    check_pairs(which, Engine::both);
    for (const int width : {8, 16}) {
      for (const int lanes : {1, 4, 16}) {
        SimOptions options;
        options.engine = Engine::both;
        check(peer_of(which, width, lanes, 64 * lanes), options);
      }
    }
  }
}

namespace {

struct PeerFault {
  std::string name, file, from, to;
};

void check_faults(const PeerCase& which, const std::vector<PeerFault>& faults) {
  const OperatorRequest request = peer_of(which, 8, 2, 128);
  for (const PeerFault& fault : faults) {
    const OperatorDirectory directory(operator_spec(request));
    INFO(which.name << " of " << which.peer << ", fault: " << fault.name);
    REQUIRE(directory.change(fault.file, fault.from, fault.to));
    SimOptions options;
    options.seed = 7;
    const RowSimResult result = simulate_operator(directory.manifest(), options);
    INFO(row_sim_text(result));
    CHECK_FALSE(result.passed());
  }
}

}  // namespace

TEST_CASE("a fault in an operator of others is caught", "[quick]") {
  check_faults(kCases[0], {{"the rest of an octave is not halved", "rtl/pwl_di_exp.v", ">> 1;", ">> 0;"}});
}

TEST_CASE("faults in operators of others are caught", "[faults]") {
  check_faults(kCases[0],
               {{"a step of the division restores nothing", "rtl/pwl_divide_steps.v",
                 "difference[D+1] ? state[D+Q-2:Q-1] : difference[D-1:0]", "difference[D-1:0]"},
                {"dropped elements count", "rtl/pwl_peer_exp_lanes.v", "e & {E{keep_i[l]}}", "e & {E{1'b1}}"},
                {"rows of nothing", "rtl/pwl_peer_share_lanes.v", "quotient & {(Lanes * P) {!zero_i}}", "quotient"},
                {"the halvings of exp", "rtl/pwl_di_exp.v", ">> halvings", ">> 0"}});
  check_faults(kCases[1], {{"the constant of i-exp", "rtl/pwl_i_exp.v", "(2 * H - 1) {1'b0}}, Offset}",
                            "(2 * H - 1) {1'b0}}, Vertex}"}});
  check_faults(kCases[4],
               {{"a digit of the root", "rtl/pwl_di_sqrt.v", "root_q, 2'b01", "root_q, 2'b00"},
                {"the rounding of a norm", "rtl/pwl_peer_norm_lanes.v", "late_sign[l]}}) + One", "late_sign[l]}})"},
                {"a result is not held", "rtl/pwl_peer_iteration.v", "!(out_valid_o && out_ready_i)", "!out_valid_o"}});
  check_faults(kCases[5], {{"Newton's mean", "rtl/pwl_i_sqrt.v", "{1'b0, state_q[Q-1:0]}", "{1'b0, x_q}"},
                           {"Newton goes up", "rtl/pwl_i_sqrt.v", "sum[R+1:1] < x_q", "1'b1"}});
  check_faults(kCases[6], {{"the sign of a sigmoid", "rtl/pwl_peer_sigmoid.v", "a_i[W-1] ? e : Top", "e"}});
  check_faults(kCases[8], {{"gelu beyond its vertex", "rtl/pwl_i_gelu.v", "& {H{!difference[W+31]}}", "& {H{1'b1}}"}});
}
