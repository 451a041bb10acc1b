// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/golden/rounding.hpp"

namespace pwlforge::golden {

Wide round_shift(Wide value, int shift, Rounding rounding) {
  if (shift == 0) return value;
  const Wide one = Wide{1} << shift;
  const Wide whole = value >> shift;  // arithmetic: g++ and clang shift signed values with the sign
  const Wide rest = value - (whole * one);
  const Wide half = one >> 1;
  switch (rounding) {
    case Rounding::floor: return whole;
    case Rounding::half_up: return rest >= half ? whole + 1 : whole;
    case Rounding::half_even:
      if (rest == half) return whole + (whole & 1);
      return rest > half ? whole + 1 : whole;
  }
  return whole;
}

Wide min_of(int bits, bool is_signed) {
  return is_signed ? -(Wide{1} << (bits - 1)) : Wide{0};
}

Wide max_of(int bits, bool is_signed) {
  return (Wide{1} << (is_signed ? bits - 1 : bits)) - 1;
}

Wide saturate(Wide value, int bits, bool is_signed, bool* clamped) {
  const Wide low = min_of(bits, is_signed);
  const Wide high = max_of(bits, is_signed);
  const Wide result = value < low ? low : value > high ? high : value;
  if (clamped != nullptr) *clamped = result != value;
  return result;
}

bool fits(Wide value, int bits, bool is_signed) {
  return value >= min_of(bits, is_signed) && value <= max_of(bits, is_signed);
}

int signed_width(Wide low, Wide high) {
  int bits = 1;
  while (!fits(low, bits, true) || !fits(high, bits, true)) ++bits;
  return bits;
}

int bit_length(Wide magnitude) {
  int length = 0;
  while (magnitude != 0) {
    magnitude >>= 1;
    ++length;
  }
  return length;
}

}  // namespace pwlforge::golden
