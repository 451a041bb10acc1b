// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <string>

#include "gen/support/json.hpp"
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
                     {"values", site.values},
                     {"channels_split", site.channels_split},
                     {"channels_merged", site.channels_merged}});
    if (!site.played.has_value()) continue;
    Json& last = sites.back();
    last["rows"] = site.played->rows;
    last["beats"] = site.played->beats;
    last["cycles"] = site.played->cycles;
    last["utilisation"] = static_cast<double>(site.played->beats) / static_cast<double>(site.played->cycles);
    last["mismatches"] = site.played->mismatches;
  }
  const bool played = result.played_tokens > 0;
  return {{"perplexity", result.perplexity},
          {"fp32_perplexity", result.fp32_perplexity},
          {"change_percent", (result.perplexity / result.fp32_perplexity - 1) * 100},
          {"tokens", result.tokens},
          {"stories", result.stories},
          {"left_out", result.left_out},
          {"lanes", result.lanes},
          {"cycles_per_token", played ? Json(result.cycles_per_token()) : Json(nullptr)},
          {"mismatches", played ? Json(result.mismatches()) : Json(nullptr)},
          {"sites", sites}};
}

namespace {

/// Sites of one function together: they are one operator, used again in every layer.
std::string cycles_text(const WorkloadResult& result) {
  struct Sum {
    std::uint64_t beats = 0, cycles = 0;
  };
  std::map<std::string, Sum> sums;
  for (const SiteReport& site : result.sites) {
    if (!site.played.has_value()) continue;
    sums[site.function].beats += site.played->beats;
    sums[site.function].cycles += site.played->cycles;
  }
  std::string text;
  for (const auto& [function, sum] : sums) {
    text += fmt::format("{:<10} {:>10.1f} cycles a token, utilisation {:.3f}\n", function,
                        static_cast<double>(sum.cycles) / static_cast<double>(result.played_tokens),
                        static_cast<double>(sum.beats) / static_cast<double>(sum.cycles));
  }
  return text + fmt::format("{} tokens through the cycle models, {} lanes: {:.1f} cycles a token, {} mismatches\n",
                            result.played_tokens, result.lanes, result.cycles_per_token(), result.mismatches());
}

}  // namespace

std::string workload_text(const WorkloadResult& result) {
  std::string text =
      fmt::format("{:<24} {:>8} {:>12} {:>12} {:>12}\n", "site", "operator", "scale in", "scale out", "values");
  for (const SiteReport& site : result.sites) {
    const auto scale = [&](double value) { return site.scale_in == 0 ? "fp32" : fmt::format("{:.6g}", value); };
    text += fmt::format("{:<24} {:>8} {:>12} {:>12} {:>12}\n", site.name, site.function, scale(site.scale_in),
                        scale(site.scale_out), site.values);
  }
  int split = 0, merged = 0;
  for (const SiteReport& site : result.sites) {
    split += site.channels_split;
    merged += site.channels_merged;
  }
  if (split > 0) text += fmt::format("linear layers: {} channels split, {} pairs merged\n", split, merged);
  if (result.played_tokens > 0) text += cycles_text(result);
  if (result.left_out > 0) {
    text += fmt::format("{} tokens lie beyond the model's longest sequence and are left out\n", result.left_out);
  }
  return text + fmt::format("{} stories, {} predicted tokens: perplexity {:.4f}, in FP32 {:.4f} ({:+.3f} %)\n",
                            result.stories, result.tokens, result.perplexity, result.fp32_perplexity,
                            (result.perplexity / result.fp32_perplexity - 1) * 100);
}

}  // namespace pwlforge::llama
