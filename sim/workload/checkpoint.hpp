// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Checkpoints of llama2.c, version 0: seven 32-bit integers (dim, hidden_dim, n_layers, n_heads, n_kv_heads,
// vocab_size, seq_len; vocab_size negative where the classifier has weights of its own), then FP32 weights,
// little-endian, by kind and within a kind by layer.
#pragma once

#include <filesystem>
#include <vector>

namespace pwlforge::llama {

/// A linear layer: y = W x. `weights` row by row, `outputs` rows of `inputs` numbers.
struct Matrix {
  int outputs = 0;
  int inputs = 0;
  std::vector<float> weights;
};

struct Layer {
  std::vector<float> attention_norm, ffn_norm;  ///< gamma, dim numbers each
  Matrix query, key, value, attention_output;
  Matrix gate, up, down;  ///< w1 (into SiLU), w3 (the other factor), w2
};

struct Checkpoint {
  int dim = 0;
  int hidden = 0;
  int heads = 0;
  int kv_heads = 0;
  int vocabulary = 0;
  int length = 0;    ///< longest sequence
  Matrix embedding;  ///< a row for each token
  std::vector<Layer> layers;
  std::vector<float> final_norm;
  Matrix classifier;  ///< the embedding where they are shared

  int head_size() const { return dim / heads; }
};

/// The layer that takes a norm's output without gamma: column i times gamma_i.
Matrix folded(const Matrix& matrix, const std::vector<float>& gamma);

/// Epsilon of the RMSNorm of llama2.c.
inline constexpr double kEpsilon = 1e-5;

/// Throws InputError for a header that makes no sense, a size that does not follow from it, and a weight that is not
/// finite; IoError when the file cannot be read.
Checkpoint read_checkpoint(const std::filesystem::path& path);

}  // namespace pwlforge::llama
