// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A model of random weights, its tokenizer and a text, written in the formats of llama2.c on the spot.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

struct SmallModel {
  int dim = 16, hidden = 24, layers = 2, heads = 4, kv_heads = 2, vocabulary = 300, length = 32;
  bool shared = true;
  std::vector<float> weights;  ///< in the order of the file, rotary tables included
  std::vector<std::string> tokens;
  std::vector<float> scores;

  explicit SmallModel(std::uint64_t seed, bool shared_classifier = true);
  std::string checkpoint() const;
  std::string tokenizer() const;
};

/// Stories of words of the letters a to d, <|endoftext|> between them.
std::string small_text(std::uint64_t seed, int stories, int words);
