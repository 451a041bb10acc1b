// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/support/json.hpp"
#include "sim/bench/row_simulate.hpp"

namespace pwlforge {
Json row_sim_to_json(const RowSimResult& result) {
  Json json;
  json["operator"] = result.name;
  json["kind"] = result.kind;
  json["engine"] = engine_name(result.engine);
  json["rows"] = result.rows;
  json["beats"] = result.beats;
  json["mismatches"] = result.mismatches;
  json["lost"] = result.lost;
  json["out_of_order"] = result.out_of_order;
  json["cycles"] = result.cycles;
  json["gapless_beats"] = result.gapless_beats;
  json["seed"] = result.seed;
  json["exhaustive"] = result.exhaustive;
  json["passed"] = result.passed();
  json["rules"] = result.rules;
  json["first_mismatches"] = Json::array();
  for (const RowMismatch& mismatch : result.first_mismatches) {
    json["first_mismatches"].push_back({{"row", mismatch.row},
                                        {"beat", mismatch.beat},
                                        {"lane", mismatch.lane},
                                        {"expected", mismatch.expected},
                                        {"got", mismatch.got},
                                        {"phase", mismatch.phase},
                                        {"cycle", mismatch.cycle},
                                        {"codes", mismatch.codes}});
  }
  json["latency_checks"] = result.latency_checks;
  json["configuration_reads"] = result.readbacks;
  json["reload_rows"] = {{"old_image", result.reload_rows_old}, {"new_image", result.reload_rows_new}};
  json["reload_wait_cycles"] = result.reloads_waited;
  json["ready_probes"] = result.probes;
  json["stalled_cycles"] = result.stalled_cycles;
  json["gap_cycles"] = result.gap_cycles;
  json["cycles_compared"] = result.cycles_compared;
  return json;
}

std::string row_sim_text(const RowSimResult& result) {
  std::string text;
  for (const RowMismatch& mismatch : result.first_mismatches) {
    const std::string place = mismatch.lane >= 0 ? fmt::format("lane {}", mismatch.lane) : "keep, last or flag";
    text += fmt::format("mismatch: row {}, beat {}, {}: expected {}, got {} ({}, cycle {})\n", mismatch.row,
                        mismatch.beat, place, mismatch.expected, mismatch.got, mismatch.phase, mismatch.cycle);
  }
  for (const std::string& rule : result.rules) text += rule + "\n";
  return text + fmt::format(
                    "{}: {} rows, {} beats{}, {} mismatches, {} lost, {} gapless beats, {} latency checks, {} words "
                    "read back, {} cycles, engine {}, seed {}: {}\n",
                    result.name, result.rows, result.beats, result.exhaustive ? " (all numbers)" : "",
                    result.mismatches, result.lost, result.gapless_beats, result.latency_checks, result.readbacks,
                    result.cycles, engine_name(result.engine), result.seed, result.passed() ? "passed" : "FAILED");
}

}  // namespace pwlforge
