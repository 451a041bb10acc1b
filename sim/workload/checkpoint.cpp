// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/checkpoint.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"

namespace pwlforge::llama {
namespace {

constexpr std::size_t kHeader = 7 * sizeof(std::int32_t);
constexpr std::uint32_t kVersionedMagic = 0x616b3432;  // "ak42": exports of version 1 and later
/// Limits of the header: far beyond any model of this format, and small enough that no size overflows.
constexpr int kMostDim = 1 << 16;
constexpr int kMostLayers = 1 << 10;
constexpr int kMostVocabulary = 1 << 20;
constexpr int kMostLength = 1 << 20;

std::int32_t word_at(const std::string& text, std::size_t at) {
  std::int32_t word = 0;
  std::memcpy(&word, text.data() + at, sizeof word);
  return word;
}

/// Takes weights from the file in its order.
class Weights {
 public:
  Weights(const std::string& text, std::string path) : text_(text), path_(std::move(path)) {}

  std::vector<float> take(std::size_t count, const std::string& what) {
    std::vector<float> values(count);
    std::memcpy(values.data(), text_.data() + at_, count * sizeof(float));
    at_ += count * sizeof(float);
    for (std::size_t i = 0; i < count; ++i) {
      if (std::isfinite(values[i])) continue;
      throw InputError(fmt::format("{}: {}, weight {}: not a finite number (found {}); export the model again", path_,
                                   what, i, values[i]));
    }
    return values;
  }
  Matrix matrix(int outputs, int inputs, const std::string& what) {
    return {outputs, inputs, take(static_cast<std::size_t>(outputs) * static_cast<std::size_t>(inputs), what)};
  }
  void skip(std::size_t count) { at_ += count * sizeof(float); }

 private:
  const std::string& text_;
  std::string path_;
  std::size_t at_ = kHeader;
};

void check_header(const std::array<std::int32_t, 7>& words, const std::string& path) {
  static const std::array<const char*, 7> names{"dim",        "hidden_dim", "n_layers", "n_heads",
                                                "n_kv_heads", "vocab_size", "seq_len"};
  const std::array<int, 7> limits{kMostDim, kMostDim, kMostLayers, kMostDim, kMostDim, kMostVocabulary, kMostLength};
  Problems problems;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::int64_t value = i == 5 ? std::llabs(words[i]) : words[i];
    if (value >= 1 && value <= limits[i]) continue;
    problems.add(fmt::format("{}:/{}", path, names[i]), fmt::format("outside 1..{} (found {})", limits[i], words[i]),
                 "give a checkpoint of llama2.c, version 0");
  }
  problems.throw_if_any();
  const int dim = words[0], heads = words[3], kv_heads = words[4];
  if (dim % heads != 0 || dim / heads % 2 != 0) {
    problems.add(path + ":/n_heads", fmt::format("{} heads do not give heads of even size (dim {})", heads, dim),
                 "give a checkpoint of llama2.c, version 0");
  }
  if (heads % kv_heads != 0) {
    problems.add(path + ":/n_kv_heads", fmt::format("{} do not divide {} heads", kv_heads, heads),
                 "give a checkpoint of llama2.c, version 0");
  }
  problems.throw_if_any();
}

}  // namespace

Matrix folded(const Matrix& matrix, const std::vector<float>& gamma) {
  Matrix result = matrix;
  for (std::size_t i = 0; i < result.weights.size(); ++i) result.weights[i] *= gamma[i % gamma.size()];
  return result;
}

Checkpoint read_checkpoint(const std::filesystem::path& path) {
  const std::string text = read_file(path);
  const std::string name = path.string();
  if (text.size() < kHeader) {
    throw InputError(
        fmt::format("{}: ends within its header (found {} bytes); give a checkpoint of llama2.c", name, text.size()));
  }
  if (static_cast<std::uint32_t>(word_at(text, 0)) == kVersionedMagic) {
    throw InputError(fmt::format("{}: a checkpoint of version {}; export it as version 0, FP32", name,
                                 word_at(text, sizeof(std::int32_t))));
  }
  std::array<std::int32_t, 7> words{};
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = word_at(text, i * sizeof(std::int32_t));
  check_header(words, name);
  Checkpoint model;
  model.dim = words[0];
  model.hidden = words[1];
  model.layers.resize(static_cast<std::size_t>(words[2]));
  model.heads = words[3];
  model.kv_heads = words[4];
  model.vocabulary = std::abs(words[5]);
  model.length = words[6];
  const bool shared = words[5] > 0;

  const auto dim = static_cast<std::uint64_t>(model.dim);
  const auto hidden = static_cast<std::uint64_t>(model.hidden);
  const int kv_dim = model.kv_heads * model.head_size();
  const std::uint64_t layer = 2 * dim + 2 * dim * dim + 2 * dim * static_cast<std::uint64_t>(kv_dim) + 3 * dim * hidden;
  // Cosines and sines of the rotary embedding stand in the file and follow from the header.
  const std::uint64_t rotary = static_cast<std::uint64_t>(model.length) * static_cast<std::uint64_t>(model.head_size());
  const std::uint64_t numbers = static_cast<std::uint64_t>(model.vocabulary) * dim * (shared ? 1 : 2) +
                                model.layers.size() * layer + dim + rotary;
  const std::uint64_t wanted = kHeader + numbers * sizeof(float);
  if (text.size() != wanted) {
    throw InputError(fmt::format("{}: {} (found {} bytes, its header says {}); give the whole file, FP32", name,
                                 text.size() < wanted ? "truncated" : "too long", text.size(), wanted));
  }

  Weights weights(text, name);
  const auto all = [&](const char* what, const auto& member, int outputs, int inputs) {
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
      model.layers[i].*member = weights.matrix(outputs, inputs, fmt::format("{} of layer {}", what, i));
    }
  };
  const auto norms = [&](const char* what, std::vector<float> Layer::*member) {
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
      model.layers[i].*member = weights.take(dim, fmt::format("{} of layer {}", what, i));
    }
  };
  model.embedding = weights.matrix(model.vocabulary, model.dim, "token embedding");
  norms("attention norm", &Layer::attention_norm);
  all("wq", &Layer::query, model.dim, model.dim);
  all("wk", &Layer::key, kv_dim, model.dim);
  all("wv", &Layer::value, kv_dim, model.dim);
  all("wo", &Layer::attention_output, model.dim, model.dim);
  norms("ffn norm", &Layer::ffn_norm);
  all("w1", &Layer::gate, model.hidden, model.dim);
  all("w2", &Layer::down, model.dim, model.hidden);
  all("w3", &Layer::up, model.hidden, model.dim);
  model.final_norm = weights.take(dim, "final norm");
  weights.skip(rotary);
  model.classifier = shared ? model.embedding : weights.matrix(model.vocabulary, model.dim, "classifier");
  return model;
}

}  // namespace pwlforge::llama
