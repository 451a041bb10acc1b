// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The integer MAC core over every q, K, B and s of f6k8b8 against golden::multiply_accumulate.
//   exit code 0: all equal, 1: mismatches (the first is printed)
#include <cstdint>
#include <cstdio>
#include <memory>

#include "Vdut.h"
#include "sim/golden/integer_unit.hpp"

int main() {
  const auto context = std::make_unique<VerilatedContext>();
  const auto dut = std::make_unique<Vdut>(context.get());
  std::uint64_t cases = 0;
  std::uint64_t mismatches = 0;
  for (int shift = 0; shift <= 6; ++shift) {
    dut->shift_i = static_cast<std::uint8_t>(shift);
    for (int slope = -128; slope < 128; ++slope) {
      dut->slope_i = static_cast<std::uint8_t>(slope);
      for (int q = -128; q < 128; ++q) {
        dut->q_i = static_cast<std::uint8_t>(q);
        for (int intercept = -128; intercept < 128; ++intercept) {
          dut->intercept_i = static_cast<std::uint8_t>(intercept);
          dut->eval();
          const auto want = static_cast<std::uint16_t>(
              static_cast<std::int64_t>(pwlforge::golden::multiply_accumulate(slope, q, intercept, shift)));
          ++cases;
          if (dut->acc_o == want) continue;
          if (mismatches++ == 0) {
            std::printf("first mismatch: K %d q %d B %d s %d: expected %u, got %u\n", slope, q, intercept, shift, want,
                        static_cast<unsigned>(dut->acc_o));
          }
        }
      }
    }
  }
  std::printf("%llu cases, %llu mismatches\n", static_cast<unsigned long long>(cases),
              static_cast<unsigned long long>(mismatches));
  return cases == 117440512 && mismatches == 0 ? 0 : 1;
}
