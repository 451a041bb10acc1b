// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Drives the Verilated pwl_float_fma, or with PWL_CYCLES its form of so many stages, pwl_float_staged (class Vdut),
// with what the model expects. The stages are kept full: a new triple every cycle.
//   driver EXP_BITS MAN_BITS FTZ all|COUNT SEED      all: every triple (8-bit formats)
// Exit codes: 0 all equal, 1 mismatches (the first are printed) or nothing was checked, 2 usage.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>

#include "Vdut.h"
#include "sim/golden/float_unit.hpp"
#include "tests/float/float_vectors.hpp"
#include "verilated.h"

namespace {

using pwlforge::golden::FloatFormat;
using pwlforge::testing::Triple;
using pwlforge::testing::TripleSource;

class Checker {
 public:
  Checker(const FloatFormat& format, bool ftz) : format_(format), ftz_(ftz) {}

  void check(const Triple& t) {
#ifdef PWL_CYCLES
    clock(t);
    inside_.push_back(t);
    if (inside_.size() < PWL_CYCLES) return;
    compare(inside_.front());
    inside_.pop_front();
#else
    dut_.a_i = t.a;
    dut_.b_i = t.b;
    dut_.c_i = t.c;
    dut_.eval();
    compare(t);
#endif
  }

  /// Compares what is still inside.
  void finish() {
#ifdef PWL_CYCLES
    while (!inside_.empty()) {
      clock(inside_.back());
      compare(inside_.front());
      inside_.pop_front();
    }
#endif
  }

  std::uint64_t vectors() const {
    return vectors_;
  }
  std::uint64_t mismatches() const {
    return mismatches_;
  }

 private:
#ifdef PWL_CYCLES
  void clock(const Triple& t) {
    dut_.slope_i = t.a;
    dut_.x_i = t.b;
    dut_.intercept_i = t.c;
    dut_.load_i = (1U << PWL_CYCLES) - 1;
    dut_.clk_i = 0;
    dut_.eval();
    dut_.clk_i = 1;
    dut_.eval();
  }
  std::deque<Triple> inside_;  ///< front: what comes out next
#endif

  void compare(const Triple& t) {
    const std::uint64_t expected = pwlforge::golden::fused_multiply_add(format_, t.a, t.b, t.c, ftz_);
    ++vectors_;
    if (dut_.y_o == expected) return;
    if (++mismatches_ > 5) return;
    std::printf("fma(%08llx, %08llx, %08llx): Verilog %08llx, model %08llx\n", static_cast<unsigned long long>(t.a),
                static_cast<unsigned long long>(t.b), static_cast<unsigned long long>(t.c),
                static_cast<unsigned long long>(dut_.y_o), static_cast<unsigned long long>(expected));
  }

  FloatFormat format_;
  bool ftz_;
  Vdut dut_;
  std::uint64_t vectors_ = 0;
  std::uint64_t mismatches_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fprintf(stderr, "usage: driver EXP_BITS MAN_BITS FTZ all|COUNT SEED\n");
    return 2;
  }
  const FloatFormat format{std::atoi(argv[1]), std::atoi(argv[2])};
  const bool ftz = std::atoi(argv[3]) != 0;
  const std::uint64_t seed = std::strtoull(argv[5], nullptr, 10);
  Checker checker(format, ftz);
  if (std::strcmp(argv[4], "all") == 0) {
    const std::uint64_t end = std::uint64_t{1} << pwlforge::golden::total_bits(format);
    for (std::uint64_t a = 0; a < end; ++a) {
      for (std::uint64_t b = 0; b < end; ++b) {
        for (std::uint64_t c = 0; c < end; ++c) checker.check({a, b, c});
      }
    }
  } else {
    const auto boundary = pwlforge::testing::boundary_values(format);
    for (const auto a : boundary) {
      for (const auto b : boundary) {
        for (const auto c : boundary) checker.check({a, b, c});
      }
    }
    const std::uint64_t crossed = checker.vectors();
    const std::uint64_t random = std::strtoull(argv[4], nullptr, 10);
    TripleSource source(format, seed);
    for (std::uint64_t i = 0; i < random; ++i) checker.check(source.next());
    std::printf("%llu boundary triples (%zu values crossed), %llu random triples, seed %llu\n",
                static_cast<unsigned long long>(crossed), boundary.size(), static_cast<unsigned long long>(random),
                static_cast<unsigned long long>(seed));
  }
  checker.finish();
  std::printf("E%dM%d%s: %llu vectors, %llu mismatches\n", format.exponent_bits, format.mantissa_bits,
              ftz ? " flush to zero" : "", static_cast<unsigned long long>(checker.vectors()),
              static_cast<unsigned long long>(checker.mismatches()));
  return checker.vectors() > 0 && checker.mismatches() == 0 ? 0 : 1;
}
