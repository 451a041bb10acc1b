// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/golden/row.hpp"

#include <algorithm>

namespace pwlforge::golden {

RowResult softmax(const SoftmaxFormat& format, const SoftmaxParams& params, const Row& row) {
  std::int64_t largest = static_cast<std::int64_t>(min_of(format.element_bits, true));
  const auto lowest = static_cast<std::int64_t>(min_of(format.exp.input_bits, true));
  RowResult result;
  result.empty = true;
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    if (!row.keep[j]) continue;
    largest = std::max(largest, row.codes[j]);
    result.empty = false;
  }
  std::vector<Wide> exponentials;
  Wide sum = 0;
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    const std::int64_t difference = std::max(row.codes[j] - largest, lowest);
    exponentials.push_back(row.keep[j] ? evaluate(format.exp, params.exp, difference).y : Wide{0});
    sum += exponentials.back();
  }
  // An exp table may be 0 for every kept element: then the reciprocal's flag rises and the outputs are 0 as well.
  const WideResult reciprocal = evaluate_wide(format.reciprocal, params.reciprocal, sum);
  result.empty = reciprocal.zero;
  const int shift = format.reciprocal.core.output_bits + reciprocal.exponent - format.output_bits;
  for (const Wide exponential : exponentials) {
    const Wide product = exponential * reciprocal.mantissa;
    const Wide rounded = shift >= 0 ? round_shift(product, shift, Rounding::half_up) : product << -shift;
    bool clamped = false;
    result.outputs.push_back(static_cast<std::int64_t>(saturate(rounded, format.output_bits, false, &clamped)));
    result.saturated = result.saturated || clamped;
  }
  return result;
}

Moments moments(const Row& row) {
  Moments sums;
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    if (!row.keep[j]) continue;
    ++sums.count;
    sums.sum += row.codes[j];
    sums.squares += Wide{row.codes[j]} * row.codes[j];
  }
  return sums;
}

Wide norm_argument(const NormFormat& format, const Moments& sums, Wide epsilon) {
  if (!format.centred) return sums.squares + epsilon;
  return (sums.count * sums.squares) - (sums.sum * sums.sum) + epsilon;
}

RowResult norm(const NormFormat& format, const NormParams& params, const Row& row) {
  const Moments sums = moments(row);
  const WideResult root = evaluate_wide(format.root, params.root, norm_argument(format, sums, params.epsilon));
  RowResult result;
  result.empty = root.zero;
  const Wide half = Wide{1} << (kBiasFraction - 1);
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    Wide centred = row.codes[j];
    if (format.centred) centred = (centred * sums.count) - sums.sum;
    if (!row.keep[j] || root.zero) centred = 0;
    const std::size_t channel = params.gain.size() == 1 ? 0 : j;
    const Wide product = centred * root.mantissa * params.gain[channel];
    const Wide scaled = round_shift(product, root.exponent + params.shift, Rounding::floor);
    const Wide rounded = (scaled + params.bias[channel] + half) >> kBiasFraction;
    bool clamped = false;
    result.outputs.push_back(static_cast<std::int64_t>(saturate(rounded, format.output_bits, true, &clamped)));
    result.saturated = result.saturated || clamped;
  }
  return result;
}

std::int64_t gated(const GatedFormat& format, const IntParams& unit, int shift, std::int64_t a, std::int64_t b,
                   bool* clamped) {
  const Wide product = evaluate(format.unit, unit, a).y * b;
  return static_cast<std::int64_t>(
      saturate(round_shift(product, shift, Rounding::half_up), format.output_bits, true, clamped));
}

}  // namespace pwlforge::golden
