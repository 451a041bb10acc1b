// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/progress.hpp"
#include "gen/unit/axis.hpp"
#include "sim/bench/cosimulate.hpp"
#include "sim/bench/recording.hpp"
#include "sim/bench/scenario.hpp"
#include "sim/bench/vectors.hpp"
#include "sim/bench/verilated.hpp"
#include "sim/cycle/pins.hpp"

namespace pwlforge {

namespace {

constexpr int kRandomTables = 4;                // contexts of a unit that comes without a table
constexpr std::uint64_t kPassingVectors = 256;  // of a random table that reloads are tried with
constexpr std::uint64_t kMixedVectors = 8192;
constexpr std::size_t kReported = 16;  // mismatches that are listed
constexpr int kExhaustiveBits = 16;

std::string context_label(const UnitPlan& plan, std::size_t context) {
  const UnitContext& which = plan.contexts[context];
  const Table& table = plan.spec.tables[static_cast<std::size_t>(which.table)];
  const double scale = table.contexts[static_cast<std::size_t>(which.scale)].input_scale;
  if (plan.spec.floating) return table.function;
  if (is_power_of_two(scale)) return fmt::format("{} 2^{}", table.function, -scale_exponent(scale));
  return fmt::format("{} {}", table.function, scale);
}

std::string number_text(const UnitPlan& plan, int bits, bool is_signed, std::uint64_t low, std::uint64_t high) {
  if (bits > 64) return fmt::format("0x{:x}{:016x}", high, low);
  if (plan.spec.floating) return fmt::format("0x{:0{}x}", low, (bits + 3) / 4);
  return is_signed ? fmt::format("{}", code_of(bits, low)) : fmt::format("{}", low);
}

bool output_signed(const UnitPlan& plan) {
  return plan.spec.integer.raw || plan.spec.integer.output_signed;
}

void check_options(const UnitPlan& plan, const SimOptions& options) {
  Problems problems;
  if (options.vectors == VectorKind::exhaustive && plan.input_bits > kExhaustiveBits) {
    problems.add("--vectors exhaustive",
                 fmt::format("the input has {} bits, 2^{} vectors", plan.input_bits, plan.input_bits),
                 "use --vectors random:N");
  }
  if (options.vectors == VectorKind::random && options.count == 0) {
    problems.add("--vectors random:0", "nothing would be checked", "ask for at least one vector");
  }
  for (const int context : options.contexts) {
    if (context >= 0 && context < static_cast<int>(plan.contexts.size())) continue;
    problems.add(fmt::format("--context {}", context), fmt::format("the unit has {} contexts", plan.contexts.size()),
                 plan.contexts.empty() ? "leave --context away: random tables are simulated"
                                       : fmt::format("use 0..{} or all", plan.contexts.size() - 1));
  }
  check_recording(options, problems);
}

/// Vectors of one table, as the options ask.
std::vector<std::uint64_t> vectors_for(const UnitPlan& plan, const SimOptions& options, const LaneParameters& table,
                                       std::size_t number) {
  VectorKind kind = options.vectors;
  if (kind == VectorKind::automatic) {
    kind = plan.input_bits <= kExhaustiveBits ? VectorKind::exhaustive : VectorKind::random;
  }
  if (kind == VectorKind::exhaustive) return exhaustive_vectors(plan);
  if (kind == VectorKind::file) return read_vectors(plan, options.file);
  bench::Random random(options.seed * 0x9e3779b97f4a7c15ULL + number);
  return stratified_vectors(plan, table, options.count, random);
}

struct Play {
  Scenario scenario;
  std::vector<std::size_t> tables;  ///< of the reported contexts
};

/// `vectors(table parameters, number of the context)` gives what is streamed.
template <typename Vectors>
Play arrange(const UnitPlan& plan, std::uint64_t seed, bool stall, std::vector<int> contexts, const Vectors& vectors) {
  Play play{Scenario(plan, seed, stall), {}};
  Scenario& scenario = play.scenario;
  bench::Random random(seed ^ 0x7ab1eULL);
  const bool loadable = is_loadable(plan.spec.store);
  if (contexts.empty()) {
    for (std::size_t i = 0; i < plan.contexts.size(); ++i) contexts.push_back(static_cast<int>(i));
  }
  for (const int context : contexts) {
    const auto i = static_cast<std::size_t>(context);
    play.tables.push_back(scenario.add_table(context_label(plan, i), context, lane_parameters(plan, i)));
  }
  if (contexts.empty() && loadable) {
    for (int i = 0; i < kRandomTables; ++i) {
      play.tables.push_back(scenario.add_table(fmt::format("random table {}", i), i, random_table(plan, random)));
    }
  }
  Progress progress("vectors", play.tables.size());
  for (std::size_t i = 0; i < play.tables.size(); ++i) {
    const std::size_t table = play.tables[i];
    progress.update(i, "expected outputs of " + scenario.tables()[table].label);
    scenario.play(table, vectors(scenario.tables()[table].parameters(), i));
  }
  if (loadable) {
    // Of words that keep only what the contexts need, other bits matter than of whole ones: more tables within them.
    const int reloads = plan.spec.kept ? kRandomTables : 1;
    for (int i = 0; i < reloads; ++i) {
      const std::size_t last = scenario.add_table("random table for a reload", -1, random_table(plan, random));
      const LaneParameters parameters = scenario.tables()[last].parameters();
      scenario.play(last, stratified_vectors(plan, parameters, kPassingVectors, random));
    }
  } else if (play.tables.size() > 1) {
    scenario.play_mixed(play.tables, kMixedVectors);
  }
  return play;
}

void report_tables(const UnitPlan& plan, const Play& play, const bench::Outcome& outcome, SimResult& result) {
  const Scenario& scenario = play.scenario;
  for (const std::size_t table : play.tables) {
    const PlayedTable& played = scenario.tables()[table];
    SimContext context;
    context.label = played.label;
    context.entry_hits = played.entry_hits;
    for (int entry = 0; entry < static_cast<int>(played.entry_hits.size()); ++entry) {
      if (played.entry_hits[static_cast<std::size_t>(entry)] > 0) continue;
      const bool reachable = entry_reachable(plan, played.parameters(), entry);
      (reachable ? context.uncovered_entries : context.dead_entries).push_back(entry);
    }
    result.contexts.push_back(std::move(context));
  }
  for (std::size_t step = 0; step < outcome.steps.size(); ++step) {
    const bench::StepOutcome& counts = outcome.steps[step];
    const PlayedStep& meaning = scenario.steps()[step];
    result.mismatches += counts.mismatches + counts.zone_mismatches;
    result.extra_vectors += counts.zone_vectors;
    result.reloads_old += counts.zone_old;
    result.reloads_new += counts.zone_new;
    const auto reported = std::find(play.tables.begin(), play.tables.end(), meaning.table);
    if (meaning.mixed || reported == play.tables.end()) {
      result.extra_vectors += counts.vectors;
      continue;
    }
    SimContext& context = result.contexts[static_cast<std::size_t>(reported - play.tables.begin())];
    context.vectors += counts.vectors;
    context.mismatches += counts.mismatches;
    result.vectors += counts.vectors;
  }
}

void report_mismatches(const UnitPlan& plan, Play& play, const bench::Outcome& outcome, SimResult& result) {
  const Scenario& scenario = play.scenario;
  const bench::Job& job = play.scenario.job();
  for (const bench::Failure& failure : outcome.failures) {
    if (result.first_mismatches.size() == kReported) break;
    const auto step = static_cast<std::size_t>(failure.step);
    const std::size_t table = scenario.table_of(step, failure.vector);
    const bool zone = failure.vector < job.steps[step].begin;
    const bench::Halves x = bench::column_get(job.x, bench::column_bytes(plan.input_bits), failure.vector);
    const bench::Halves y = bench::column_get(job.y, bench::column_bytes(plan.output_bits), failure.vector);
    SimMismatch mismatch;
    mismatch.context = scenario.tables()[table].context;
    mismatch.phase = scenario.steps()[step].mixed ? "contexts mixed" : zone ? "reload" : "stream";
    mismatch.lane = static_cast<int>(failure.lane);
    mismatch.cycle = failure.cycle;
    mismatch.code = number_text(plan, plan.input_bits, true, x.low, 0);
    mismatch.expected = number_text(plan, plan.output_bits, output_signed(plan), y.low, y.high);
    mismatch.got = number_text(plan, plan.output_bits, output_signed(plan), failure.got.low, failure.got.high);
    result.first_mismatches.push_back(std::move(mismatch));
  }
}

/// For the progress bar: the table whose vectors enter as beat number `accepted`.
std::string table_at(const Play& play, std::uint64_t accepted) {
  const bench::Job& job = play.scenario.job();
  std::uint64_t left = accepted * static_cast<std::uint64_t>(job.shape.lanes);
  std::size_t step = 0;
  while (step + 1 < job.steps.size() && left >= job.steps[step].count) left -= job.steps[step++].count;
  const PlayedStep& meaning = play.scenario.steps()[step];
  if (meaning.mixed) return "contexts mixed";
  return fmt::format("{}, {} of {}", play.scenario.tables()[meaning.table].label, step + 1, job.steps.size());
}

/// Runs what was arranged and turns the outcome into a result.
bench::Outcome run(const Manifest& manifest, const SimOptions& options, Play& play, SimResult& result) {
  const UnitPlan& plan = manifest.plan;
  bench::Job& job = play.scenario.job();
  if (job.flags.empty())
    throw CheckFailed(fmt::format("{}: nothing to simulate; the unit has no context", plan.spec.name));
  bench::Outcome outcome;
  std::optional<Progress> progress;
  BeatWatcher watcher;
  const auto begin = [&] {
    std::uint64_t vectors = 0;
    for (const bench::Step& step : job.steps) vectors += step.count;
    progress.emplace("sim", vectors);
    if (!progress->visible()) return;
    watcher = [&](std::uint64_t beats) {
      progress->update(beats * static_cast<std::uint64_t>(plan.spec.lanes), table_at(play, beats));
    };
  };
  if (options.engine == Engine::cycle) {
    begin();
    outcome = run_cycle_model(plan, job, watcher);
  } else {
    record(options, true, job);
    const std::filesystem::path program = build_unit_bench(manifest, probes_of(options));
    begin();
    if (options.engine == Engine::both) {
      Cosimulation both = run_both(plan, program, job, watcher);
      outcome = std::move(both.outcome);
      result.cycles_compared = both.cycles;
      if (!both.first_difference.empty()) result.violations.push_back(both.first_difference);
    } else {
      outcome = run_unit_bench(program, job, watcher);
    }
  }
  result.unit = plan.spec.name;
  result.engine = options.engine;
  result.seed = options.seed;
  result.latency = plan.latency;
  result.cycles = outcome.cycles;
  result.stalled_cycles = outcome.stalled_cycles;
  result.gap_cycles = outcome.gap_cycles;
  result.latency_checks = outcome.latency_checks;
  result.readbacks = outcome.readbacks;
  result.probes = outcome.probes;
  report_tables(plan, play, outcome, result);
  report_mismatches(plan, play, outcome, result);
  for (const bench::Violation& violation : outcome.violations) {
    result.violations.push_back(fmt::format("broken rule: {} (first in cycle {}, {} times)", violation.rule,
                                            violation.first_cycle, violation.count));
  }
  if (outcome.accepted != outcome.delivered) {
    result.violations.push_back(fmt::format("{} beats went in, {} came out", outcome.accepted, outcome.delivered));
  }
  if (result.vectors == 0 && result.violations.empty()) {
    throw CheckFailed(fmt::format("{}: the simulation ended without checking anything", plan.spec.name));
  }
  return outcome;
}

}  // namespace

SimResult simulate(const Manifest& unit, const SimOptions& options) {
  const Manifest manifest = core_manifest(unit);
  const UnitPlan& plan = manifest.plan;
  check_options(plan, options);
  SimResult result;
  result.exhaustive = options.vectors == VectorKind::exhaustive ||
                      (options.vectors == VectorKind::automatic && plan.input_bits <= kExhaustiveBits);
  Play play = arrange(
      plan, options.seed, options.stall, options.contexts,
      [&](const LaneParameters& table, std::size_t number) { return vectors_for(plan, options, table, number); });
  run(manifest, options, play, result);
  return result;
}

std::vector<std::vector<CodePair>> simulate_codes(const Manifest& unit,
                                                  const std::vector<std::vector<std::int64_t>>& codes,
                                                  std::uint64_t seed, SimResult* result) {
  const Manifest manifest = core_manifest(unit);
  const UnitPlan& plan = manifest.plan;
  SimOptions options;
  options.seed = seed;
  options.stall = false;
  check_options(plan, options);
  if (plan.contexts.empty()) {
    throw InputError(fmt::format("{}: the unit directory holds no table; generate it with --table", plan.spec.name));
  }
  if (codes.size() != plan.contexts.size()) throw InputError("codes: one list for each context is needed");
  Play play = arrange(plan, seed, false, {}, [&](const LaneParameters&, std::size_t number) {
    std::vector<std::uint64_t> vectors;
    for (const std::int64_t code : codes[number]) {
      vectors.push_back(static_cast<std::uint64_t>(code) & bench::mask_of(plan.input_bits));
    }
    return vectors;
  });
  play.scenario.job().shape.keep_outputs = 1;
  SimResult own;
  const bench::Outcome outcome = run(manifest, options, play, own);
  std::vector<std::vector<CodePair>> pairs;
  const std::size_t bytes = bench::column_bytes(plan.output_bits);
  for (std::size_t context = 0; context < codes.size(); ++context) {
    const std::uint64_t begin = play.scenario.job().steps[context].begin;
    std::vector<CodePair> list;
    for (std::size_t i = 0; i < codes[context].size(); ++i) {
      const std::uint64_t y = bench::column_get(outcome.outputs, bytes, begin + i).low;
      const bool is_number = !plan.spec.floating && output_signed(plan) && plan.output_bits <= 64;
      list.push_back({codes[context][i], is_number ? code_of(plan.output_bits, y) : static_cast<std::int64_t>(y)});
    }
    pairs.push_back(std::move(list));
  }
  if (result != nullptr) *result = std::move(own);
  return pairs;
}

namespace {

std::vector<std::vector<std::int64_t>> codes_of(const UnitPlan& plan, std::uint64_t seed) {
  std::vector<std::vector<std::int64_t>> codes;
  for (const UnitContext& context : plan.contexts) {
    const Table& table = plan.spec.tables[static_cast<std::size_t>(context.table)];
    codes.push_back(certificate_codes(table, table.contexts[static_cast<std::size_t>(context.scale)], seed));
  }
  return codes;
}

}  // namespace

std::vector<std::vector<CodePair>> simulate_pairs(const Manifest& manifest, std::uint64_t seed) {
  const UnitPlan& plan = manifest.plan;
  if (!plan.spec.floating && plan.spec.integer.raw) {
    throw InputError(
        fmt::format("{}: the unit delivers accumulators, which have no ideal code to compare with (found "
                    "raw output); certify the table document, and simulate the unit",
                    plan.spec.name));
  }
  return simulate_codes(manifest, codes_of(manifest.plan, seed), seed);
}

std::vector<Certificate> certify_unit(const Manifest& manifest, const std::vector<std::vector<CodePair>>& pairs,
                                      std::uint64_t seed) {
  std::vector<Certificate> certificates;
  std::size_t number = 0;
  for (const Table& table : manifest.plan.spec.tables) {
    certificates.push_back(
        certify_with(table, "verilog", seed,
                     [&](const TableContext&, const std::vector<std::int64_t>&) { return pairs.at(number++); }));
  }
  return certificates;
}

}  // namespace pwlforge
