// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/reassembly.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace pwlforge::llama {
namespace {

constexpr int kBounds = 24;  // four an octave
constexpr std::size_t kMostRows = 256;

std::size_t index(int channel) {
  return static_cast<std::size_t>(channel);
}

/// sum of (x_i - x_j)^2 over the rows times sum of (w_i - w_j)^2 over the outputs: four times the squared error.
double difference(std::size_t i, std::size_t j, std::size_t inputs, const std::vector<float>& rows,
                  const std::vector<Matrix>& layers) {
  const auto distance = [&](const std::vector<float>& numbers) {
    double sum = 0;
    for (std::size_t at = 0; at < numbers.size(); at += inputs) {
      const double apart = static_cast<double>(numbers[at + i]) - numbers[at + j];
      sum += apart * apart;
    }
    return sum;
  };
  double weights = 0;
  for (const Matrix& layer : layers) weights += distance(layer.weights);
  return distance(rows) * weights;
}

}  // namespace

std::vector<std::int32_t> reassembled(const Reassembly& reassembly, const std::int32_t* x) {
  std::vector<std::int32_t> out;
  for (const Channel& channel : reassembly.channels) {
    const golden::Wide sum = golden::Wide{x[channel.first]} + (channel.second >= 0 ? x[channel.second] : 0);
    out.push_back(static_cast<std::int32_t>(golden::divide_half_up(sum, channel.divisor)));
  }
  return out;
}

std::vector<float> reassembled(const Reassembly& reassembly, const float* x) {
  std::vector<float> out;
  for (const Channel& channel : reassembly.channels) {
    const float sum = x[channel.first] + (channel.second >= 0 ? x[channel.second] : 0);
    out.push_back(sum / static_cast<float>(channel.divisor));
  }
  return out;
}

Matrix reassembled(const Reassembly& reassembly, const Matrix& matrix) {
  if (reassembly.identity()) return matrix;
  Matrix out{matrix.outputs, static_cast<int>(reassembly.channels.size()), {}};
  for (int o = 0; o < matrix.outputs; ++o) {
    const float* row = matrix.weights.data() + index(o) * index(matrix.inputs);
    for (const Channel& channel : reassembly.channels) {
      out.weights.push_back(row[channel.first] + (channel.second >= 0 ? row[channel.second] : 0));
    }
  }
  return out;
}

Reassembly split_above(double bound, const std::vector<float>& rows, const std::vector<Matrix>& layers) {
  const auto inputs = index(layers.front().inputs);
  std::vector<double> largest(inputs);
  for (std::size_t at = 0; at < rows.size(); ++at) {
    largest[at % inputs] = std::max<double>(largest[at % inputs], std::fabs(rows[at]));
  }
  Reassembly result;
  std::size_t added = 0;
  std::vector<int> parts;
  for (const double one : largest) {
    parts.push_back(std::max(1, static_cast<int>(std::ceil(one / bound))));
    added += index(parts.back() - 1);
    result.split += parts.back() > 1 ? 1 : 0;
  }
  if (added == 0 || added > inputs / 4) return {};

  std::vector<std::tuple<double, int, int>> pairs;
  for (std::size_t i = 0; i < inputs; ++i) {
    for (std::size_t j = i + 1; j < inputs && parts[i] == 1; ++j) {
      if (parts[j] > 1) continue;
      pairs.emplace_back(difference(i, j, inputs, rows, layers), static_cast<int>(i), static_cast<int>(j));
    }
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<int> partner(inputs, -1);
  for (const auto& [wrong, i, j] : pairs) {
    if (index(result.merged) == added) break;
    if (partner[index(i)] >= 0 || partner[index(j)] >= 0) continue;
    partner[index(i)] = j;
    partner[index(j)] = i;
    ++result.merged;
  }
  for (int i = 0; i < static_cast<int>(inputs); ++i) {
    const int other = partner[index(i)];
    if (other > i) result.channels.push_back({i, other, 2});
    for (int part = 0; other < 0 && part < parts[index(i)]; ++part) result.channels.push_back({i, -1, parts[index(i)]});
  }
  return result;
}

double output_error(const Reassembly& reassembly, const FixedArithmetic& arithmetic, const std::vector<float>& rows,
                    const std::vector<Matrix>& layers) {
  const auto inputs = index(layers.front().inputs);
  std::vector<FixedArithmetic::Linear> integers;
  for (const Matrix& layer : layers) integers.push_back(arithmetic.linear(reassembled(reassembly, layer)));
  double error = 0;
  for (std::size_t at = 0; at < rows.size(); at += inputs) {
    std::vector<std::int32_t> x;
    for (std::size_t i = 0; i < inputs; ++i) x.push_back(FixedArithmetic::from_real(rows[at + i]));
    if (!reassembly.identity()) x = reassembled(reassembly, x.data());
    const FixedArithmetic::Activation activation = arithmetic.activation(x.data(), x.size());
    for (std::size_t l = 0; l < layers.size(); ++l) {
      std::vector<std::int32_t> y(index(layers[l].outputs));
      arithmetic.apply(integers[l], activation, y.data());
      const float* weights = layers[l].weights.data();
      for (const std::int32_t one : y) {
        double wanted = 0;
        for (std::size_t i = 0; i < inputs; ++i) wanted += static_cast<double>(*weights++) * rows[at + i];
        error += (FixedArithmetic::real(one) - wanted) * (FixedArithmetic::real(one) - wanted);
      }
    }
  }
  return error;
}

Reassembly choose_reassembly(const FixedArithmetic& arithmetic, const std::vector<float>& rows,
                             const std::vector<Matrix>& layers) {
  const auto inputs = index(layers.front().inputs);
  const std::size_t stride = rows.size() / inputs / kMostRows + 1;
  std::vector<float> some;
  double largest = 0;
  for (std::size_t at = 0; at < rows.size(); at += stride * inputs) {
    some.insert(some.end(), rows.begin() + static_cast<std::ptrdiff_t>(at),
                rows.begin() + static_cast<std::ptrdiff_t>(at + inputs));
  }
  for (const float one : some) largest = std::max<double>(largest, std::fabs(one));
  Reassembly best;
  double least = output_error(best, arithmetic, some, layers);
  for (int quarter = 1; quarter <= kBounds; ++quarter) {
    Reassembly tried = split_above(largest * std::exp2(-quarter / 4.0), some, layers);
    if (tried.identity()) continue;
    const double error = output_error(tried, arithmetic, some, layers);
    if (error >= least) continue;
    least = error;
    best = std::move(tried);
  }
  return best;
}

}  // namespace pwlforge::llama
