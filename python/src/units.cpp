// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "python/src/units.hpp"

#include <fmt/format.h>

#include "gen/support/diagnostics.hpp"

namespace pwlforge::python {
namespace {

void check_codes(const std::int64_t* codes, std::size_t count, const char* name, std::int64_t low, std::int64_t high) {
  for (std::size_t i = 0; i < count; ++i) {
    if (codes[i] >= low && codes[i] <= high) continue;
    throw InputError(
        fmt::format("{}: element {} is outside {}..{} (found {}); quantize with the unit's scale and saturate", name, i,
                    low, high, codes[i]));
  }
}

std::int64_t least(int bits, bool is_signed) {
  return static_cast<std::int64_t>(golden::min_of(bits, is_signed));
}

/// Bit patterns of 64 bits fill the type.
std::int64_t most(int bits, bool is_signed) {
  return bits >= 64 ? INT64_MAX : static_cast<std::int64_t>(golden::max_of(bits, is_signed));
}

}  // namespace

ScalarUnit::ScalarUnit(UnitPlan plan, std::size_t context) : plan_(std::move(plan)), context_(context) {
  if (context_ >= plan_.contexts.size()) {
    throw InputError(fmt::format("context: {} has {} of them (found {}); choose a smaller number", plan_.spec.name,
                                 plan_.contexts.size(), context_));
  }
  if (plan_.output_bits > 64) {
    throw InputError(fmt::format("{}: its raw output has {} bits; numbers of at most 64 bits can be handed over",
                                 plan_.spec.name, plan_.output_bits));
  }
  if (plan_.spec.floating) {
    floating_ = float_params(scales());
  } else if (plan_.spec.store != Store::truth_table) {
    integer_ = unit_int_params(plan_, plan_.contexts[context_]);
  }
}

const Table& ScalarUnit::table() const {
  return plan_.spec.tables[static_cast<std::size_t>(plan_.contexts[context_].table)];
}

const TableContext& ScalarUnit::scales() const {
  return table().contexts[static_cast<std::size_t>(plan_.contexts[context_].scale)];
}

bool ScalarUnit::output_signed() const {
  return plan_.spec.integer.raw || plan_.spec.integer.output_signed;
}

std::int64_t ScalarUnit::output(std::int64_t code) const {
  if (plan_.spec.floating) {
    return static_cast<std::int64_t>(golden::evaluate(plan_.spec.float_format, plan_.spec.float_options, floating_,
                                                      static_cast<std::uint64_t>(code)));
  }
  if (plan_.spec.store == Store::truth_table) {
    return plan_.truth_tables[context_][static_cast<std::size_t>(code - least(plan_.input_bits, true))];
  }
  return static_cast<std::int64_t>(golden::evaluate(plan_.spec.integer, integer_, code).y);
}

void ScalarUnit::evaluate(const std::int64_t* codes, std::size_t count, std::int64_t* outputs) const {
  const bool is_signed = !plan_.spec.floating;
  check_codes(codes, count, "codes", least(plan_.input_bits, is_signed), most(plan_.input_bits, is_signed));
  for (std::size_t i = 0; i < count; ++i) outputs[i] = output(codes[i]);
}

RowUnit::RowUnit(OperatorPlan plan) : plan_(std::move(plan)), image_(table_image(plan_)) {}

RowUnit::RowUnit(OperatorPlan plan, const OperatorNumbers& numbers)
    : plan_(std::move(plan)), image_(table_image(plan_, numbers)) {}

void RowUnit::evaluate(const std::int64_t* codes, const bool* keep, const std::int64_t* gates, std::size_t rows,
                       std::size_t length, std::int64_t* outputs) const {
  const OperatorSpec& spec = plan_.spec;
  const std::size_t count = rows * length;
  if (spec.kind == OperatorKind::wide) {
    check_codes(codes, count, "codes", 0, most(spec.wide.input_bits, false));
  } else {
    const bool is_signed = !spec.floating;
    check_codes(codes, count, "codes", least(spec.element_bits, is_signed), most(spec.element_bits, is_signed));
  }
  if (has_rows(spec.kind) && length > static_cast<std::size_t>(spec.max_row)) {
    throw InputError(fmt::format("codes: rows of {} elements, but {} takes at most {}; make it with a larger max_row",
                                 length, spec.name, spec.max_row));
  }
  if (is_gated(spec.kind) != (gates != nullptr)) {
    throw InputError(fmt::format("gates: {} {} a second operand", spec.name, gates ? "has no" : "needs"));
  }
  if (gates != nullptr) {
    check_codes(gates, count, "gates", least(spec.element_bits, true), most(spec.element_bits, true));
  }
  if (is_norm(spec.kind) && image_.gain.size() > 1 && length > image_.gain.size()) {
    throw InputError(fmt::format("codes: rows of {} elements, but there are gains for {}", length, image_.gain.size()));
  }
  for (std::size_t r = 0; r < rows; ++r) {
    const std::size_t at = r * length;
    golden::Row row{{codes + at, codes + at + length}, std::vector<bool>(length, true)};
    if (keep != nullptr) row.keep.assign(keep + at, keep + at + length);
    std::vector<std::int64_t> others;
    if (gates != nullptr) others.assign(gates + at, gates + at + length);
    const golden::RowResult result = evaluate_row(plan_, image_, row, others);
    std::copy(result.outputs.begin(), result.outputs.end(), outputs + at);
  }
}

}  // namespace pwlforge::python
