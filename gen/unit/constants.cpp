// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the constant stores hold, as constants of a design.
#include "gen/unit/constants.hpp"

#include <fmt/format.h>

#include "gen/support/signed_digits.hpp"

namespace pwlforge {
namespace {

std::vector<std::uint64_t> bit_patterns(const std::vector<std::int64_t>& values) {
  return {values.begin(), values.end()};
}

/// Slopes as the store holds them.
std::vector<std::uint64_t> slope_words(const UnitPlan& plan, const std::vector<std::int64_t>& slopes) {
  if (plan.spec.slope_terms == 0) return bit_patterns(slopes);
  std::vector<std::uint64_t> words;
  for (const std::int64_t slope : slopes) {
    words.push_back(slope_term_word(slope, plan.spec.slope_terms, plan.slope_bits));
  }
  return words;
}

/// Ascending as an unsigned code: the non-negative half first.
Constant outputs_of(const UnitPlan& plan) {
  Constant constant{"Outputs", "Output of every code, ascending as an unsigned number", plan.output_bits, true, {}};
  for (const auto& table : plan.truth_tables) {
    const std::vector<std::uint64_t> words = bit_patterns(table);
    const auto half = static_cast<std::ptrdiff_t>(words.size() / 2);
    std::vector<std::uint64_t> rotated(words.begin() + half, words.end());
    rotated.insert(rotated.end(), words.begin(), words.begin() + half);
    constant.contexts.push_back(std::move(rotated));
  }
  return constant;
}

/// Which bits of the words of a loadable store are there.
std::vector<Constant> kept_constants(const KeptWords& kept) {
  const auto column = [](const char* name, const char* words, const std::vector<KeptBits>& ranges) {
    Constant constant{name, std::string("Lowest kept bit and kept bits of the ") + words, 16, false, {{}}};
    for (const KeptBits& range : ranges) {
      constant.contexts.front().push_back(static_cast<std::uint64_t>((range.low << 8) | range.bits));
    }
    return constant;
  };
  return {column("ThresholdKept", "thresholds", kept.thresholds), column("SlopeKept", "slopes", kept.slopes),
          column("InterceptKept", "intercepts", kept.intercepts)};
}

}  // namespace

std::vector<Constant> store_constants(const UnitPlan& plan) {
  if (is_loadable(plan.spec.store)) return plan.spec.kept ? kept_constants(*plan.spec.kept) : std::vector<Constant>();
  if (plan.spec.store == Store::truth_table) return {outputs_of(plan)};
  const bool numbers = !plan.spec.floating;
  std::vector<Constant> constants{{"Thresholds", "Thresholds", plan.threshold_bits, numbers, {}},
                                  {"Slopes", "Slopes K", plan.slope_word_bits, numbers, {}},
                                  {"Intercepts", "Intercepts B", plan.intercept_bits, numbers, {}}};
  if (plan.spec.slope_terms > 0) {
    constants[1].meaning = fmt::format("Slopes K, {} of {} bits each: negative, and a bit for its power of two",
                                       plan.spec.slope_terms == 1 ? "a term" : "terms", plan.slope_bits + 1);
    constants[1].is_number = false;
  }
  Constant shifts{"Shifts", "Intercept shifts s", plan.shift_bits, numbers, {}};
  Constant requants{"Requants", "Requantize shifts R", plan.requant_bits, numbers, {}};
  for (const UnitContext& context : plan.contexts) {
    if (plan.spec.floating) {
      const Table& table = plan.spec.tables[static_cast<std::size_t>(context.table)];
      const golden::FloatParams stored =
          stored_float_params(plan, float_params(table.contexts[static_cast<std::size_t>(context.scale)]));
      constants[0].contexts.push_back(stored.thresholds);
      constants[1].contexts.push_back(stored.slopes);
      constants[2].contexts.push_back(stored.intercepts);
      continue;
    }
    const golden::IntParams stored = stored_int_params(plan, unit_int_params(plan, context));
    constants[0].contexts.push_back(bit_patterns(stored.thresholds));
    constants[1].contexts.push_back(slope_words(plan, stored.slopes));
    constants[2].contexts.push_back(bit_patterns(stored.intercepts));
    shifts.contexts.push_back({static_cast<std::uint64_t>(stored.shift)});
    requants.contexts.push_back({static_cast<std::uint64_t>(stored.requant_shift)});
  }
  if (plan.shift_bits > 0) constants.push_back(shifts);
  if (plan.requant_bits > 0) constants.push_back(requants);
  return constants;
}

}  // namespace pwlforge
