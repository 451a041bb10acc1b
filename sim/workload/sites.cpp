// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/sites.hpp"

#include <fmt/format.h>

namespace pwlforge::llama {

std::vector<Site> sites_of(const Checkpoint& model) {
  std::vector<Site> sites;
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    sites.push_back({fmt::format("layer{}.attention_norm", i), SiteKind::norm});
    sites.push_back({fmt::format("layer{}.softmax", i), SiteKind::softmax});
    sites.push_back({fmt::format("layer{}.ffn_norm", i), SiteKind::norm});
    sites.push_back({fmt::format("layer{}.gate", i), SiteKind::gate});
  }
  sites.push_back({"final_norm", SiteKind::norm});
  return sites;
}

std::vector<Matrix> linear_layers(const Checkpoint& model, std::size_t site) {
  if (site == 4 * model.layers.size()) return {folded(model.classifier, model.final_norm)};
  const Layer& layer = model.layers[site / 4];
  if (site % 4 == attention_norm_site(0)) {
    return {folded(layer.query, layer.attention_norm), folded(layer.key, layer.attention_norm),
            folded(layer.value, layer.attention_norm)};
  }
  if (site % 4 == softmax_site(0)) return {layer.attention_output};
  if (site % 4 == ffn_norm_site(0)) return {folded(layer.gate, layer.ffn_norm), folded(layer.up, layer.ffn_norm)};
  return {layer.down};
}

const char* function_of(SiteKind kind) {
  return kind == SiteKind::norm ? "rmsnorm" : kind == SiteKind::softmax ? "softmax" : "swiglu";
}

}  // namespace pwlforge::llama
