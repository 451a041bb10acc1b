// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The places of a model where a non-linear operator stands, and what is recorded there.
#pragma once

#include <string>
#include <vector>

#include "gen/operator/beats.hpp"
#include "sim/workload/checkpoint.hpp"

namespace pwlforge::llama {

enum class SiteKind { norm, softmax, gate };

struct Site {
  std::string name;  ///< layer0.attention_norm, layer0.softmax, layer0.ffn_norm, layer0.gate, ..., final_norm
  SiteKind kind = SiteKind::norm;
};

/// In the order of the computation.
std::vector<Site> sites_of(const Checkpoint& model);
inline std::size_t attention_norm_site(std::size_t layer) {
  return 4 * layer;
}
inline std::size_t softmax_site(std::size_t layer) {
  return 4 * layer + 1;
}
inline std::size_t ffn_norm_site(std::size_t layer) {
  return 4 * layer + 2;
}
inline std::size_t gate_site(std::size_t layer) {
  return 4 * layer + 3;
}

/// The linear layers that take what comes from a site, gamma of its norm folded in: query, key and value; the output of
/// attention (softmax); w1 and w3; w2 (gate); the classifier.
std::vector<Matrix> linear_layers(const Checkpoint& model, std::size_t site);

/// "rmsnorm", "softmax", "swiglu"
const char* function_of(SiteKind kind);

/// What one site saw. Real numbers while scales are calibrated; while streams are recorded, rows of codes and the real
/// numbers that they come from.
struct SiteRecord {
  std::vector<float> input, gate, output;  ///< gate: the other factor of a gate
  std::vector<Stimulus> rows;
  std::vector<std::vector<float>> real_rows, real_gates;
};

/// Records of all sites; which of the two kinds.
struct Recording {
  bool numbers = false;
  bool rows = false;
  std::vector<SiteRecord> sites;
  std::vector<std::vector<float>> linear_inputs;  ///< by site (linear layers behind it), row after row; empty: not kept
};

}  // namespace pwlforge::llama
