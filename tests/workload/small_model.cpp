// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "small_model.hpp"

#include <array>
#include <cstdio>
#include <cstring>
#include <random>

namespace {

template <typename T>
void put(std::string& text, T value) {
  text.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

SmallModel::SmallModel(std::uint64_t seed, bool shared_classifier) : shared(shared_classifier) {
  std::mt19937_64 random(seed);
  const auto draw = [&](double reach) {
    return static_cast<float>((static_cast<double>(random() >> 11) * 0x1p-52 - 1) * reach);
  };
  const auto many = [&](int count, double reach, double centre = 0) {
    for (int i = 0; i < count; ++i) weights.push_back(static_cast<float>(centre) + draw(reach));
  };
  const int kv = dim / heads * kv_heads;
  many(vocabulary * dim, 1.0);
  many(layers * dim, 0.5, 1.0);
  for (const int size : {dim * dim, dim * kv, dim * kv, dim * dim}) many(layers * size, 0.6);
  many(layers * dim, 0.5, 1.0);
  many(3 * layers * dim * hidden, 0.6);
  many(dim, 0.5, 1.0);
  many(length * dim / heads, 1.0);  // rotary tables, which nobody reads
  if (!shared) many(vocabulary * dim, 1.0);

  tokens = {"<unk>", "\n<s>\n", "\n</s>\n"};
  for (int byte = 0; byte < 256; ++byte) {
    std::array<char, 8> name{};
    std::snprintf(name.data(), name.size(), "<0x%02X>", static_cast<unsigned>(byte));
    tokens.emplace_back(name.data());
  }
  for (const char* token : {" ", "a", "b", "c", "d", "ab", "bc", "abc", " a", "cd", "aa", "ca", "bca", "da"})
    tokens.emplace_back(token);
  while (tokens.size() < static_cast<std::size_t>(vocabulary))
    tokens.push_back("unused" + std::to_string(tokens.size()));
  for (std::size_t i = 0; i < tokens.size(); ++i) scores.push_back(i < 259 ? 0.0F : draw(10.0));
}

std::string SmallModel::checkpoint() const {
  std::string text;
  for (const int word : {dim, hidden, layers, heads, kv_heads, shared ? vocabulary : -vocabulary, length})
    put(text, static_cast<std::int32_t>(word));
  for (const float weight : weights) put(text, weight);
  return text;
}

std::string SmallModel::tokenizer() const {
  std::string text;
  put(text, std::int32_t{9});
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    put(text, scores[i]);
    put(text, static_cast<std::int32_t>(tokens[i].size()));
    text += tokens[i];
  }
  return text;
}

std::string small_text(std::uint64_t seed, int stories, int words) {
  std::mt19937_64 random(seed);
  std::string text;
  for (int story = 0; story < stories; ++story) {
    for (int word = 0; word < words; ++word) {
      const int letters = 1 + static_cast<int>(random() % 5);
      for (int i = 0; i < letters; ++i) text += static_cast<char>('a' + random() % 4);
      text += word + 1 < words ? ' ' : '\n';
    }
    text += "<|endoftext|>\n";
  }
  return text;
}
