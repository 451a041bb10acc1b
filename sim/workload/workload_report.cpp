// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/workload/workload.hpp"

namespace pwlforge::llama {

Json workload_to_json(const WorkloadResult& result) {
  Json sites = Json::array();
  for (const SiteReport& site : result.sites) {
    const bool floating = site.scale_in == 0;
    sites.push_back({{"name", site.name},
                     {"function", site.function},
                     {"scale_in", floating ? Json(nullptr) : Json(site.scale_in)},
                     {"scale_out", floating ? Json(nullptr) : Json(site.scale_out)},
                     {"values", site.values}});
  }
  return {{"perplexity", result.perplexity},
          {"fp32_perplexity", result.fp32_perplexity},
          {"change_percent", (result.perplexity / result.fp32_perplexity - 1) * 100},
          {"tokens", result.tokens},
          {"stories", result.stories},
          {"left_out", result.left_out},
          {"sites", sites}};
}

std::string workload_text(const WorkloadResult& result) {
  std::string text =
      fmt::format("{:<24} {:>8} {:>12} {:>12} {:>12}\n", "site", "operator", "scale in", "scale out", "values");
  for (const SiteReport& site : result.sites) {
    const auto scale = [&](double value) { return site.scale_in == 0 ? "fp32" : fmt::format("{:.6g}", value); };
    text += fmt::format("{:<24} {:>8} {:>12} {:>12} {:>12}\n", site.name, site.function, scale(site.scale_in),
                        scale(site.scale_out), site.values);
  }
  if (result.left_out > 0) {
    text += fmt::format("{} tokens lie beyond the model's longest sequence and are left out\n", result.left_out);
  }
  return text + fmt::format("{} stories, {} predicted tokens: perplexity {:.4f}, in FP32 {:.4f} ({:+.3f} %)\n",
                            result.stories, result.tokens, result.perplexity, result.fp32_perplexity,
                            (result.perplexity / result.fp32_perplexity - 1) * 100);
}

}  // namespace pwlforge::llama
