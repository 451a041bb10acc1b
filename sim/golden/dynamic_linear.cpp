// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/golden/dynamic_linear.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace pwlforge::golden {

Wide divide_half_up(Wide a, Wide b) {
  const Wide doubled = 2 * a + b;
  const Wide quotient = doubled / (2 * b);
  return quotient * 2 * b > doubled ? quotient - 1 : quotient;
}

Dyadic dyadic(double value, int bits) {
  Dyadic factor;
  if (value == 0) return factor;
  factor.shift = std::max(0, bits - 1 - std::ilogb(value));
  factor.mantissa = static_cast<std::int64_t>(std::nearbyint(std::ldexp(value, factor.shift)));
  return factor;
}

std::int32_t rescale(Wide value, const Dyadic& factor) {
  return static_cast<std::int32_t>(
      saturate(round_shift(value * factor.mantissa, factor.shift, Rounding::half_up), 32, true));
}

std::int32_t largest_code(int bits) {
  return static_cast<std::int32_t>(max_of(bits, true));
}

DynamicRow quantize_dynamic(const std::int32_t* x, std::size_t count, int bits) {
  DynamicRow row;
  row.codes.resize(count);
  for (std::size_t j = 0; j < count; ++j) row.largest = std::max<std::int64_t>(row.largest, std::llabs(x[j]));
  if (row.largest == 0) return row;
  const std::int64_t doubled = 2 * std::int64_t{largest_code(bits)};
  for (std::size_t j = 0; j < count; ++j) {
    // divide_half_up in 64 bits: 2^31 * 2 * 2^15 fits.
    const std::int64_t numerator = x[j] * doubled + row.largest;
    const std::int64_t divisor = 2 * row.largest;
    const std::int64_t quotient = numerator / divisor;
    row.codes[j] = static_cast<std::int32_t>(quotient * divisor > numerator ? quotient - 1 : quotient);
  }
  return row;
}

}  // namespace pwlforge::golden
