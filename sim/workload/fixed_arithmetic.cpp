// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/workload/arithmetic.hpp"
#include "sim/workload/rotary.hpp"

namespace pwlforge::llama {
namespace {

constexpr double kStep = 1.0 / (1 << FixedArithmetic::kFraction);
/// Factors between the fixed point and the grid of an operator: 32-bit mantissas, so that they add no error.
constexpr int kGridBits = 31;

std::int32_t round_to_32(double value) {
  return static_cast<std::int32_t>(golden::saturate(static_cast<golden::Wide>(std::nearbyint(value)), 32, true));
}

/// The step of a row of weights with the least squared error, from half of the one that just holds the largest.
double weight_step(const float* row, std::size_t count, double most) {
  constexpr int kTried = 64;
  double largest = 0;
  for (std::size_t i = 0; i < count; ++i) largest = std::max<double>(largest, std::fabs(row[i]));
  double best = 0, least = std::numeric_limits<double>::infinity();
  for (int tried = kTried; largest > 0 && tried >= kTried / 2; --tried) {
    const double step = largest / most * tried / kTried;
    double error = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const double wrong = std::clamp(std::nearbyint(row[i] / step), -most, most) * step - row[i];
      error += wrong * wrong;
    }
    if (error >= least) continue;
    least = error;
    best = step;
  }
  return best;
}

}  // namespace

FixedArithmetic::Grid::Grid(double scale, int bits)
    : scale_(scale),
      bits_(bits),
      to_code_(golden::dyadic(kStep / scale, kGridBits)),
      from_code_(golden::dyadic(scale / kStep, kGridBits)) {}

std::int64_t FixedArithmetic::Grid::code(std::int32_t value) const {
  return static_cast<std::int64_t>(golden::saturate(golden::rescale(value, to_code_), bits_, true));
}

std::int32_t FixedArithmetic::Grid::value(std::int64_t code, const Row& row) const {
  // The row's step is largest / L, in fixed-point units.
  return golden::rescale(golden::Wide{code} * row.largest,
                         golden::dyadic(scale_ / golden::largest_code(row.bits), kGridBits));
}

FixedArithmetic::Row FixedArithmetic::quantized(const std::int32_t* values, std::size_t count, int bits) const {
  return {golden::quantize_dynamic(values, count, bits), bits};
}

FixedArithmetic::FixedArithmetic(const Checkpoint& model, LinearBits bits)
    : head_size_(model.head_size()), bits_(bits) {
  const double code = golden::largest_code(bits.activations);
  score_factor_ = golden::dyadic(kStep / (code * code * std::sqrt(model.head_size())), kFactorBits);
  mix_factor_ = golden::dyadic(kStep / code, kFactorBits);
  each_rotation(model, [&](double cosine, double sine) {
    cosines_.push_back(round_to_32(std::ldexp(cosine, kRotaryBits)));
    sines_.push_back(round_to_32(std::ldexp(sine, kRotaryBits)));
  });
}

FixedArithmetic::Linear FixedArithmetic::linear(const Matrix& matrix) const {
  Linear layer{matrix.outputs, matrix.inputs, std::vector<std::int16_t>(matrix.weights.size()), {}};
  const auto inputs = static_cast<std::size_t>(matrix.inputs);
  const double most = golden::largest_code(bits_.weights);
  for (std::size_t o = 0; o < static_cast<std::size_t>(matrix.outputs); ++o) {
    const float* row = matrix.weights.data() + o * inputs;
    const double step = weight_step(row, inputs, most);
    for (std::size_t i = 0; i < inputs && step > 0; ++i) {
      layer.codes[o * inputs + i] = static_cast<std::int16_t>(std::clamp(std::nearbyint(row[i] / step), -most, most));
    }
    layer.factors.push_back(golden::dyadic(step / golden::largest_code(bits_.activations), kFactorBits));
  }
  return layer;
}

FixedArithmetic::Activation FixedArithmetic::activation(const std::int32_t* x, std::size_t count) const {
  return golden::quantize_dynamic(x, count, bits_.activations);
}

std::optional<FixedArithmetic::Activation> FixedArithmetic::activation(const std::vector<std::int64_t>& codes,
                                                                       double scale, int bits) const {
  if (bits > bits_.activations) return std::nullopt;
  Activation row{{codes.begin(), codes.end()}, 0};
  row.largest = static_cast<std::int64_t>(std::nearbyint(scale * golden::largest_code(bits_.activations) / kStep));
  return row;
}

void FixedArithmetic::apply(const Linear& layer, const Activation& x, std::int32_t* y) const {
  const auto inputs = static_cast<std::size_t>(layer.inputs);
  for (std::size_t o = 0; o < static_cast<std::size_t>(layer.outputs); ++o) {
    const std::int16_t* weights = layer.codes.data() + o * inputs;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < inputs; ++i) sum += weights[i] * x.codes[i];
    y[o] = golden::rescale(golden::Wide{sum} * x.largest, layer.factors[o]);
  }
}

std::int32_t FixedArithmetic::from_real(double value) {
  return round_to_32(value / kStep);
}

double FixedArithmetic::real(std::int32_t value) {
  return value * kStep;
}

std::int32_t FixedArithmetic::sum(std::int32_t a, std::int32_t b) {
  return static_cast<std::int32_t>(golden::saturate(golden::Wide{a} + b, 32, true));
}

std::int32_t FixedArithmetic::difference(std::int32_t a, std::int32_t b) {
  return static_cast<std::int32_t>(golden::saturate(golden::Wide{a} - b, 32, true));
}

void FixedArithmetic::rotate(std::int32_t* head, int position) const {
  const std::size_t at = static_cast<std::size_t>(position) * static_cast<std::size_t>(head_size_ / 2);
  const auto rounded = [](golden::Wide value) {
    return static_cast<std::int32_t>(
        golden::saturate(golden::round_shift(value, kRotaryBits, golden::Rounding::half_up), 32, true));
  };
  for (int pair = 0; pair < head_size_ / 2; ++pair) {
    const golden::Wide a = head[2 * pair];
    const golden::Wide b = head[2 * pair + 1];
    const std::int32_t cosine = cosines_[at + static_cast<std::size_t>(pair)];
    const std::int32_t sine = sines_[at + static_cast<std::size_t>(pair)];
    head[2 * pair] = rounded(a * cosine - b * sine);
    head[2 * pair + 1] = rounded(a * sine + b * cosine);
  }
}

FixedArithmetic::Head FixedArithmetic::head(const std::int32_t* values) const {
  return golden::quantize_dynamic(values, static_cast<std::size_t>(head_size_), bits_.activations);
}

std::int32_t FixedArithmetic::score(const Head& query, const Head& key) const {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(head_size_); ++i) sum += query.codes[i] * key.codes[i];
  return golden::rescale(golden::Wide{sum} * query.largest * key.largest, score_factor_);
}

void FixedArithmetic::mix(const std::int32_t* p, const Head* values, std::size_t count, std::size_t stride,
                          std::int32_t* out) const {
  // Each value row has a step of its own, so the steps go into the weights of the sum.
  std::vector<std::int64_t> sums(static_cast<std::size_t>(head_size_));
  for (std::size_t j = 0; j < count; ++j) {
    const Head& value = values[j * stride];
    const std::int64_t weight = p[j] * value.largest;
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += weight * value.codes[i];
  }
  for (std::size_t i = 0; i < sums.size(); ++i) out[i] = golden::rescale(sums[i], mix_factor_);
}

}  // namespace pwlforge::llama
