// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operands for tests of float arithmetic: boundary values to be crossed with each other, and weighted random triples.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "sim/golden/float_unit.hpp"

namespace pwlforge::testing {

struct Triple {
  std::uint64_t a = 0, b = 0, c = 0;
};

/// Zeros, ends and neighbours of the subnormal and normal range, powers of two and one ulp around them, halves of the
/// significand (double-rounding traps), infinities, quiet and signalling NaNs with payloads; both signs of each.
inline std::vector<std::uint64_t> boundary_values(const golden::FloatFormat& format) {
  const int m = format.mantissa_bits;
  const std::uint64_t one = 1;
  const std::uint64_t inf = ((one << format.exponent_bits) - 1) << m;
  const std::uint64_t bias = (one << (format.exponent_bits - 1)) - 1;
  std::vector<std::uint64_t> magnitudes = {0, 1, 2, 3, inf, inf + 1, inf - 1, inf - 2, inf + (one << (m - 1))};
  magnitudes.push_back(inf + (one << m) - 1);
  const auto around = [&](std::uint64_t exponent) {
    const std::uint64_t power = exponent << m;
    for (const std::uint64_t v :
         {power - 1, power, power + 1, power + (one << (m - 1)), power + (one << (m / 2)) + 1}) {
      if (v < inf) magnitudes.push_back(v);
    }
  };
  const auto span = static_cast<std::uint64_t>(m);
  for (const std::uint64_t exponent : {one, one + 1, bias - 1, bias, bias + 1, 2 * bias - 1, 2 * bias})
    around(exponent);
  if (bias > span + 2) {
    for (const std::uint64_t exponent : {span, span + 1, span + 2, bias - span - 2, bias - span - 1, bias - span,
                                         bias + span, bias + span + 1, bias + span + 2}) {
      around(exponent);
    }
  }
  std::vector<std::uint64_t> values;
  for (const std::uint64_t magnitude : magnitudes) {
    values.push_back(magnitude);
    values.push_back(magnitude | (one << (format.exponent_bits + m)));
  }
  return values;
}

/// Weighted random triples: plain bits, subnormals, exponents near each other, runs of ones or zeros in the
/// significand; every second addend is the rounded product, or its opposite, moved by a few ulp or by a power of two.
class TripleSource {
 public:
  TripleSource(const golden::FloatFormat& format, std::uint64_t seed) : format_(format), random_(seed) {}

  Triple next() {
    Triple t{operand(), operand(), operand()};
    const std::uint64_t choice = random_();
    if ((choice & 1) != 0) {
      t.c = golden::fused_multiply_add(format_, t.a, t.b, 0);
      if ((choice & 2) != 0) t.c ^= sign();
      if ((choice & 4) != 0) t.c += (choice >> 8) % 7 - 3;
      if ((choice & 0x18) == 0) t.c += ((choice >> 16) % 64) << format_.mantissa_bits;
      if ((choice & 0x18) == 8) t.c -= ((choice >> 16) % 64) << format_.mantissa_bits;
      if ((choice & 0x20) != 0) t.c ^= (choice >> 32) & (sign() - 1) & ((1ULL << format_.mantissa_bits) - 1);
      t.c &= 2 * sign() - 1;
    }
    return t;
  }

 private:
  std::uint64_t sign() const { return std::uint64_t{1} << (format_.exponent_bits + format_.mantissa_bits); }

  std::uint64_t operand() {
    const int m = format_.mantissa_bits;
    const std::uint64_t one = 1;
    const std::uint64_t top = (one << format_.exponent_bits) - 1;
    const std::uint64_t bits = random_();
    const std::uint64_t choice = random_();
    std::uint64_t fraction = bits & ((one << m) - 1);
    std::uint64_t exponent = (bits >> 32) & top;
    const auto run = static_cast<int>((choice >> 8) % static_cast<std::uint64_t>(m + 1));
    switch (choice % 8) {
      case 0: break;
      case 1: exponent = 0; break;
      case 2: exponent = (top / 2) - 3 + ((choice >> 16) % 7); break;
      case 3: fraction = (one << run) - 1; break;
      case 4: fraction &= ~((one << run) - 1); break;
      case 5: fraction = one << (run % m); break;
      case 6: fraction = (choice >> 16) % 4; break;
      default:
        fraction = ((one << m) - 1) - ((choice >> 16) % 4);
        if (((choice >> 20) & 1) != 0) exponent = ((choice >> 21) & 1) != 0 ? 1 : top - 1;
        break;
    }
    return (bits >> 63 != 0 ? sign() : 0) | ((exponent & top) << m) | (fraction & ((one << m) - 1));
  }

  golden::FloatFormat format_;
  std::mt19937_64 random_;
};

}  // namespace pwlforge::testing
