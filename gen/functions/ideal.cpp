// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Codes, ideal tables and output scales (docs/numerics.md sections 1 and 5).
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "gen/functions/function.hpp"
#include "gen/support/diagnostics.hpp"
#include "sim/golden/rounding.hpp"

namespace pwlforge {

namespace {

/// Least integer n with n * scale >= bound. fma rounds once, so the sign of n * scale - bound is exact.
std::int64_t first_at_or_above(double bound, double scale) {
  double n = std::ceil(bound / scale);
  while (std::fma(n - 1, scale, -bound) >= 0) n -= 1;
  while (std::fma(n, scale, -bound) < 0) n += 1;
  return static_cast<std::int64_t>(n);
}

}  // namespace

std::pair<std::int64_t, std::int64_t> valid_codes(const Function& function, const Quantization& input) {
  auto low = static_cast<std::int64_t>(golden::min_of(input.bits, input.is_signed));
  auto high = static_cast<std::int64_t>(golden::max_of(input.bits, input.is_signed));
  const Range domain = function.domain();
  // Bounds far outside the codes would not fit an integer: compare in double first.
  if (domain.low > static_cast<double>(low - input.zero_point) * input.scale) {
    const double steps = std::min(domain.low / input.scale, static_cast<double>(high - input.zero_point) + 2.0);
    low = std::max(low, steps > static_cast<double>(high - input.zero_point) + 1.0
                            ? high + 1
                            : first_at_or_above(domain.low, input.scale) + input.zero_point);
  }
  if (domain.high < static_cast<double>(high - input.zero_point) * input.scale) {
    const double steps = domain.high / input.scale;
    high = steps < static_cast<double>(low - input.zero_point) - 1.0
               ? low - 1
               : -first_at_or_above(-domain.high, input.scale) + input.zero_point;
  }
  if (low > high) {
    throw InputError(fmt::format(
        "{}: no code of {} bits at scale {} and zero point {} lies in the domain [{}, {}]; choose a finer scale, more "
        "bits or another zero point",
        function.name(), input.bits, input.scale, input.zero_point, domain.low, domain.high));
  }
  return {low, high};
}

std::vector<std::int64_t> ideal_table(const Function& function, const Quantization& input, const Quantization& output) {
  const auto [first, last] = valid_codes(function, input);
  std::vector<std::int64_t> table;
  table.reserve(static_cast<std::size_t>(last - first + 1));
  for (std::int64_t q = first; q <= last; ++q) {
    const std::int64_t ideal = function.ideal(q - input.zero_point, input.scale, output.scale) + output.zero_point;
    table.push_back(static_cast<std::int64_t>(golden::saturate(ideal, output.bits, output.is_signed)));
  }
  return table;
}

double default_output_scale(const Function& function, const Quantization& input, Quantization output) {
  const auto [first, last] = valid_codes(function, input);
  // Beyond 2^16 codes a regular sample decides as well as all of them: the choice is among powers of two.
  const std::int64_t stride = std::max<std::int64_t>(1, (last - first + 1) >> 16);
  const int extra = output.bits - 8;
  double best_error = std::numeric_limits<double>::infinity();
  double best_scale = 1.0;
  const double low = static_cast<double>(golden::min_of(output.bits, output.is_signed));
  const double high = static_cast<double>(golden::max_of(output.bits, output.is_signed));
  // From fine to coarse, so that most of the losers are dropped after a few codes; of equals the coarser one wins.
  for (int m = 9 + extra; m >= -1 + extra; --m) {
    const double scale = std::ldexp(1.0, -m);
    double error = 0.0;
    for (std::int64_t q = first; q <= last && error <= best_error; q += stride) {
      const std::int64_t steps = q - input.zero_point;
      const double y = static_cast<double>(function.ideal(steps, input.scale, scale) + output.zero_point);
      const double kept = std::clamp(y, low, high) - static_cast<double>(output.zero_point);
      const double difference = (kept * scale) - function.value(static_cast<double>(steps) * input.scale);
      error += difference * difference;
    }
    if (error <= best_error) {
      best_error = error;
      best_scale = scale;
    }
  }
  return best_scale;
}

bool is_power_of_two(double scale) {
  int exponent = 0;
  return scale > 0 && std::isfinite(scale) && std::frexp(scale, &exponent) == 0.5;
}

int scale_exponent(double scale) {
  if (!is_power_of_two(scale)) {
    throw InputError(
        fmt::format("scale: a power of two is needed (found {}); use --scales, or a direct format", scale));
  }
  return -std::ilogb(scale);
}

}  // namespace pwlforge
