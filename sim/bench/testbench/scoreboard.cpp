// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/testbench/scoreboard.hpp"

#include <algorithm>
#include <cstring>

namespace pwlforge::bench {

namespace {

constexpr std::size_t kMostFailures = 64;

Halves lane_of(const Words& words, std::uint64_t lane, int bits) {
  const std::size_t offset = lane * static_cast<std::size_t>(bits);
  Halves value;
  value.low = get_bits(words, offset, std::min(bits, 64));
  if (bits > 64) value.high = get_bits(words, offset + 64, bits - 64);
  return value;
}

}  // namespace

Scoreboard::Scoreboard(const Job& job, Rules& rules, Outcome& outcome)
    : job_(job),
      rules_(rules),
      outcome_(outcome),
      y_bytes_(column_bytes(job.shape.output_bits)),
      expected_(words_for(job.shape.lanes * job.shape.output_bits)) {
  outcome.steps.resize(job.steps.size());
  if (job.shape.keep_outputs != 0) outcome.outputs.resize(job.y.size());
}

bool Scoreboard::holds_other_than(std::int64_t image) const {
  return std::any_of(waiting_.begin(), waiting_.end(), [&](const Beat& beat) { return beat.image != image; });
}

bool Scoreboard::deliver(const PinOutputs& out, std::uint64_t cycle) {
  const Beat beat = waiting_.front();
  waiting_.pop_front();
  ++outcome_.delivered;
  rules_.require(job_.shape.tag_bits == 0 || out.out_tag == beat.tag, "a tag leaves with its beat, in order", cycle);
  const auto lanes = static_cast<std::uint64_t>(job_.shape.lanes);
  const int bits = job_.shape.output_bits;
  std::fill(expected_.begin(), expected_.end(), 0);
  std::uint8_t flags = 0;
  std::size_t offset = 0;
  beat.each_lane(lanes, [&](std::uint64_t vector) {
    const Halves y = column_get(job_.y, y_bytes_, vector);
    put_bits(expected_, offset, std::min(bits, 64), y.low);
    if (bits > 64) put_bits(expected_, offset + 64, bits - 64, y.high);
    offset += static_cast<std::size_t>(bits);
    flags |= job_.flags[vector];
  });
  StepOutcome& step = outcome_.steps[beat.step];
  (beat.zone ? step.zone_vectors : step.vectors) += lanes;
  if (beat.zone) ++(beat.base == job_.steps[beat.step].zone_begin ? step.zone_old : step.zone_new);
  if (out.out_data != expected_) compare(beat, out, cycle);
  if (job_.shape.keep_outputs != 0 && !beat.zone) {
    const Halves y = lane_of(out.out_data, 0, bits);
    std::memcpy(outcome_.outputs.data() + (beat.base + beat.position) * y_bytes_, &y, y_bytes_);
  }
  return (flags & 1) != 0;
}

void Scoreboard::compare(const Beat& beat, const PinOutputs& out, std::uint64_t cycle) {
  StepOutcome& step = outcome_.steps[beat.step];
  std::uint64_t lane = 0;
  beat.each_lane(static_cast<std::uint64_t>(job_.shape.lanes), [&](std::uint64_t vector) {
    const Halves want = lane_of(expected_, lane, job_.shape.output_bits);
    const Halves got = lane_of(out.out_data, lane, job_.shape.output_bits);
    const bool equal = want.low == got.low && want.high == got.high;
    if (!equal) ++(beat.zone ? step.zone_mismatches : step.mismatches);
    if (!equal && outcome_.failures.size() < kMostFailures) {
      outcome_.failures.push_back({beat.step, vector, lane, cycle, got});
    }
    ++lane;
  });
}

}  // namespace pwlforge::bench
