// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/scenario.hpp"

#include <algorithm>

#include "sim/bench/vectors.hpp"

namespace pwlforge {

namespace {
constexpr std::size_t kZoneVectors = 96;
constexpr std::uint64_t kLongestMixed = 3;  // beats of one context where contexts are mixed
}  // namespace

Scenario::Scenario(const UnitPlan& plan, std::uint64_t seed, bool stall)
    : plan_(plan), loadable_(is_loadable(plan.spec.store)), random_(seed ^ 0x5ce9a210ULL) {
  bench::Shape& shape = job_.shape;
  shape.lanes = plan.spec.lanes;
  shape.input_bits = plan.input_bits;
  shape.output_bits = plan.output_bits;
  shape.tag_bits = std::min(64, plan.spec.tag_bits);  // of a longer tag (a wrapper's), the low bits are driven
  shape.context_bits = plan.context_bits;
  shape.latency = plan.latency;
  shape.banks = plan.spec.banks;
  shape.config_address_bits = plan.config_address_bits;
  shape.config_data_bits = plan.config_data_bits;
  shape.loadable = loadable_ ? 1 : 0;
  shape.sticky = plan.requant_bits > 0 ? 1 : 0;
  shape.stall = stall ? 1 : 0;
  shape.seed = seed;
  for (const ConfigWord& word : plan.config_words) {
    job_.slots.push_back({static_cast<std::uint32_t>(word.address), static_cast<std::uint32_t>(word.bits)});
  }
  job_.image_begin.push_back(0);
}

std::size_t Scenario::add_table(std::string label, int context, LaneParameters parameters) {
  const auto entries = static_cast<std::size_t>(entries_of(plan_, parameters));
  tables_.push_back(
      {std::move(label), context, {plan_, std::move(parameters)}, std::vector<std::uint64_t>(entries, 0)});
  return tables_.size() - 1;
}

void Scenario::add_vector(std::size_t table, std::uint64_t x, bool count) {
  PlayedTable& played = tables_[table];
  const LaneResult& result = played.lanes(x);
  bench::column_add(job_.x, bench::column_bytes(plan_.input_bits), {x, 0});
  bench::column_add(job_.y, bench::column_bytes(plan_.output_bits), {result.low, result.high});
  job_.flags.push_back(result.saturated ? 1 : 0);
  if (plan_.context_bits > 0) job_.context.push_back(static_cast<std::uint16_t>(played.context));
  if (count && !played.entry_hits.empty()) ++played.entry_hits[static_cast<std::size_t>(result.segment)];
}

std::int64_t Scenario::image_of(std::size_t table) {
  for (const ConfigWrite& write : table_image(plan_, tables_[table].parameters())) {
    job_.writes.push_back({write.data, static_cast<std::uint32_t>(write.address), 0});
  }
  job_.image_begin.push_back(job_.writes.size());
  return static_cast<std::int64_t>(job_.image_begin.size()) - 2;
}

void Scenario::add_zone(std::size_t before, std::size_t after, bench::Step& step) {
  // Vectors that tell the two tables apart.
  std::vector<std::uint64_t> zone;
  for (const std::size_t table : {before, after}) {
    for (const std::uint64_t x : stratified_vectors(plan_, tables_[table].parameters(), 4096, random_)) {
      const LaneResult old_result = tables_[before].lanes(x);
      const LaneResult new_result = tables_[after].lanes(x);
      if (old_result.low != new_result.low || old_result.high != new_result.high) zone.push_back(x);
    }
  }
  for (std::size_t i = zone.size(); i > 1; --i) std::swap(zone[i - 1], zone[random_.below(i)]);
  if (zone.empty()) zone.assign(1, 0);
  zone.resize(std::min(zone.size(), kZoneVectors));
  step.zone_begin = job_.flags.size();
  step.zone_count = zone.size();
  for (const std::size_t table : {before, after}) {
    for (const std::uint64_t x : zone) add_vector(table, x, false);
  }
}

void Scenario::play(std::size_t table, const std::vector<std::uint64_t>& vectors) {
  bench::Step step;
  PlayedStep meaning{table, current_, false};
  if (loadable_) {
    step.image = image_of(table);
    if (!steps_.empty()) add_zone(current_, table, step);
    current_ = table;
  }
  step.begin = job_.flags.size();
  step.count = vectors.size();
  for (const std::uint64_t x : vectors) add_vector(table, x, true);
  job_.steps.push_back(step);
  steps_.push_back(meaning);
}

void Scenario::play_mixed(const std::vector<std::size_t>& tables, std::uint64_t count) {
  // A step shows each of its vectors to every lane, at other times, and a beat has one context: with several lanes a
  // step has one, too, and lasts a few beats.
  const bool alone = plan_.spec.lanes == 1;
  for (std::uint64_t left = count; left > 0;) {
    bench::Step step;
    step.begin = job_.flags.size();
    step.count = alone ? left : std::min<std::uint64_t>(left, 1 + random_.below(kLongestMixed));
    std::size_t table = 0;
    for (std::uint64_t i = 0; i < step.count; ++i) {
      if (alone || i == 0) table = tables[random_.below(tables.size())];
      add_vector(table, random_.next() & bench::mask_of(plan_.input_bits), false);
    }
    left -= step.count;
    job_.steps.push_back(step);
    steps_.push_back({0, 0, true});
  }
}

std::size_t Scenario::table_of(std::size_t step, std::uint64_t vector) const {
  const PlayedStep& meaning = steps_[step];
  const bench::Step& played = job_.steps[step];
  if (meaning.mixed) {
    const auto context = static_cast<int>(job_.context[vector]);
    const auto found = std::find_if(tables_.begin(), tables_.end(),
                                    [&](const PlayedTable& table) { return table.context == context; });
    return static_cast<std::size_t>(found - tables_.begin());
  }
  const bool zone =
      played.zone_count > 0 && vector >= played.zone_begin && vector < played.zone_begin + (2 * played.zone_count);
  return zone && vector < played.zone_begin + played.zone_count ? meaning.before : meaning.table;
}

}  // namespace pwlforge
