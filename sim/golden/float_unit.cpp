// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/golden/float_unit.hpp"

#include <algorithm>
#include <cstring>

#include "sim/golden/rounding.hpp"

namespace pwlforge::golden {
namespace {

using Bits = std::uint64_t;

int bias(const FloatFormat& format) {
  return (1 << (format.exponent_bits - 1)) - 1;
}
int least_exponent(const FloatFormat& format) {
  return 1 - bias(format);
}  // of the smallest normal number
Bits infinity(const FloatFormat& format) {
  return ((Bits{1} << format.exponent_bits) - 1) << format.mantissa_bits;
}
Bits sign_bit(const FloatFormat& format) {
  return Bits{1} << (format.exponent_bits + format.mantissa_bits);
}
Bits magnitude_of(const FloatFormat& format, Bits bits) {
  return bits & (sign_bit(format) - 1);
}
bool is_negative(const FloatFormat& format, Bits bits) {
  return (bits & sign_bit(format)) != 0;
}
Bits with_sign(const FloatFormat& format, bool negative, Bits magnitude) {
  return magnitude | (negative ? sign_bit(format) : 0);
}

/// An exact finite number: value * 2^exponent; the sign is that of value.
struct Exact {
  Wide value = 0;
  int exponent = 0;
};

Exact unpack(const FloatFormat& format, Bits bits) {
  const Bits magnitude = magnitude_of(format, bits);
  const int field = static_cast<int>(magnitude >> format.mantissa_bits);
  const Bits fraction = magnitude & ((Bits{1} << format.mantissa_bits) - 1);
  const Bits significand = field == 0 ? fraction : fraction | (Bits{1} << format.mantissa_bits);
  Exact result;
  result.value = is_negative(format, bits) ? -Wide{significand} : Wide{significand};
  result.exponent = std::max(field, 1) - bias(format) - format.mantissa_bits;
  return result;
}

/// Sum of two exact numbers, |value| < 2^48 each, that rounds to any format of at most 24 significant bits like the
/// exact sum. When the exponents are more than kReach apart, the smaller number is below 2^-28 of one unit of the
/// larger, too small to be told from any other number of its sign there: one unit at the far end of the reach stands
/// for it.
Exact add(Exact x, Exact y) {
  constexpr int kReach = 76;  // 48 + 76 bits and a carry fit Wide
  if (x.value == 0) return y;
  if (y.value == 0) return x;
  if (x.exponent < y.exponent) std::swap(x, y);
  const int distance = x.exponent - y.exponent;
  const Wide one = Wide{1};
  if (distance <= kReach) return {(x.value * (one << distance)) + y.value, y.exponent};
  return {(x.value * (one << kReach)) + (y.value < 0 ? -one : one), x.exponent - kReach};
}

/// magnitude * 2^exponent as an integer multiple of 2^unit, to nearest even.
Wide in_units(Wide magnitude, int exponent, int unit) {
  const int shift = unit - exponent;
  if (shift <= 0) return magnitude << -shift;
  if (shift > bit_length(magnitude) + 1) return 0;
  return round_shift(magnitude, shift, Rounding::half_even);
}

/// One rounding to nearest even. `negative` is the sign of a zero value.
Bits round_to(const FloatFormat& format, const Exact& exact, bool negative, bool ftz) {
  if (exact.value == 0) return with_sign(format, negative, 0);
  negative = exact.value < 0;
  const Wide magnitude = negative ? -exact.value : exact.value;
  const int precision = format.mantissa_bits + 1;
  const int least = least_exponent(format);
  const int own_unit = bit_length(magnitude) + exact.exponent - precision;  // last place if exponents were unbounded
  const int least_unit = least - format.mantissa_bits;
  if (ftz && own_unit < least_unit) {
    const Wide rounded = in_units(magnitude, exact.exponent, own_unit);
    const bool carried = rounded == (Wide{1} << precision);  // up to the next power of two
    if (own_unit + (carried ? 1 : 0) < least_unit) return with_sign(format, negative, 0);
  }
  const int unit = std::max(own_unit, least_unit);
  if (unit > bias(format)) return with_sign(format, negative, infinity(format));
  // The field of a normal number counts from 1; its leading significand bit adds that 1, also after a carry.
  const Bits rounded = static_cast<Bits>(in_units(magnitude, exact.exponent, unit));
  const Bits packed = (static_cast<Bits>(unit - least_unit) << format.mantissa_bits) + rounded;
  return with_sign(format, negative, std::min(packed, infinity(format)));
}

Bits flush(const FloatFormat& format, Bits bits, bool ftz) {
  return ftz && is_subnormal(format, bits) ? bits & sign_bit(format) : bits;
}

}  // namespace

int total_bits(const FloatFormat& format) {
  return 1 + format.exponent_bits + format.mantissa_bits;
}

std::uint64_t quiet_nan(const FloatFormat& format) {
  return infinity(format) | (Bits{1} << (format.mantissa_bits - 1));
}

bool is_nan(const FloatFormat& format, std::uint64_t bits) {
  return magnitude_of(format, bits) > infinity(format);
}

bool is_subnormal(const FloatFormat& format, std::uint64_t bits) {
  const Bits magnitude = magnitude_of(format, bits);
  return magnitude != 0 && (magnitude >> format.mantissa_bits) == 0;
}

bool greater_equal(const FloatFormat& format, std::uint64_t a, std::uint64_t b, bool ftz) {
  if (is_nan(format, a) || is_nan(format, b)) return false;
  const auto ordered = [&](Bits bits) {
    const Bits flushed = flush(format, bits, ftz);
    const auto magnitude = static_cast<std::int64_t>(magnitude_of(format, flushed));
    return is_negative(format, flushed) ? -magnitude : magnitude;  // both zeros become 0
  };
  return ordered(a) >= ordered(b);
}

std::uint64_t fused_multiply_add(const FloatFormat& format, std::uint64_t a, std::uint64_t b, std::uint64_t c,
                                 bool ftz) {
  if (is_nan(format, a) || is_nan(format, b) || is_nan(format, c)) return quiet_nan(format);
  a = flush(format, a, ftz);
  b = flush(format, b, ftz);
  c = flush(format, c, ftz);
  const Bits inf = infinity(format);
  const Bits size_a = magnitude_of(format, a);
  const Bits size_b = magnitude_of(format, b);
  const Bits size_c = magnitude_of(format, c);
  const bool product_negative = is_negative(format, a) != is_negative(format, b);
  const bool addend_negative = is_negative(format, c);
  if (size_a == inf || size_b == inf) {
    if (size_a == 0 || size_b == 0) return quiet_nan(format);                            // infinity * 0
    if (size_c == inf && addend_negative != product_negative) return quiet_nan(format);  // infinity - infinity
    return with_sign(format, product_negative, inf);
  }
  if (size_c == inf) return c;
  const Exact x = unpack(format, a);
  const Exact y = unpack(format, b);
  const Exact product{x.value * y.value, x.exponent + y.exponent};
  // An exact zero is negative only when product and addend are both negative.
  return round_to(format, add(product, unpack(format, c)), product_negative && addend_negative, ftz);
}

int segment_of(const FloatFormat& format, const FloatOptions& options, const std::vector<std::uint64_t>& thresholds,
               std::uint64_t x) {
  return static_cast<int>(std::count_if(thresholds.begin(), thresholds.end(), [&](std::uint64_t threshold) {
    return greater_equal(format, x, threshold, options.ftz);
  }));
}

std::uint64_t evaluate(const FloatFormat& format, const FloatOptions& options, const FloatParams& params,
                       std::uint64_t x) {
  const auto segment = static_cast<std::size_t>(segment_of(format, options, params.thresholds, x));
  std::uint64_t operand = flush(format, x, options.ftz);
  if (!options.inf_ieee && magnitude_of(format, x) == infinity(format)) {
    operand = with_sign(format, is_negative(format, x), infinity(format) - 1);
  }
  return fused_multiply_add(format, params.slopes[segment], operand, params.intercepts[segment], options.ftz);
}

std::uint64_t from_double(const FloatFormat& format, double value) {
  constexpr FloatFormat kDouble{11, 52};
  Bits bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  const bool negative = is_negative(kDouble, bits);
  if (is_nan(kDouble, bits)) return quiet_nan(format);
  if (magnitude_of(kDouble, bits) == infinity(kDouble)) return with_sign(format, negative, infinity(format));
  return round_to(format, unpack(kDouble, bits), negative, false);
}

double to_double(const FloatFormat& format, std::uint64_t bits) {
  constexpr FloatFormat kDouble{11, 52};
  const bool negative = is_negative(format, bits);
  Bits wide = 0;
  if (is_nan(format, bits)) {
    wide = quiet_nan(kDouble);
  } else if (magnitude_of(format, bits) == infinity(format)) {
    wide = with_sign(kDouble, negative, infinity(kDouble));
  } else {
    wide = round_to(kDouble, unpack(format, bits), negative, false);
  }
  double value = 0;
  std::memcpy(&value, &wide, sizeof value);
  return value;
}

}  // namespace pwlforge::golden
