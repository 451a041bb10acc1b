// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/cycle/lane.hpp"

#include <algorithm>
#include <utility>

#include "sim/golden/batch.hpp"

namespace pwlforge {

namespace {

std::uint64_t low_mask(int bits) {
  return bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
}

int float_segment(const UnitPlan& plan, const LaneParameters& parameters, std::uint64_t x) {
  return golden::segment_of(plan.spec.float_format, plan.spec.float_options, parameters.floating.thresholds, x);
}

}  // namespace

std::int64_t code_of(int bits, std::uint64_t pattern) {
  const std::uint64_t sign = std::uint64_t{1} << (bits - 1);
  return static_cast<std::int64_t>(((pattern & low_mask(bits)) ^ sign) - sign);
}

LaneParameters lane_parameters(const UnitPlan& plan, std::size_t context) {
  const UnitContext& which = plan.contexts.at(context);
  LaneParameters parameters;
  if (plan.spec.floating) {
    const Table& table = plan.spec.tables.at(static_cast<std::size_t>(which.table));
    parameters.floating = float_params(table.contexts.at(static_cast<std::size_t>(which.scale)));
  } else if (plan.spec.store == Store::truth_table) {
    parameters.outputs = plan.truth_tables.at(context);
  } else {
    parameters.integer = unit_int_params(plan, which);
  }
  return parameters;
}

LaneResult evaluate_lane(const UnitPlan& plan, const LaneParameters& parameters, std::uint64_t x) {
  LaneResult result;
  if (plan.spec.floating) {
    result.low = golden::evaluate(plan.spec.float_format, plan.spec.float_options, parameters.floating, x);
    result.segment = float_segment(plan, parameters, x);
    return result;
  }
  const std::int64_t q = code_of(plan.input_bits, x);
  golden::Wide y = 0;
  if (plan.spec.store == Store::truth_table) {
    y = parameters.outputs.at(static_cast<std::size_t>(q + (std::int64_t{1} << (plan.input_bits - 1))));
  } else {
    const golden::IntResult integer = golden::evaluate(plan.spec.integer, parameters.integer, q);
    y = integer.y;
    result.saturated = integer.saturated;
    result.segment = integer.segment;
  }
  result.low = static_cast<std::uint64_t>(y) & low_mask(plan.output_bits);
  if (plan.output_bits > 64) result.high = static_cast<std::uint64_t>(y >> 64) & low_mask(plan.output_bits - 64);
  return result;
}

LaneTable::LaneTable(const UnitPlan& plan, LaneParameters parameters)
    : plan_(&plan), parameters_(std::move(parameters)) {
  LaneResult unknown;
  unknown.segment = kUnknown;
  results_.assign(plan.input_bits <= golden::kTabulatedBits ? std::size_t{1} << plan.input_bits : 1, unknown);
}

bool entry_reachable(const UnitPlan& plan, const LaneParameters& parameters, int entry) {
  const auto below = static_cast<std::size_t>(entry) - 1;
  if (plan.spec.floating) {
    // NaN selects entry 0; any other entry is reached at its lower threshold or not at all.
    return entry == 0 || float_segment(plan, parameters, parameters.floating.thresholds[below]) == entry;
  }
  const auto low = static_cast<std::int64_t>(golden::min_of(plan.input_bits, true));
  const auto high = static_cast<std::int64_t>(golden::max_of(plan.input_bits, true));
  const std::vector<std::int64_t>& thresholds = parameters.integer.thresholds;
  const std::int64_t first = entry == 0 ? low : std::max(thresholds[below], low);
  return first <= high && golden::segment_of(thresholds, first) == entry;
}

int entries_of(const UnitPlan& plan, const LaneParameters& parameters) {
  return static_cast<int>(plan.spec.floating ? parameters.floating.slopes.size() : parameters.integer.slopes.size());
}

}  // namespace pwlforge
