// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Channel reassembly against its definition: what is exact, which pairs are merged, and what it is for.
#include "sim/workload/reassembly.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

using namespace pwlforge;
using llama::Matrix;
using llama::Reassembly;

namespace {

constexpr std::size_t kInputs = 16;
constexpr int kOutputs = 8;

Matrix random_layer(std::mt19937_64& random) {
  std::normal_distribution<float> normal(0, 0.3F);
  Matrix layer{kOutputs, static_cast<int>(kInputs), {}};
  for (std::size_t i = 0; i < kInputs * kOutputs; ++i) layer.weights.push_back(normal(random));
  return layer;
}

/// Of normal numbers, none beyond `most`.
std::vector<float> random_rows(std::mt19937_64& random, std::size_t rows, float most) {
  std::normal_distribution<float> normal(0, 1);
  std::vector<float> numbers;
  for (std::size_t i = 0; i < rows * kInputs; ++i) numbers.push_back(std::clamp(normal(random), -most, most));
  return numbers;
}

/// Outputs of the reassembled layer in real arithmetic, minus those of the layer.
double wrong_of(const Reassembly& reassembly, const float* x, const Matrix& layer) {
  const std::vector<float> channels = llama::reassembled(reassembly, x);
  const Matrix weights = llama::reassembled(reassembly, layer);
  double squares = 0;
  for (std::size_t o = 0; o < kOutputs; ++o) {
    double wrong = 0;
    for (std::size_t i = 0; i < channels.size(); ++i)
      wrong += static_cast<double>(channels[i]) * weights.weights[o * channels.size() + i];
    for (std::size_t i = 0; i < kInputs; ++i) wrong -= static_cast<double>(x[i]) * layer.weights[o * kInputs + i];
    squares += wrong * wrong;
  }
  return squares;
}

Reassembly merging(int i, int j) {
  Reassembly one;
  for (int c = 0; c < static_cast<int>(kInputs); ++c) {
    if (c != i && c != j) one.channels.push_back({c, -1, 1});
  }
  one.channels.push_back({i, j, 2});
  return one;
}

}  // namespace

TEST_CASE("splitting changes nothing in real numbers, merging little, and the layer keeps its size") {
  std::mt19937_64 random(3);
  const std::vector<Matrix> layers{random_layer(random), random_layer(random)};
  std::vector<float> rows = random_rows(random, 40, 3);
  for (std::size_t at = 0; at < rows.size(); at += kInputs) rows[at + 5] *= 10;
  double largest = 0;
  for (const float one : rows) largest = std::max<double>(largest, std::fabs(one));
  const Reassembly reassembly = llama::split_above(largest / 2.5, rows, layers);
  CHECK(reassembly.split == 1);
  CHECK(reassembly.merged == 2);
  CHECK(reassembly.channels.size() == kInputs);
  Reassembly split = reassembly;
  for (std::size_t c = 0; c < split.channels.size();) {
    if (split.channels[c].second < 0) {
      ++c;
      continue;
    }
    const llama::Channel pair = split.channels[c];
    split.channels[c] = {pair.first, -1, 1};
    split.channels.push_back({pair.second, -1, 1});
  }
  CHECK(split.channels.size() == kInputs + 2);
  double merged = 0;
  for (std::size_t at = 0; at < rows.size(); at += kInputs) {
    CHECK(wrong_of(split, rows.data() + at, layers[0]) < 1e-8);
    merged += wrong_of(reassembly, rows.data() + at, layers[0]);
  }
  CHECK(merged > 0.01);
  // Nothing above the bound, or too much of it.
  CHECK(llama::split_above(largest, rows, layers).identity());
  CHECK(llama::split_above(largest / 50, rows, layers).identity());
}

TEST_CASE("the pair that is merged first is the least wrong of all") {
  std::mt19937_64 random(4);
  for (int round = 0; round < 20; ++round) {
    const std::vector<Matrix> layers{random_layer(random)};
    std::vector<float> rows = random_rows(random, 12, 3);
    for (std::size_t at = 0; at < rows.size(); at += kInputs) rows[at + 2] = 6;
    const Reassembly reassembly = llama::split_above(4, rows, layers);
    REQUIRE(reassembly.merged == 1);
    int first = -1, second = -1, best_i = -1, best_j = -1;
    for (const llama::Channel& channel : reassembly.channels) {
      if (channel.second >= 0) {
        first = channel.first;
        second = channel.second;
      }
    }
    double least = HUGE_VAL;
    for (int i = 0; i < static_cast<int>(kInputs); ++i) {
      for (int j = i + 1; j < static_cast<int>(kInputs); ++j) {
        if (i == 2 || j == 2) continue;
        double wrong = 0;
        for (std::size_t at = 0; at < rows.size(); at += kInputs)
          wrong += wrong_of(merging(i, j), rows.data() + at, layers[0]);
        if (wrong >= least) continue;
        least = wrong;
        best_i = i;
        best_j = j;
      }
    }
    CHECK(first == best_i);
    CHECK(second == best_j);
  }
}

TEST_CASE("an outlier costs less, and a layer without one stays as it is") {
  std::mt19937_64 random(5);
  llama::Checkpoint model;  // of which integers take the size of a head and the length of a sequence
  model.dim = static_cast<int>(kInputs);
  model.heads = 1;
  model.length = 1;
  const llama::FixedArithmetic arithmetic(model, {8, 6});
  const std::vector<Matrix> layers{random_layer(random)};
  const std::vector<float> rows = random_rows(random, 60, 6);
  // The function is the same: one channel is larger, and its weights are as much smaller.
  std::vector<float> outlier_rows = rows;
  std::vector<Matrix> outlier_layers = layers;
  for (std::size_t at = 9; at < outlier_rows.size(); at += kInputs) outlier_rows[at] *= 16;
  for (std::size_t at = 9; at < outlier_layers[0].weights.size(); at += kInputs) outlier_layers[0].weights[at] /= 16;

  const double plain = llama::output_error({}, arithmetic, outlier_rows, outlier_layers);
  const Reassembly chosen = llama::choose_reassembly(arithmetic, outlier_rows, outlier_layers);
  CHECK(chosen.split == 1);
  const double less = llama::output_error(chosen, arithmetic, outlier_rows, outlier_layers);
  CHECK(less < 0.7 * plain);
  CHECK(llama::output_error({}, arithmetic, rows, layers) < less);
  CHECK(llama::choose_reassembly(arithmetic, rows, layers).identity());
}

TEST_CASE("integers are split and merged half up") {
  Reassembly reassembly;
  reassembly.channels = {{0, -1, 3}, {1, 2, 2}, {2, -1, 1}};
  const std::int32_t x[] = {-5, 4, -7};
  CHECK(llama::reassembled(reassembly, x) == std::vector<std::int32_t>{-2, -1, -7});
  const std::int32_t extreme[] = {INT32_MIN, INT32_MAX, INT32_MAX};
  CHECK(llama::reassembled(reassembly, extreme) == std::vector<std::int32_t>{-715827883, INT32_MAX, INT32_MAX});
}
