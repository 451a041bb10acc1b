// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a store holds for a context, how it gets there, and what the unit computes from it.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/unit/unit.hpp"

namespace pwlforge {
namespace {

std::uint64_t low_bits(std::int64_t value, int bits) {
  const auto pattern = static_cast<std::uint64_t>(value);
  return bits >= 64 ? pattern : pattern & ((std::uint64_t{1} << bits) - 1);
}

const Table& table_of(const UnitPlan& plan, const UnitContext& context) {
  return plan.spec.tables.at(static_cast<std::size_t>(context.table));
}

const TableContext& scale_of(const UnitPlan& plan, const UnitContext& context) {
  return table_of(plan, context).contexts.at(static_cast<std::size_t>(context.scale));
}

std::size_t context_number(const UnitPlan& plan, const UnitContext& context) {
  for (std::size_t i = 0; i < plan.contexts.size(); ++i) {
    if (plan.contexts[i].table == context.table && plan.contexts[i].scale == context.scale) return i;
  }
  throw InputError("context: not one of this unit; take one of the manifest");
}

void append_word(std::string& bytes, std::uint64_t word) {
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<char>((word >> (8 * i)) & 0xff));
}

std::vector<ConfigWrite> image_of(const UnitPlan& plan, const std::vector<std::uint64_t>& thresholds,
                                  const std::vector<std::uint64_t>& slopes,
                                  const std::vector<std::uint64_t>& intercepts, int requant, int shift) {
  std::vector<ConfigWrite> writes;
  for (const ConfigWord& word : plan.config_words) {
    if (word.context != 0) continue;
    const auto index = static_cast<std::size_t>(word.index);
    std::uint64_t data = 0;
    if (word.field == "threshold") data = thresholds[index];
    if (word.field == "slope") data = slopes[index];
    if (word.field == "intercept") data = intercepts[index];
    if (word.field == "requant_shift") data = static_cast<std::uint64_t>(requant);
    if (word.field == "intercept_shift") data = static_cast<std::uint64_t>(shift);
    writes.push_back({word.address, low_bits(static_cast<std::int64_t>(data), word.bits)});
  }
  return writes;
}

/// What a store of this specification holds of a table.
golden::IntParams stored_params(const UnitSpec& spec, const TableContext& context) {
  return golden::store_image(spec.integer, unit_int_params(spec, context), spec.entries);
}

std::vector<std::uint64_t> patterns(const std::vector<std::int64_t>& values) {
  return {values.begin(), values.end()};
}

}  // namespace

golden::IntParams unit_int_params(const UnitSpec& spec, const TableContext& context) {
  golden::IntParams params = int_params(context);
  if (spec.integer.raw) params.requant_shift = 0;
  return params;
}

golden::IntParams unit_int_params(const UnitPlan& plan, const UnitContext& context) {
  return unit_int_params(plan.spec, scale_of(plan, context));
}

golden::IntParams stored_int_params(const UnitPlan& plan, const golden::IntParams& params) {
  if (is_loadable(plan.spec.store)) return golden::store_image(plan.spec.integer, params, plan.spec.entries);
  const auto low = static_cast<std::int64_t>(golden::min_of(plan.input_bits, true));
  const auto never = static_cast<std::int64_t>(golden::max_of(plan.input_bits, true)) + 1;
  golden::IntParams stored = params;
  const auto entries = static_cast<std::size_t>(plan.spec.entries);
  for (std::int64_t& threshold : stored.thresholds) threshold = std::clamp(threshold, low, never);
  stored.thresholds.resize(entries - 1, never);
  stored.slopes.resize(entries, params.slopes.back());
  stored.intercepts.resize(entries, params.intercepts.back());
  return stored;
}

std::uint64_t kept_data(const ConfigWord& word, std::uint64_t data) {
  const std::uint64_t whole = low_bits(static_cast<std::int64_t>(data), word.bits);
  if (!word.kept) return whole;
  return low_bits(golden::kept_number(*word.kept, static_cast<std::int64_t>(whole)), word.bits);
}

KeptWords needed_words(const UnitSpec& spec) {
  if (spec.floating || !is_loadable(spec.store)) {
    throw InputError(
        fmt::format("--trim: only integer units with a loadable store have words to trim (found {}, {}); "
                    "drop it",
                    spec.unit, store_name(spec.store)));
  }
  std::vector<golden::IntParams> stored;
  for (const Table& table : spec.tables) {
    for (const TableContext& context : table.contexts) stored.push_back(stored_params(spec, context));
  }
  if (stored.empty()) throw InputError("--trim: no table says which bits are needed; give --table");
  return golden::needed_words(stored);
}

KeptWords needed_shifts(const UnitSpec& spec) {
  KeptWords kept = needed_words(spec);
  for (KeptBits& word : kept.thresholds) word = {0, spec.integer.input_bits};
  for (KeptBits& word : kept.slopes) word = {0, spec.integer.slope_bits};
  for (KeptBits& word : kept.intercepts) word = {0, spec.integer.intercept_bits};
  return kept;
}

golden::IntParams nearest_held(const UnitPlan& plan, const golden::IntParams& params) {
  if (!plan.spec.kept) return params;
  golden::IntParams held =
      golden::nearest_held(*plan.spec.kept, params, stored_params(plan.spec, scale_of(plan, plan.contexts.front())));
  if (held.requant_shift > plan.accumulator_bits) held.requant_shift = plan.requant_first;
  return held;
}

golden::FloatParams stored_float_params(const UnitPlan& plan, const golden::FloatParams& params) {
  // Only an infinite x reaches infinity, and the entries above repeat the last one.
  golden::FloatParams stored = params;
  const auto entries = static_cast<std::size_t>(plan.spec.entries);
  const golden::FloatFormat& format = plan.spec.float_format;
  const std::uint64_t infinity = ((std::uint64_t{1} << format.exponent_bits) - 1) << format.mantissa_bits;
  stored.thresholds.resize(entries - 1, infinity);
  stored.slopes.resize(entries, params.slopes.back());
  stored.intercepts.resize(entries, params.intercepts.back());
  return stored;
}

int resident_offset(const UnitPlan& plan, int resident) {
  return resident << (plan.index_bits + 2);
}

std::vector<ConfigWrite> config_image(const UnitPlan& plan, const golden::IntParams& params) {
  const golden::IntParams stored = stored_int_params(plan, params);
  return image_of(plan, patterns(stored.thresholds), patterns(stored.slopes), patterns(stored.intercepts),
                  stored.requant_shift, stored.shift);
}

std::vector<ConfigWrite> config_image(const UnitPlan& plan, const golden::FloatParams& params) {
  const golden::FloatParams stored = stored_float_params(plan, params);
  return image_of(plan, stored.thresholds, stored.slopes, stored.intercepts, 0, 0);
}

std::vector<ConfigWrite> config_image(const UnitPlan& plan, const UnitContext& context) {
  if (plan.spec.floating) return config_image(plan, float_params(scale_of(plan, context)));
  return config_image(plan, unit_int_params(plan, context));
}

std::uint32_t context_checksum(const UnitPlan& plan, const UnitContext& context) {
  std::string bytes;
  if (plan.spec.store == Store::truth_table) {
    for (const std::int64_t y : plan.truth_tables[context_number(plan, context)]) {
      append_word(bytes, static_cast<std::uint64_t>(y));
    }
  } else if (plan.spec.floating) {
    const golden::FloatParams stored = stored_float_params(plan, float_params(scale_of(plan, context)));
    for (const auto* list : {&stored.thresholds, &stored.slopes, &stored.intercepts}) {
      for (const std::uint64_t word : *list) append_word(bytes, word);
    }
  } else {
    const golden::IntParams stored = stored_int_params(plan, unit_int_params(plan, context));
    for (const auto* list : {&stored.thresholds, &stored.slopes, &stored.intercepts}) {
      for (const std::int64_t word : *list) append_word(bytes, static_cast<std::uint64_t>(word));
    }
    append_word(bytes, static_cast<std::uint64_t>(stored.shift));
    append_word(bytes, static_cast<std::uint64_t>(stored.requant_shift));
  }
  return crc32_of(bytes);
}

std::uint64_t expected_output(const UnitPlan& plan, const UnitContext& context, std::uint64_t x) {
  if (plan.spec.floating) {
    return golden::evaluate(plan.spec.float_format, plan.spec.float_options, float_params(scale_of(plan, context)), x);
  }
  // Sign-extend the code of one lane.
  const std::uint64_t sign = std::uint64_t{1} << (plan.input_bits - 1);
  const auto q = static_cast<std::int64_t>((low_bits(static_cast<std::int64_t>(x), plan.input_bits) ^ sign) - sign);
  if (plan.spec.store == Store::truth_table) {
    const std::vector<std::int64_t>& outputs = plan.truth_tables[context_number(plan, context)];
    return low_bits(outputs[static_cast<std::size_t>(q + static_cast<std::int64_t>(sign))], plan.output_bits);
  }
  const golden::IntResult result = golden::evaluate(plan.spec.integer, unit_int_params(plan, context), q);
  return low_bits(static_cast<std::int64_t>(result.y), plan.output_bits);
}

}  // namespace pwlforge
