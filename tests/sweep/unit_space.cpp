// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Units: every option of `gen` that changes what the hardware is, and stalls. A function makes the contents of a truth
// table; the tables of other stores have random words under its name.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "gen/support/diagnostics.hpp"
#include "gen/support/signed_digits.hpp"
#include "gen/unit/rules.hpp"
#include "sim/bench/vectors.hpp"
#include "tests/sim/units.hpp"
#include "tests/sweep/space.hpp"

namespace pwlforge::sweep {
namespace {

enum Place : std::size_t {
  kUnit,
  kFormat,
  kEntries,
  kStore,
  kFunction,
  kRounding,
  kOutput,
  kPipeline,
  kMacStages,
  kCompact,
  kBanks,
  kSkid,
  kTag,
  kLanes,
  kClockGate,
  kIsolation,
  kFtz,
  kInfinity,
  kTrim,
  kTerms,
  kStall
};

const std::vector<Axis> kAxes = {
    {"unit", {"int8", "int:4", "int:5", "int:12", "int16", "int:24", "int32", "fp16", "bf16", "fp32"}},
    {"format", {"own", "f6k8b8", "k8b16", "f14k16b16", "k16b32", "f30k32b32"}},
    {"entries", {"2", "3", "8", "16", "17", "64"}},
    {"store", {"registers", "latches", "fixed", "truth_table"}},
    {"function", {"random", "gelu", "hswish", "silu", "sigmoid", "tanh", "exp", "div", "rsqrt"}},
    {"rounding", {"half_up", "half_even", "floor"}},
    {"output", {"signed", "unsigned", "raw"}},
    {"pipeline", {"0", "1", "2", "3", "4"}},
    {"mac_stages", {"1", "2", "3", "4"}},
    {"compact", {"no", "yes"}},
    {"banks", {"1", "2"}},
    {"skid", {"no", "yes"}},
    {"tag", {"0", "1", "7"}},
    {"lanes", {"1", "2", "9"}},  // 9 lanes: ports of more than 64 bits are of another SystemC type
    {"clock_gate", {"no", "yes"}},
    {"isolation", {"no", "yes"}},
    {"ftz", {"no", "yes"}},
    {"inf", {"clamp", "ieee"}},
    {"trim", {"no", "yes"}},
    {"slope_terms", {"0", "1", "3"}},
    {"stall", {"yes", "no"}},
};

/// The first terms of a slope of `bits` bits; all of it where there is a multiplier.
std::int64_t of_terms(std::int64_t slope, int terms, int bits) {
  if (terms == 0) return slope;
  std::int64_t sum = 0;
  for (const SignedDigit& digit : signed_digits(slope)) {
    if (terms-- == 0) break;
    sum += (digit.negative ? -1 : 1) * (std::int64_t{1} << digit.position);
  }
  // The first term alone may be the power of two above the widest slope.
  const std::int64_t above = std::int64_t{1} << (bits - 1);
  return sum < above ? sum : above / 2;
}

class UnitSpace final : public Space {
 public:
  const std::string& name() const override {
    static const std::string text = "units";
    return text;
  }
  const std::vector<Axis>& axes() const override { return kAxes; }

  std::size_t violations(const Row& row) const override {
    UnitSpec spec = specification(row);
    if (has_table(row)) spec.tables.push_back(plain_table(spec, row));
    Problems problems;
    check_unit(spec, problems);
    return problems.lines().size() + own_rules(row, spec) + (trim(row, spec) ? 0U : 1U);
  }

  bool exists(const Row& row) const override { return violations(row) == 0; }

  Verdict simulate(const Row& row, const Run& run) const override {
    UnitSpec spec = specification(row);
    if (has_table(row)) spec.tables.push_back(random_words(spec, row));
    if (!trim(row, spec)) throw InputError("words are not trimmed: " + row_text(*this, row));
    const test::UnitDirectory unit(spec);
    SimOptions options;
    options.engine = run.engine;
    options.seed = run.seed;
    options.coverage = run.coverage;
    options.stall = value(row, kStall) == "yes";
    options.vectors = plan_unit(spec).input_bits <= 12 ? VectorKind::exhaustive : VectorKind::random;
    options.count = 4000;
    const SimResult result = pwlforge::simulate(unit.manifest(), options);
    Verdict verdict{result.vectors + result.extra_vectors, result.cycles, ""};
    if (!result.passed()) verdict.wrong += "\n" + sim_text(result);
    if (result.latency_checks == 0) verdict.wrong += "\nno latency was checked";
    // Vectors of more than 12 bits are sampled about the thresholds of a table, and with one all entries are met.
    for (const SimContext& context : result.contexts) {
      if (!context.uncovered_entries.empty()) verdict.wrong += "\nentries without a vector: " + context.label;
    }
    if (is_loadable(spec.store) && result.reloads_new == 0) verdict.wrong += "\nno beat met a reloaded table";
    if (run.engine == Engine::both && result.cycles_compared != result.cycles) verdict.wrong += "\ncycles not compared";
    return verdict;
  }

 private:
  bool has_table(const Row& row) const { return row[kFunction] != 0; }
  int number(const Row& row, std::size_t axis) const { return std::atoi(value(row, axis).c_str()); }

  UnitSpec specification(const Row& row) const {
    // Asked for millions of rows: names are parsed once.
    std::optional<UnitSpec>& named = named_[{row[kUnit], row[kFormat]}];
    if (!named) {
      const std::string& format = value(row, kFormat);
      named = test::unit_of(value(row, kUnit), 2, format == "own" ? "fp32" : format);
    }
    UnitSpec spec = *named;
    spec.entries = number(row, kEntries);
    spec.pipeline = number(row, kPipeline);
    spec.store = static_cast<Store>(row[kStore]);
    spec.integer.rounding = static_cast<golden::Rounding>(row[kRounding]);
    spec.integer.output_signed = value(row, kOutput) != "unsigned";
    spec.integer.raw = value(row, kOutput) == "raw";
    spec.mac_stages = number(row, kMacStages);
    spec.compact = value(row, kCompact) == "yes";
    spec.banks = number(row, kBanks);
    spec.skid = value(row, kSkid) == "yes";
    spec.tag_bits = number(row, kTag);
    spec.lanes = number(row, kLanes);
    spec.clock_gate = value(row, kClockGate) == "yes";
    spec.operand_isolation = value(row, kIsolation) == "yes";
    spec.slope_terms = number(row, kTerms);
    spec.float_options.ftz = value(row, kFtz) == "yes";
    spec.float_options.inf_ieee = value(row, kInfinity) == "ieee";
    return spec;
  }

  /// What the command line cannot say, or what would be the same unit under two names.
  std::size_t own_rules(const Row& row, const UnitSpec& spec) const {
    const bool own_format = value(row, kFormat) == "own";
    std::size_t broken = own_format == spec.floating ? 0 : 1;
    if (spec.floating && row[kRounding] != 0) ++broken;
    if (spec.floating && value(row, kOutput) == "unsigned") ++broken;
    if (spec.store == Store::truth_table) {
      // It has neither entries nor a format nor stages of arithmetic.
      for (const auto& [axis, only] :
           {std::pair<std::size_t, std::size_t>{kEntries, 0}, {kFormat, 2}, {kRounding, 0}}) {
        if (row[axis] != only) ++broken;
      }
    }
    // Without a register the offer follows the configuration port while a table is loaded; a skid stage holds it.
    if (spec.pipeline == 0 && is_loadable(spec.store) && !spec.skid) ++broken;
    return broken;
  }

  /// Keeps of the words what the tables need, where that is asked for; false: this unit has no such words.
  bool trim(const Row& row, UnitSpec& spec) const {
    if (value(row, kTrim) == "no") return true;
    if (spec.integer.intercept == golden::InterceptForm::shifted || spec.tables.empty()) return false;
    try {
      spec.kept = needed_words(spec);
      return true;
    } catch (const InputError&) {
      return false;
    }
  }

  /// A table of the function's name. Truth tables follow from the name; the words of other tables are zeros here.
  Table plain_table(const UnitSpec& spec, const Row& row) const {
    Table table;
    table.function = value(row, kFunction);
    table.range = find_function(table.function).fit_range();
    table.entries = spec.entries;
    table.format.floating = spec.floating;
    table.format.float_format = spec.float_format;
    table.format.slope_bits = spec.floating ? table.format.slope_bits : spec.integer.slope_bits;
    table.format.intercept_bits = spec.floating ? table.format.intercept_bits : spec.integer.intercept_bits;
    table.input_bits = spec.floating ? golden::total_bits(spec.float_format) : spec.integer.input_bits;
    table.output_bits = spec.integer.output_bits;
    table.output_signed = spec.integer.output_signed;
    table.intercept = spec.integer.intercept;
    table.rounding = spec.integer.rounding;
    TableContext context;
    context.input_scale = std::ldexp(1.0, 4 - std::min(table.input_bits, 32));
    context.output_scale = std::ldexp(1.0, 3 - std::min(table.output_bits, 32));
    context.thresholds.assign(static_cast<std::size_t>(spec.entries) - 1, 0);
    context.slopes.assign(static_cast<std::size_t>(spec.entries), 0);
    context.intercepts = context.slopes;
    table.contexts = {context};
    return table;
  }

  /// Two contexts of random words, which reach every bit; fitted tables are for other tests.
  Table random_words(const UnitSpec& spec, const Row& row) const {
    Table table = plain_table(spec, row);
    if (spec.store == Store::truth_table) return table;
    UnitSpec loadable = spec;
    loadable.store = Store::registers;
    loadable.slope_terms = 0;
    const UnitPlan plan = plan_unit(loadable);
    bench::Random random(row[kFunction] + 1);
    const TableContext context = table.contexts.front();
    table.contexts.clear();
    for (int i = 0; i < 2; ++i) {
      const LaneParameters words = random_table(plan, random);
      TableContext one = context;
      const auto take = [&](const auto& from, std::vector<std::int64_t>& to) {
        to.clear();
        for (const auto word : from) {
          const auto bits = static_cast<std::uint64_t>(word);
          const bool flushed = spec.float_options.ftz && golden::is_subnormal(spec.float_format, bits);
          to.push_back(flushed ? 0 : static_cast<std::int64_t>(bits));
        }
      };
      if (spec.floating) {
        take(words.floating.thresholds, one.thresholds);
        take(words.floating.slopes, one.slopes);
        take(words.floating.intercepts, one.intercepts);
      } else {
        one.thresholds = words.integer.thresholds;
        one.slopes = words.integer.slopes;
        one.intercepts = words.integer.intercepts;
        if (value(row, kTrim) == "yes") {
          // Words of which bits at both ends say nothing.
          for (auto* list : {&one.slopes, &one.intercepts}) {
            for (std::int64_t& word : *list) word = word / 8 * 2;
          }
        }
        for (std::int64_t& slope : one.slopes) slope = of_terms(slope, spec.slope_terms, spec.integer.slope_bits);
        one.shift = words.integer.shift;
        one.requant_shift = words.integer.requant_shift;
        if (spec.integer.intercept == golden::InterceptForm::shifted) one.input_scale = std::ldexp(1.0, -one.shift);
      }
      table.contexts.push_back(one);
    }
    return table;
  }

  mutable std::map<std::pair<std::size_t, std::size_t>, std::optional<UnitSpec>> named_;
};

}  // namespace

std::unique_ptr<Space> unit_space() {
  return std::make_unique<UnitSpace>();
}

}  // namespace pwlforge::sweep
