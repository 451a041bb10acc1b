// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/testbench/driver.hpp"

namespace pwlforge::bench {

namespace {
constexpr std::uint64_t kZoneTail = 12;   // beats of the zone that follow a commit
constexpr std::uint64_t kLoadDelay = 12;  // cycles of streaming before a reload begins
}  // namespace

Driver::Driver(const Job& job, Loader& loader)
    : job_(job),
      loader_(loader),
      random_(job.shape.seed ^ 0xd21feULL),
      pace_(job.shape.stall != 0, job.shape.seed ^ 0xd219ace5ULL),
      x_bytes_(column_bytes(job.shape.input_bits)) {}

void Driver::begin_steps() {
  if (begun_ || step_ >= job_.steps.size()) return;
  begun_ = true;
  zone_position_ = 0;
  stream_position_ = 0;
  zone_tail_ = step().zone_count > 0 ? kZoneTail : 0;
  if (step().image >= 0) loader_.start(step().image, kLoadDelay);
}

bool Driver::choose(Beat& beat) {
  begin_steps();
  if (step_ >= job_.steps.size()) return false;
  beat = Beat{};
  beat.step = step_;
  beat.tag = Random(++beats_).next() & mask_of(job_.shape.tag_bits);
  const bool loading = step().image >= 0 && loader_.current() != step().image;
  if (step().zone_count > 0 && (loading || zone_tail_ > 0)) {
    if (!loading) --zone_tail_;
    beat.zone = true;
    beat.base = step().zone_begin;
    beat.count = step().zone_count;
    beat.position = zone_position_++ % step().zone_count;
    return true;
  }
  // Before the very first commit the first beat of the stream waits at the door.
  beat.base = step().begin;
  beat.count = step().count;
  beat.position = stream_position_++;
  if (stream_position_ == step().count) {
    ++step_;
    begun_ = false;
  }
  return true;
}

void Driver::show(const Beat& beat, PinInputs& pins) const {
  const auto bits = static_cast<std::size_t>(job_.shape.input_bits);
  for (std::uint64_t& word : pins.in_data) word = 0;
  std::size_t offset = 0;
  beat.each_lane(static_cast<std::uint64_t>(job_.shape.lanes), [&](std::uint64_t vector) {
    put_bits(pins.in_data, offset, job_.shape.input_bits, column_get(job_.x, x_bytes_, vector).low);
    offset += bits;
  });
  pins.in_tag = beat.tag;
  if (!job_.context.empty()) pins.ctx = job_.context[beat.base + beat.position];
}

void Driver::drive(PinInputs& pins) {
  if (offering_) return;
  if (pace_.next() && choose(offered_)) {
    offering_ = true;
    pins.in_valid = true;
    show(offered_, pins);
    return;
  }
  ++gaps_;
  pins.in_valid = false;
  // What stands on the data pins without valid must not matter.
  for (std::size_t i = 0; i < pins.in_data.size(); ++i) {
    const int bits = job_.shape.lanes * job_.shape.input_bits - static_cast<int>(i) * 64;
    pins.in_data[i] = random_.next() & mask_of(bits);
  }
  pins.in_tag = random_.next() & mask_of(job_.shape.tag_bits);
  if (!job_.context.empty()) pins.ctx = job_.context[random_.below(job_.context.size())];
}

Beat Driver::take(std::int64_t image, std::uint64_t cycle) {
  offering_ = false;
  Beat beat = offered_;
  beat.accepted = cycle;
  beat.image = image;
  // The second half of a zone holds what the new table gives.
  if (beat.zone && image == job_.steps[beat.step].image) beat.base += beat.count;
  return beat;
}

}  // namespace pwlforge::bench
