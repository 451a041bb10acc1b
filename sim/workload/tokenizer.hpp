// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The tokenizer of llama2.c: a vocabulary with scores; characters are joined to longer tokens, the pair of the highest
// score first, of equal ones the leftmost; characters that are no token become their bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace pwlforge::llama {

class Tokenizer {
 public:
  /// The file: a 32-bit integer (the longest token), then for each of `vocabulary` tokens its score (FP32), its length
  /// (32 bits) and its bytes. Throws InputError when it holds more or less than that, or lacks the tokens of bytes;
  /// IoError when it cannot be read.
  Tokenizer(const std::filesystem::path& path, int vocabulary);

  /// Tokens of a text, with the leading blank that llama2.c puts in front, without BOS and EOS.
  std::vector<int> encode(const std::string& text) const;
  const std::string& token(int id) const { return tokens_[static_cast<std::size_t>(id)]; }

 private:
  int id_of(const std::string& token) const;  ///< -1: none

  std::vector<std::string> tokens_;
  std::vector<float> scores_;
  std::unordered_map<std::string, int> ids_;
};

inline constexpr int kBeginToken = 1;

struct Text {
  std::vector<std::vector<int>> stories;  ///< each begins with BOS and has at least one token more
  std::uint64_t left_out = 0;             ///< tokens of longer stories
};

/// Stories with `<|endoftext|>` between them, blanks around them dropped. A story takes as many positions as the model
/// has, BOS included. Throws InputError where there is nothing to predict.
Text read_text(const std::filesystem::path& path, const Tokenizer& tokenizer, int positions);

}  // namespace pwlforge::llama
