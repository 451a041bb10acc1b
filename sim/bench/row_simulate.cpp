// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The programme of an operator: every length from 1 to 64 and a sample of the longer ones, masks, extreme rows, rows
// that are too long; a table image, random images, reloads in the middle of rows; then rows of full length without a
// gap. It is played in jobs of limited size, each from reset, so that any number of rows takes little memory.
#include "sim/bench/row_simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "gen/operator/operator_axis.hpp"
#include "gen/operator/row_file.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/progress.hpp"
#include "sim/bench/cosimulate.hpp"
#include "sim/bench/recording.hpp"
#include "sim/bench/row_scenario.hpp"
#include "sim/bench/testbench/random.hpp"
#include "sim/bench/verilated.hpp"
#include "sim/cycle/lane.hpp"

namespace pwlforge {
namespace {

constexpr std::uint64_t kJobElements = 1000000;  // of one job, about
constexpr std::uint64_t kJobRows = 40000;
constexpr std::size_t kReportedRows = 16;
constexpr int kShortRow = 64;   // every length up to here
constexpr int kGatedRow = 256;  // gated units have no longest row
constexpr int kGaplessRows = 4;
constexpr int kZoneRows = 12;  // around a reload
constexpr std::uint64_t kDefaultRandomRows = 2000;
constexpr std::uint64_t kWideNumbers = 100000;
constexpr int kExhaustiveDefault = 16;
constexpr int kExhaustiveMost = 24;
constexpr std::size_t kShownCodes = 16;

void check_options(const OperatorPlan& plan, const SimOptions& options) {
  Problems problems;
  const bool wide = plan.spec.kind == OperatorKind::wide;
  if (options.vectors == VectorKind::exhaustive && !wide) {
    problems.add("--vectors exhaustive", "an operator works on rows of any content",
                 "use random:N or file:F, or no --vectors for the full programme");
  } else if (options.vectors == VectorKind::exhaustive && plan.spec.element_bits > kExhaustiveMost) {
    problems.add("--vectors exhaustive", fmt::format("the input has {} bits", plan.spec.element_bits),
                 "use --vectors random:N");
  }
  if (options.vectors == VectorKind::random && options.count == 0) {
    problems.add("--vectors random:0", "nothing would be checked", "ask for at least one row");
  }
  if (!options.contexts.empty()) problems.add("--context", "operators have no contexts", "leave it away");
  check_recording(options, problems);
}

/// Plays jobs and adds their outcomes up.
class Player {
 public:
  Player(const OperatorManifest& manifest, const SimOptions& options) : manifest_(manifest), options_(options) {
    const OperatorPlan& plan = manifest.plan;
    result_.name = plan.spec.name;
    result_.kind = operator_name(plan.spec.kind);
    result_.engine = options.engine;
    result_.seed = options.seed;
    if (options.engine != Engine::cycle) program_ = build_operator_bench(manifest, probes_of(options));
  }

  void play(RowScenario& scenario) {
    bench::RowJob& job = scenario.job();
    record(options_, played_ == 0, job);  // the first job is traced: it holds every phase
    bench::RowOutcome outcome;
    if (options_.engine == Engine::cycle) {
      outcome = run_operator_model(manifest_.plan, job);
    } else if (options_.engine == Engine::both) {
      RowCosimulation both = run_operator_both(manifest_.plan, program_, job);
      outcome = std::move(both.outcome);
      result_.cycles_compared += both.cycles;
      if (!both.first_difference.empty()) result_.rules.push_back(both.first_difference);
    } else {
      outcome = run_operator_bench(program_, job);
    }
    add(scenario, outcome);
    played_ += scenario.rows();
  }
  bool broken() const { return result_.mismatches > 0 || !result_.rules.empty(); }
  std::uint64_t played() const { return played_; }
  RowSimResult& result() { return result_; }

 private:
  void add(RowScenario& scenario, const bench::RowOutcome& outcome) {
    result_.rows += outcome.rows;
    result_.beats += outcome.delivered;
    result_.mismatches += outcome.mismatches;
    result_.lost += outcome.lost;
    result_.out_of_order += outcome.out_of_order;
    result_.cycles += outcome.cycles;
    result_.gapless_beats += outcome.gapless_beats;
    result_.latency_checks += outcome.latency_checks;
    result_.readbacks += outcome.readbacks;
    result_.probes += outcome.probes;
    result_.stalled_cycles += outcome.stalled_cycles;
    result_.gap_cycles += outcome.gap_cycles;
    result_.reload_rows_old += outcome.rows_old;
    result_.reload_rows_new += outcome.rows_new;
    result_.reloads_waited += outcome.reloads_waited;
    for (const bench::Violation& violation : outcome.violations) {
      result_.rules.push_back(fmt::format("broken rule: {} (first in cycle {}, {} times)", violation.rule,
                                          violation.first_cycle, violation.count));
    }
    const std::size_t words = bench::words_for(scenario.job().shape.output_bits);
    for (std::size_t i = 0; i < outcome.failures.size() && result_.first_mismatches.size() < kReportedRows; ++i) {
      report(scenario, outcome.failures[i],
             bench::Words(outcome.got.begin() + static_cast<std::ptrdiff_t>(i * words),
                          outcome.got.begin() + static_cast<std::ptrdiff_t>((i + 1) * words)));
    }
  }

  void report(RowScenario& scenario, const bench::RowFailure& failure, const bench::Words& got) {
    const OperatorSpec& spec = manifest_.plan.spec;
    const bench::RowJob& job = scenario.job();
    const std::size_t words = got.size();
    const auto at = job.outputs.begin() + static_cast<std::ptrdiff_t>(failure.output * words);
    const bench::Words wanted(at, at + static_cast<std::ptrdiff_t>(words));
    RowMismatch mismatch;
    mismatch.row = played_ + failure.row;
    mismatch.beat = failure.beat;
    mismatch.cycle = failure.cycle;
    mismatch.phase = scenario.phase_of(failure.row);
    const auto number = [&](const bench::Words& payload, int lane) {
      const std::uint64_t raw =
          bench::get_bits(payload, static_cast<std::size_t>(lane) * static_cast<std::size_t>(spec.output_bits),
                          std::min(spec.output_bits, 64));
      const bool is_signed = spec.kind != OperatorKind::softmax && spec.kind != OperatorKind::wide;
      return is_signed ? std::to_string(code_of(spec.output_bits, raw)) : std::to_string(raw);
    };
    for (int lane = spec.lanes - 1; lane >= 0; --lane) {
      if (number(wanted, lane) != number(got, lane)) mismatch.lane = lane;
    }
    const auto text = [&](const bench::Words& payload) {
      if (mismatch.lane >= 0) return number(payload, mismatch.lane);
      std::string hex = "0x";
      for (std::size_t i = words; i-- > 0;) hex += fmt::format("{:016x}", payload[i]);
      return hex;
    };
    mismatch.expected = text(wanted);
    mismatch.got = text(got);
    const std::size_t in_words = bench::words_for(job.shape.input_bits);
    const auto in =
        job.inputs.begin() + static_cast<std::ptrdiff_t>((job.rows[failure.row].input + failure.beat) * in_words);
    const bench::Words input(in, in + static_cast<std::ptrdiff_t>(in_words));
    for (std::size_t lane = 0; lane < std::min(kShownCodes, static_cast<std::size_t>(spec.lanes)); ++lane) {
      const std::uint64_t raw =
          bench::get_bits(input, lane * static_cast<std::size_t>(spec.element_bits), spec.element_bits);
      mismatch.codes.push_back(spec.kind == OperatorKind::wide ? static_cast<std::int64_t>(raw)
                                                               : code_of(spec.element_bits, raw));
    }
    result_.first_mismatches.push_back(std::move(mismatch));
  }

  const OperatorManifest& manifest_;
  const SimOptions& options_;
  std::filesystem::path program_;
  RowSimResult result_;
  std::uint64_t played_ = 0;
};

/// Makes rows and scenarios from one source of randomness.
class Programme {
 public:
  Programme(const OperatorPlan& plan, const SimOptions& options)
      : plan_(plan),
        options_(options),
        random_(options.seed ^ 0x70f5ULL),
        wide_(plan.spec.kind == OperatorKind::wide),
        longest_(has_rows(plan.spec.kind) ? plan.spec.max_row : kGatedRow * plan.spec.lanes) {}

  RowScenario scenario() {
    RowScenario made(plan_, options_.seed * 0x9e3779b97f4a7c15ULL + jobs_++, options_.stall);
    if (!plan_.parts.empty())
      made.load(jobs_ % 2 == 1 ? table_image(plan_) : random_image(plan_, next()), rows(4), 0, "first image");
    return made;
  }

  /// Another image in the middle of rows, requested at any beat of the first ones.
  void reload(RowScenario& scenario, const OperatorImage& image, const std::string& phase) {
    if (plan_.parts.empty()) return;
    std::vector<Stimulus> zone = rows(kZoneRows);
    if (!wide_) zone.insert(zone.begin(), row(std::min(longest_, 6 * plan_.spec.lanes)));
    std::uint64_t early = 0;
    for (std::size_t i = 0; i < 4; ++i) early += beats_of(zone[i]);
    // After at least one beat, so that a row is under way with the old image.
    scenario.load(image, zone, 1 + random_.below(early), phase);
  }
  void reload(RowScenario& scenario) { reload(scenario, random_image(plan_, next()), "reload"); }

  /// Rows one at a time, each from an empty operator: there the latency is exact.
  void apart(RowScenario& scenario) {
    for (int i = 0; i < 12; ++i) scenario.play({row(1 + draw(std::min(longest_, kGatedRow)))}, "rows apart", true);
  }

  void gapless(RowScenario& scenario) {
    apart(scenario);
    std::vector<Stimulus> full;
    const int length = wide_ ? 1024 : longest_;
    for (int i = 0; i < kGaplessRows; ++i) full.push_back(random_stimulus(plan_, next(), length, false));
    // Rows that are shorter than their scalar takes wait for it.
    const bool keeps_up = wide_ || plan_.interval <= longest_ / plan_.spec.lanes;
    scenario.play(full, keeps_up ? "gapless rows" : "rows in a row", keeps_up);
  }

  /// Every short length, and lengths around powers of two up to the longest.
  std::vector<Stimulus> all_lengths() {
    std::vector<Stimulus> made;
    for (int length = 1; length <= std::min(kShortRow, longest_); ++length) made.push_back(row(length));
    for (int power = 2 * kShortRow; power <= 2 * longest_; power *= 2) {
      for (const int length : {power - 1, power, power + 1, power / 2 + draw(power / 2)}) {
        if (length <= longest_) made.push_back(row(length));
      }
    }
    for (const int length : {longest_ - plan_.spec.lanes, longest_ - 1, longest_}) {
      if (length > 0) made.push_back(row(length));
    }
    return made;
  }
  std::vector<Stimulus> extremes() {
    std::vector<Stimulus> made;
    for (const int length : {1, plan_.spec.lanes, std::min(longest_, 2 * plan_.spec.lanes + 1), longest_}) {
      for (Stimulus& stimulus : extreme_stimuli(plan_, length)) made.push_back(std::move(stimulus));
    }
    return made;
  }
  /// Rows that are too long, by a beat and by much, with normal ones behind them.
  std::vector<Stimulus> overlong() {
    std::vector<Stimulus> made;
    if (!has_rows(plan_.spec.kind)) return made;
    for (const int more : {1, plan_.spec.lanes, plan_.spec.lanes + 1, 5 * plan_.spec.lanes, longest_ + 3}) {
      made.push_back(row(longest_ + more));
      made.push_back(row(1 + draw(3 * plan_.spec.lanes)));
    }
    return made;
  }
  std::vector<Stimulus> rows(int count) {
    std::vector<Stimulus> made;
    for (int i = 0; i < count; ++i) made.push_back(some_row());
    return made;
  }
  /// Mostly short: lengths of every magnitude up to 64 or four beats, one in 512 of any length, also too long.
  Stimulus some_row() {
    if (wide_) return row(1);
    if (draw(512) == 0) return row(1 + draw(longest_ + longest_ / 8));
    const int most = std::min(longest_, std::max(kShortRow, 4 * plan_.spec.lanes));
    int octaves = 0;
    while ((2 << octaves) <= most) ++octaves;
    return row(std::min(longest_, 1 + draw(2 << draw(octaves))));
  }
  Stimulus row(int length) { return random_stimulus(plan_, next(), length, true); }
  std::uint64_t next() { return random_.next(); }
  int draw(int bound) { return static_cast<int>(random_.below(static_cast<std::uint64_t>(std::max(bound, 1)))); }
  bool wide() const { return wide_; }

 private:
  std::uint64_t beats_of(const Stimulus& stimulus) const {
    const auto lanes = static_cast<std::uint64_t>(plan_.spec.lanes);
    return (stimulus.row.codes.size() + lanes - 1) / lanes;
  }

  const OperatorPlan& plan_;
  const SimOptions& options_;
  bench::Random random_;
  bool wide_;
  int longest_;
  std::uint64_t jobs_ = 0;
};

/// `count` rows in jobs; each job reloads once in its middle, the last one ends gapless.
void play_random(Programme& programme, Player& player, std::uint64_t count, bool reported) {
  std::optional<Progress> progress;
  if (reported) progress.emplace("sim", count);
  for (std::uint64_t left = count; left > 0 && !player.broken();) {
    RowScenario scenario = programme.scenario();
    for (const bool second : {false, true}) {
      std::vector<Stimulus> rows;
      std::uint64_t elements = 0;
      while (left > 0 && rows.size() < kJobRows / 2 && elements < kJobElements / 2) {
        rows.push_back(programme.some_row());
        elements += rows.back().row.codes.size();
        --left;
      }
      scenario.play(rows, "random rows");
      if (!second) programme.reload(scenario);
    }
    if (left == 0) programme.gapless(scenario);
    player.play(scenario);
    if (progress.has_value()) progress->update(count - left, fmt::format("{} rows", count - left));
  }
}

void play_all(const OperatorPlan& plan, Programme& programme, Player& player) {
  RowScenario scenario = programme.scenario();
  scenario.play(programme.all_lengths(), "lengths");
  scenario.play(programme.extremes(), "extreme rows");
  scenario.play(programme.overlong(), "overlong rows");
  for (int i = 0; i < 3; ++i) {
    programme.reload(scenario);
    scenario.play(programme.rows(40), "random image");
  }
  scenario.play(programme.extremes(), "extreme rows, random image");
  programme.reload(scenario, table_image(plan), "reload");
  scenario.play(programme.rows(40), "table image");
  programme.gapless(scenario);
  player.play(scenario);
  if (!player.broken()) play_random(programme, player, kDefaultRandomRows, false);
}

/// All numbers with the table image, in jobs.
void play_numbers(const OperatorPlan& plan, const SimOptions& options, Programme& programme, Player& player) {
  const std::uint64_t all = std::uint64_t{1} << plan.spec.element_bits;
  Progress progress("sim", all);
  for (std::uint64_t begin = 0; begin < all && !player.broken();) {
    const std::uint64_t end = std::min(all, begin + (std::uint64_t{1} << 18));
    RowScenario scenario(plan, options.seed + begin, options.stall);
    Stimulus numbers;
    for (; begin < end; ++begin) {
      numbers.row.codes.push_back(static_cast<std::int64_t>(begin));
      numbers.row.keep.push_back(true);
    }
    if (plan.parts.empty()) {
      scenario.play({numbers}, "all numbers");
    } else {
      scenario.load(table_image(plan), {numbers}, 0, "all numbers");
    }
    if (end == all) {
      programme.reload(scenario);
      programme.gapless(scenario);
    }
    player.play(scenario);
    progress.update(end, "all numbers");
  }
}

}  // namespace

RowSimResult simulate_operator(const OperatorManifest& directory, const SimOptions& options) {
  const OperatorManifest manifest = core_manifest(directory);
  const OperatorPlan& plan = manifest.plan;
  check_options(plan, options);
  Programme programme(plan, options);
  const bool wide = programme.wide();
  VectorKind kind = options.vectors;
  if (kind == VectorKind::automatic && wide) {
    kind = plan.spec.element_bits <= kExhaustiveDefault ? VectorKind::exhaustive : VectorKind::random;
  }
  const std::vector<Stimulus> recorded =
      kind == VectorKind::file ? read_rows(plan, options.file) : std::vector<Stimulus>{};
  Player player(manifest, options);
  if (kind == VectorKind::file) {
    RowScenario scenario(plan, options.seed, options.stall);
    if (plan.parts.empty()) {
      scenario.play(recorded, "recorded rows");
    } else {
      scenario.load(table_image(plan), recorded, 0, "recorded rows");
    }
    player.play(scenario);
  } else if (kind == VectorKind::exhaustive) {
    play_numbers(plan, options, programme, player);
    player.result().exhaustive = !player.broken();
  } else if (kind == VectorKind::random) {
    play_random(programme, player, options.vectors == VectorKind::automatic ? kWideNumbers : options.count, true);
  } else {
    play_all(plan, programme, player);
  }
  RowSimResult result = std::move(player.result());
  if (result.rows == 0 && result.rules.empty()) {
    throw CheckFailed(fmt::format("{}: the simulation ended without checking anything", plan.spec.name));
  }
  return result;
}

}  // namespace pwlforge
