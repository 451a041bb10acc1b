// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/row_scenario.hpp"

#include <algorithm>

namespace pwlforge {

namespace {

bool has_port(const OperatorPlan& plan, const std::string& name) {
  return std::any_of(plan.ports.begin(), plan.ports.end(), [&](const Port& port) { return port.name == name; });
}

}  // namespace

RowScenario::RowScenario(const OperatorPlan& plan, std::uint64_t seed, bool stall) : plan_(plan) {
  const bool alone = plan.spec.kind == OperatorKind::wide;
  const bool integer = alone && plan.wide.spec.integer_form;
  bench::RowShape& shape = job_.shape;
  shape.input_bits = payload_bits(input_payload(plan));
  shape.output_bits = payload_bits(output_payload(plan));
  shape.latency_rows = plan.latency_rows;
  shape.latency = plan.latency;
  shape.max_beats = has_rows(plan.spec.kind) ? plan.max_beats : 0;
  shape.whole_rows = has_rows(plan.spec.kind) ? 1 : 0;
  shape.loadable = plan.parts.empty() ? 0 : 1;
  // With the integer form the core's flag rises a cycle or more before the result is delivered, and a write waits for
  // the core only: both are the cycle model's business.
  shape.saturated = has_port(plan, "saturated_o") && !integer ? 1 : 0;
  shape.busy_exact = integer ? 0 : 1;
  shape.empty = has_port(plan, "empty_o") || has_port(plan, "zero_o") ? 1 : 0;
  shape.overlong = has_port(plan, "overlong_o") ? 1 : 0;
  shape.stall = stall ? 1 : 0;
  shape.seed = seed;
  job_.image_begin.push_back(0);
}

std::uint64_t RowScenario::add_outputs(const RowBeats& beats) {
  const std::uint64_t first = job_.flags.size();
  const bool alone = plan_.spec.kind == OperatorKind::wide;
  for (std::size_t beat = 0; beat < beats.outputs.size(); ++beat) {
    job_.outputs.insert(job_.outputs.end(), beats.outputs[beat].begin(), beats.outputs[beat].end());
    unsigned flags = beats.clamped[beat] ? bench::kBeatSaturated : 0;
    if (beats.empty) flags |= bench::kBeatEmpty;
    if (beats.empty && alone) flags |= bench::kBeatMaySaturate;
    job_.flags.push_back(static_cast<std::uint8_t>(flags));
  }
  return first;
}

void RowScenario::add_row(const Stimulus& row, const OperatorImage* old, const OperatorImage* fresh) {
  bench::RowRecord record;
  record.input = beats();
  RowBeats beats;
  if (old != nullptr) {
    beats = row_beats(plan_, *old, row);
    record.output = add_outputs(beats);
  }
  if (fresh != nullptr) {
    beats = row_beats(plan_, *fresh, row);
    record.output_new = add_outputs(beats);
  }
  for (const Payload& payload : beats.inputs) job_.inputs.insert(job_.inputs.end(), payload.begin(), payload.end());
  record.beats_in = static_cast<std::uint32_t>(beats.inputs.size());
  record.beats_out = static_cast<std::uint32_t>(beats.outputs.size());
  job_.rows.push_back(record);
}

void RowScenario::add_rows(const std::vector<Stimulus>& rows, const OperatorImage* old, const OperatorImage* fresh) {
  for (const Stimulus& row : rows) {
    if (plan_.spec.kind != OperatorKind::wide) {
      add_row(row, old, fresh);
      continue;
    }
    // A wide unit knows no rows: every number is one.
    for (const std::int64_t code : row.row.codes) add_row({{{code}, {true}}, {0}}, old, fresh);
  }
}

void RowScenario::play(const std::vector<Stimulus>& rows, const std::string& phase, bool gapless) {
  if (!loaded_) image_ = table_image(plan_);
  bench::RowStep step;
  step.begin = job_.rows.size();
  add_rows(rows, &image_, nullptr);
  step.count = job_.rows.size() - step.begin;
  step.gapless = gapless ? 1 : 0;
  if (step.count == 0) return;
  job_.steps.push_back(step);
  phases_.push_back(phase);
}

void RowScenario::load(const OperatorImage& image, const std::vector<Stimulus>& rows, std::uint64_t load_after,
                       const std::string& phase) {
  for (const ConfigWrite& write : operator_writes(plan_, image)) {
    const bool readable = readable_bits(plan_, write.address) > 0;
    job_.writes.push_back({write.data, static_cast<std::uint32_t>(write.address), readable ? 1u : 0u});
  }
  bench::RowStep step;
  step.image = static_cast<std::int64_t>(job_.image_begin.size()) - 1;
  job_.image_begin.push_back(job_.writes.size());
  step.begin = job_.rows.size();
  step.load_after = loaded_ ? load_after : 0;
  add_rows(rows, loaded_ ? &image_ : nullptr, &image);
  step.count = job_.rows.size() - step.begin;
  job_.steps.push_back(step);
  phases_.push_back(phase);
  image_ = image;
  loaded_ = true;
}

const std::string& RowScenario::phase_of(std::uint64_t row) const {
  std::size_t step = 0;
  while (step + 1 < job_.steps.size() && job_.steps[step + 1].begin <= row) ++step;
  return phases_[step];
}

}  // namespace pwlforge
