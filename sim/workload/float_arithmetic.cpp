// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "sim/workload/arithmetic.hpp"
#include "sim/workload/rotary.hpp"

namespace pwlforge::llama {

FloatArithmetic::Grid::Grid(double scale, int bits)
    : scale_(scale),
      low_(static_cast<double>(golden::min_of(bits, true))),
      high_(static_cast<double>(golden::max_of(bits, true))) {}

std::int64_t FloatArithmetic::Grid::code(float value) const {
  return static_cast<std::int64_t>(std::clamp(std::nearbyint(value / scale_), low_, high_));
}

FloatArithmetic::FloatArithmetic(const Checkpoint& model)
    : head_size_(model.head_size()), score_scale_(static_cast<float>(1 / std::sqrt(model.head_size()))) {
  each_rotation(model, [&](double cosine, double sine) {
    cosines_.push_back(static_cast<float>(cosine));
    sines_.push_back(static_cast<float>(sine));
  });
}

FloatArithmetic::Linear FloatArithmetic::linear(const Matrix& matrix) const {
  Linear layer{matrix.outputs, matrix.inputs, std::vector<float>(matrix.weights.size())};
  const auto outputs = static_cast<std::size_t>(matrix.outputs);
  const auto inputs = static_cast<std::size_t>(matrix.inputs);
  for (std::size_t o = 0; o < outputs; ++o) {
    for (std::size_t i = 0; i < inputs; ++i) layer.columns[i * outputs + o] = matrix.weights[o * inputs + i];
  }
  return layer;
}

void FloatArithmetic::apply(const Linear& layer, Activation x, float* y) const {
  std::fill(y, y + layer.outputs, 0.0F);
  const float* column = layer.columns.data();
  for (int i = 0; i < layer.inputs; ++i, column += layer.outputs) {
    const float factor = x[i];
    for (int o = 0; o < layer.outputs; ++o) y[o] += factor * column[o];
  }
}

void FloatArithmetic::rotate(float* head, int position) const {
  const std::size_t at = static_cast<std::size_t>(position) * static_cast<std::size_t>(head_size_ / 2);
  for (int pair = 0; pair < head_size_ / 2; ++pair) {
    const float a = head[2 * pair];
    const float b = head[2 * pair + 1];
    const float cosine = cosines_[at + static_cast<std::size_t>(pair)];
    const float sine = sines_[at + static_cast<std::size_t>(pair)];
    head[2 * pair] = a * cosine - b * sine;
    head[2 * pair + 1] = a * sine + b * cosine;
  }
}

FloatArithmetic::Row FloatArithmetic::quantized(const float* values, std::size_t count, int bits) const {
  Row row;
  double largest = 0;
  for (std::size_t i = 0; i < count; ++i) largest = std::max<double>(largest, std::fabs(values[i]));
  row.step = largest / golden::largest_code(bits);
  for (std::size_t i = 0; i < count; ++i)
    row.codes.push_back(row.step > 0 ? static_cast<std::int32_t>(std::nearbyint(values[i] / row.step)) : 0);
  return row;
}

float FloatArithmetic::score(Head query, Head key) const {
  float sum = 0;
  for (int i = 0; i < head_size_; ++i) sum += query[i] * key[i];
  return sum * score_scale_;
}

void FloatArithmetic::mix(const float* p, const Head* values, std::size_t count, std::size_t stride, float* out) const {
  std::fill(out, out + head_size_, 0.0F);
  for (std::size_t j = 0; j < count; ++j) {
    const float* value = values[j * stride];
    for (int i = 0; i < head_size_; ++i) out[i] += p[j] * value[i];
  }
}

}  // namespace pwlforge::llama
