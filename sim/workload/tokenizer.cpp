// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/tokenizer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <queue>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"

namespace pwlforge::llama {
namespace {

constexpr int kFirstByte = 3;  // <unk>, <s>, </s> stand before the tokens of bytes
constexpr std::size_t kMostBytes = 4;
constexpr const char* kEndOfStory = "<|endoftext|>";

bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Tokens as a list from which neighbours are joined.
struct Piece {
  int token = 0;
  int before = -1;
  int after = -1;
  bool alive = true;
};
struct Pair {
  float score = 0;
  int left = 0;
  int left_token = 0, right_token = 0, joined = 0;  // as they were when the pair was found
  bool operator<(const Pair& other) const { return score != other.score ? score < other.score : left > other.left; }
};

}  // namespace

Tokenizer::Tokenizer(const std::filesystem::path& path, int vocabulary) {
  const std::string text = read_file(path);
  const std::string name = path.string();
  std::size_t at = 0;
  const auto take = [&](void* to, std::size_t bytes) {
    if (text.size() - at < bytes) {
      throw InputError(fmt::format("{}: ends within token {} (the model has {}); give the model's own tokenizer", name,
                                   tokens_.size(), vocabulary));
    }
    std::memcpy(to, text.data() + at, bytes);
    at += bytes;
  };
  std::int32_t longest = 0;
  take(&longest, sizeof longest);
  for (int id = 0; id < vocabulary; ++id) {
    float score = 0;
    std::int32_t length = 0;
    take(&score, sizeof score);
    take(&length, sizeof length);
    // BOS and EOS may be longer than what the first word says; it is a hint for buffers.
    if (!std::isfinite(score) || length < 0 || static_cast<std::size_t>(length) > text.size() - at) {
      throw InputError(fmt::format("{}: token {}: score {} or length {} makes no sense; give a tokenizer of llama2.c",
                                   name, id, score, length));
    }
    std::string token(static_cast<std::size_t>(length), '\0');
    take(token.data(), token.size());
    ids_.emplace(token, id);
    tokens_.push_back(std::move(token));
    scores_.push_back(score);
  }
  if (at != text.size()) {
    throw InputError(
        fmt::format("{}: more than {} tokens, which the model has ({} bytes behind them); give the model's "
                    "own tokenizer",
                    name, vocabulary, text.size() - at));
  }
  for (int byte = 0; byte < 256; ++byte) {
    const int id = kFirstByte + byte;
    if (id < vocabulary && tokens_[static_cast<std::size_t>(id)] == fmt::format("<0x{:02X}>", byte)) continue;
    throw InputError(fmt::format("{}: token {} is not <0x{:02X}>; give a tokenizer of llama2.c with tokens of bytes",
                                 name, id, byte));
  }
}

int Tokenizer::id_of(const std::string& token) const {
  const auto found = ids_.find(token);
  return found == ids_.end() ? -1 : found->second;
}

std::vector<int> Tokenizer::encode(const std::string& text) const {
  std::vector<Piece> pieces;
  const auto add = [&](int token) {
    const int at = static_cast<int>(pieces.size());
    if (at > 0) pieces.back().after = at;
    pieces.push_back({token, at - 1, -1, true});
  };
  if (!text.empty() && id_of(" ") >= 0) add(id_of(" "));
  for (std::size_t at = 0; at < text.size();) {
    std::size_t bytes = 1;
    while (at + bytes < text.size() && bytes < kMostBytes && continues(text[at + bytes])) ++bytes;
    const int token = id_of(text.substr(at, bytes));
    if (token >= 0) {
      add(token);
    } else {
      for (std::size_t i = at; i < at + bytes; ++i) add(kFirstByte + static_cast<unsigned char>(text[i]));
    }
    at += bytes;
  }
  std::priority_queue<Pair> pairs;
  const auto consider = [&](int left) {
    if (left < 0 || pieces[static_cast<std::size_t>(left)].after < 0) return;
    const Piece& first = pieces[static_cast<std::size_t>(left)];
    const Piece& second = pieces[static_cast<std::size_t>(first.after)];
    const int joined = id_of(token(first.token) + token(second.token));
    if (joined >= 0) pairs.push({scores_[static_cast<std::size_t>(joined)], left, first.token, second.token, joined});
  };
  for (int i = 0; i < static_cast<int>(pieces.size()); ++i) consider(i);
  while (!pairs.empty()) {
    const Pair best = pairs.top();
    pairs.pop();
    Piece& left = pieces[static_cast<std::size_t>(best.left)];
    if (!left.alive || left.token != best.left_token || left.after < 0) continue;
    Piece& right = pieces[static_cast<std::size_t>(left.after)];
    if (right.token != best.right_token) continue;
    left.token = best.joined;
    right.alive = false;
    left.after = right.after;
    if (left.after >= 0) pieces[static_cast<std::size_t>(left.after)].before = best.left;
    consider(best.left);
    consider(left.before);
  }
  std::vector<int> tokens;
  for (const Piece& piece : pieces) {
    if (piece.alive) tokens.push_back(piece.token);
  }
  return tokens;
}

Text read_text(const std::filesystem::path& path, const Tokenizer& tokenizer, int positions) {
  const std::string text = read_file(path);
  Text result;
  const std::string end = kEndOfStory;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t stop = std::min(text.find(end, at), text.size());
    std::string story = text.substr(at, stop - at);
    at = stop == text.size() ? stop : stop + end.size();
    const std::size_t first = story.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) continue;
    story = story.substr(first, story.find_last_not_of(" \t\r\n") + 1 - first);
    std::vector<int> tokens = tokenizer.encode(story);
    // BOS takes a position as well.
    const std::size_t kept = std::min(tokens.size(), static_cast<std::size_t>(positions - 1));
    result.left_out += tokens.size() - kept;
    tokens.resize(kept);
    tokens.insert(tokens.begin(), kBeginToken);
    result.stories.push_back(std::move(tokens));
  }
  if (result.stories.empty()) {
    throw InputError(path.string() + ": no text; give stories with <|endoftext|> between them");
  }
  return result;
}

}  // namespace pwlforge::llama
