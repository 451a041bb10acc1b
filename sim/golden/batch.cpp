// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/golden/batch.hpp"

#include <cmath>
#include <cstring>
#include <limits>

namespace pwlforge::golden {
namespace {

static_assert(std::numeric_limits<float>::is_iec559, "FP32 is evaluated by the machine's binary32");

constexpr std::uint32_t kSign = 0x80000000U;
constexpr std::uint32_t kInfinity = 0x7f800000U;

float float_of(std::uint32_t bits) {
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

std::uint32_t bits_of(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

std::uint32_t flushed(std::uint32_t bits, bool ftz) {
  return ftz && (bits & kInfinity) == 0 ? bits & kSign : bits;
}

std::vector<float> floats_of(const std::vector<std::uint64_t>& patterns, bool ftz) {
  std::vector<float> values;
  for (const std::uint64_t bits : patterns) values.push_back(float_of(flushed(static_cast<std::uint32_t>(bits), ftz)));
  return values;
}

bool is_fp32(const FloatFormat& format) {
  return format.exponent_bits == kFp32.exponent_bits && format.mantissa_bits == kFp32.mantissa_bits;
}

}  // namespace

IntBatch::IntBatch(const IntFormat& format, const IntParams& params) : format_(format), params_(params) {
  if (format.input_bits > kTabulatedBits) return;
  const std::int64_t codes = std::int64_t{1} << format.input_bits;
  for (std::int64_t pattern = 0; pattern < codes; ++pattern) {
    const std::int64_t q = pattern < codes / 2 ? pattern : pattern - codes;
    outputs_.push_back(static_cast<std::int64_t>(evaluate(format, params, q).y));
  }
}

FloatBatch::FloatBatch(const FloatFormat& format, const FloatOptions& options, const FloatParams& params)
    : format_(format), options_(options), params_(params) {
  if (is_fp32(format)) {
    thresholds_ = floats_of(params.thresholds, options.ftz);
    slopes_ = floats_of(params.slopes, options.ftz);
    intercepts_ = floats_of(params.intercepts, options.ftz);
  } else if (total_bits(format) <= kTabulatedBits) {
    const std::uint32_t patterns = 1U << total_bits(format);
    for (std::uint32_t x = 0; x < patterns; ++x) {
      outputs_.push_back(static_cast<std::uint32_t>(evaluate(format, options, params, x)));
    }
  }
}

void FloatBatch::run(const std::uint32_t* x, std::size_t count, std::uint32_t* y) const {
  if (!outputs_.empty()) {
    for (std::size_t i = 0; i < count; ++i) y[i] = outputs_[x[i] & (outputs_.size() - 1)];
    return;
  }
  const auto exactly = [&](std::uint32_t bits) {
    return static_cast<std::uint32_t>(evaluate(format_, options_, params_, bits));
  };
  if (slopes_.empty()) {
    for (std::size_t i = 0; i < count; ++i) y[i] = exactly(x[i]);
    return;
  }
  const auto quiet = static_cast<std::uint32_t>(quiet_nan(format_));
  // Where results are flushed, those near the smallest normal number need the exact rounding.
  const std::uint32_t near_flush = options_.ftz ? 2U << kFp32.mantissa_bits : 0;
  const float* const thresholds = thresholds_.data();
  const std::size_t steps = thresholds_.size();
  for (std::size_t i = 0; i < count; ++i) {
    std::uint32_t bits = flushed(x[i], options_.ftz);
    const float compared = float_of(bits);
    std::size_t segment = 0;
    for (std::size_t t = 0; t < steps; ++t) segment += compared >= thresholds[t] ? 1 : 0;
    if (!options_.inf_ieee && (bits & ~kSign) == kInfinity) --bits;  // the largest finite number
    const float result = std::fma(slopes_[segment], float_of(bits), intercepts_[segment]);
    const std::uint32_t out = bits_of(result);
    y[i] = std::isnan(result) ? quiet : (out & ~kSign) < near_flush ? exactly(x[i]) : out;
  }
}

}  // namespace pwlforge::golden
