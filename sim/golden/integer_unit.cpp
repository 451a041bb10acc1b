// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/golden/integer_unit.hpp"

#include <algorithm>

namespace pwlforge::golden {

int accumulator_bits(const IntFormat& format) {
  const Wide q_min = min_of(format.input_bits, true);
  const Wide q_max = max_of(format.input_bits, true);
  const Wide k_min = min_of(format.slope_bits, true);
  const int max_shift = format.intercept == InterceptForm::shifted ? format.input_bits - 2 : 0;
  const Wide scale = Wide{1} << max_shift;
  const Wide b_min = min_of(format.intercept_bits, true) * scale;
  const Wide b_max = max_of(format.intercept_bits, true) * scale;
  return signed_width((k_min * q_max) + b_min, (k_min * q_min) + b_max);
}

int result_bits(const IntFormat& format) {
  return format.raw ? accumulator_bits(format) : format.output_bits;
}

int segment_of(const std::vector<std::int64_t>& thresholds, std::int64_t q) {
  return static_cast<int>(std::upper_bound(thresholds.begin(), thresholds.end(), q) - thresholds.begin());
}

Wide multiply_accumulate(std::int64_t slope, std::int64_t q, std::int64_t intercept, int shift) {
  return (Wide{slope} * q) + (Wide{intercept} * (Wide{1} << shift));
}

IntResult evaluate(const IntFormat& format, const IntParams& params, std::int64_t q) {
  IntResult result;
  result.segment = segment_of(params.thresholds, q);
  const auto i = static_cast<std::size_t>(result.segment);
  const int shift = format.intercept == InterceptForm::shifted ? params.shift : 0;
  result.acc = multiply_accumulate(params.slopes[i], q, params.intercepts[i], shift);
  if (format.raw) {
    result.y = result.acc;
    return result;
  }
  const Wide rounded = round_shift(result.acc, params.requant_shift, format.rounding);
  result.y = saturate(rounded, format.output_bits, format.output_signed, &result.saturated);
  return result;
}

ParamCheck check_params(const IntFormat& format, const IntParams& params) {
  const std::size_t n = params.slopes.size();
  if (n < 1 || params.intercepts.size() != n || params.thresholds.size() + 1 != n) return {ParamFault::sizes, 0};
  for (std::size_t i = 1; i < params.thresholds.size(); ++i) {
    if (params.thresholds[i] < params.thresholds[i - 1]) return {ParamFault::threshold_order, i};
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (!fits(params.slopes[i], format.slope_bits, true)) return {ParamFault::slope_range, i};
    if (!fits(params.intercepts[i], format.intercept_bits, true)) return {ParamFault::intercept_range, i};
  }
  const int max_shift = format.intercept == InterceptForm::shifted ? format.input_bits - 2 : 0;
  if (params.shift < 0 || params.shift > max_shift) return {ParamFault::shift_range, 0};
  const int max_requant = format.raw ? 0 : accumulator_bits(format);
  if (params.requant_shift < 0 || params.requant_shift > max_requant) return {ParamFault::requant_range, 0};
  return {};
}

IntParams store_image(const IntFormat& format, const IntParams& params, int entries) {
  const auto q_min = static_cast<std::int64_t>(min_of(format.input_bits, true));
  const auto q_max = static_cast<std::int64_t>(max_of(format.input_bits, true));
  // The entry that the largest code selects; everything above it is never reached by a threshold <= q_max.
  const auto last = static_cast<std::size_t>(segment_of(params.thresholds, q_max));
  IntParams image;
  image.shift = params.shift;
  image.requant_shift = params.requant_shift;
  for (std::size_t i = 0; i < static_cast<std::size_t>(entries); ++i) {
    const std::size_t source = std::min(i, last);
    image.slopes.push_back(params.slopes[source]);
    image.intercepts.push_back(params.intercepts[source]);
    if (i + 1 < static_cast<std::size_t>(entries)) {
      image.thresholds.push_back(i < last ? std::max(params.thresholds[i], q_min) : q_max);
    }
  }
  return image;
}

}  // namespace pwlforge::golden
