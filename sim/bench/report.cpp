// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/support/json.hpp"
#include "sim/bench/simulate.hpp"

namespace pwlforge {

namespace {

std::string list_text(const std::vector<int>& numbers) {
  std::string text;
  for (const int number : numbers) text += (text.empty() ? "" : " ") + std::to_string(number);
  return text;
}

}  // namespace

Json sim_to_json(const SimResult& result) {
  Json json;
  json["unit"] = result.unit;
  json["engine"] = engine_name(result.engine);
  json["vectors"] = result.vectors;
  json["mismatches"] = result.mismatches;
  json["exhaustive"] = result.exhaustive;
  json["cycles"] = result.cycles;
  json["latency"] = result.latency;
  json["seed"] = result.seed;
  json["passed"] = result.passed();
  json["contexts"] = Json::array();
  for (const SimContext& context : result.contexts) {
    json["contexts"].push_back({{"vectors", context.vectors},
                                {"mismatches", context.mismatches},
                                {"label", context.label},
                                {"entry_hits", context.entry_hits},
                                {"dead_entries", context.dead_entries},
                                {"uncovered_entries", context.uncovered_entries}});
  }
  json["first_mismatches"] = Json::array();
  for (const SimMismatch& mismatch : result.first_mismatches) {
    json["first_mismatches"].push_back({{"context", mismatch.context},
                                        {"code", mismatch.code},
                                        {"expected", mismatch.expected},
                                        {"got", mismatch.got},
                                        {"lane", mismatch.lane},
                                        {"cycle", mismatch.cycle},
                                        {"phase", mismatch.phase}});
  }
  json["violations"] = result.violations;
  json["extra_vectors"] = result.extra_vectors;
  json["reload_beats"] = {{"old_table", result.reloads_old}, {"new_table", result.reloads_new}};
  json["stalled_cycles"] = result.stalled_cycles;
  json["gap_cycles"] = result.gap_cycles;
  json["latency_checks"] = result.latency_checks;
  json["ready_probes"] = result.probes;
  json["configuration_reads"] = result.readbacks;
  json["cycles_compared"] = result.cycles_compared;
  return json;
}

std::string sim_text(const SimResult& result) {
  std::string text = fmt::format("{:<28} {:>10} {:>10}  {}\n", "context", "vectors", "mismatches", "entries");
  for (std::size_t i = 0; i < result.contexts.size(); ++i) {
    const SimContext& context = result.contexts[i];
    std::string entries;
    if (!context.entry_hits.empty()) {
      const std::size_t missed = context.dead_entries.size() + context.uncovered_entries.size();
      entries = fmt::format("{} of {} used", context.entry_hits.size() - missed, context.entry_hits.size());
      if (!context.dead_entries.empty()) entries += fmt::format(", dead: {}", list_text(context.dead_entries));
      if (!context.uncovered_entries.empty()) {
        entries += fmt::format(", not covered: {}", list_text(context.uncovered_entries));
      }
    }
    text += fmt::format("{:<28} {:>10} {:>10}  {}\n", fmt::format("{} {}", i, context.label), context.vectors,
                        context.mismatches, entries);
  }
  for (const SimMismatch& mismatch : result.first_mismatches) {
    text +=
        fmt::format("mismatch: context {}, code {}: expected {}, got {} ({}, lane {}, cycle {})\n", mismatch.context,
                    mismatch.code, mismatch.expected, mismatch.got, mismatch.phase, mismatch.lane, mismatch.cycle);
  }
  for (const std::string& violation : result.violations) text += violation + "\n";
  text += fmt::format(
      "{}: {} vectors{}, {} more in reloads or mixed, {} mismatches, {} cycles, latency {}, engine {}, seed {}: {}\n",
      result.unit, result.vectors, result.exhaustive ? " (all codes)" : "", result.extra_vectors, result.mismatches,
      result.cycles, result.latency, engine_name(result.engine), result.seed, result.passed() ? "passed" : "FAILED");
  return text;
}

}  // namespace pwlforge
