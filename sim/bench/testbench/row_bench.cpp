// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/testbench/row_bench.hpp"

#include <algorithm>

#include "sim/bench/testbench/random.hpp"

namespace pwlforge::bench {

namespace {
constexpr std::uint64_t kPatience = 4000;  // cycles without progress, and some for every beat of the longest row
constexpr std::uint64_t kAfterlife = 24;   // cycles in which nothing more may come out
constexpr std::size_t kKeptFailures = 16;
constexpr std::uint64_t kLongStall = 300;
}  // namespace

RowBench::RowBench(const RowJob& job, Observer observer)
    : job_(job),
      reset_cycles_(reset_cycles(job.shape.seed)),
      observer_(std::move(observer)),
      rules_(outcome_.violations),
      loader_(job, rules_, outcome_),
      random_(job.shape.seed ^ 0x5eedULL),
      pace_(job.shape.stall != 0, job.shape.seed ^ 0xd219ace5ULL),
      ready_(job.shape.stall != 0, job.shape.seed ^ 0x4ead1ULL),
      in_words_(words_for(job.shape.input_bits)),
      out_words_(words_for(job.shape.output_bits)) {
  inputs_.in_data.resize(in_words_);
}

void RowBench::probe(const PinOutputs& out) {
  probed_ = true;
  probe_out_ = out;
  ++outcome_.probes;
}

/// Begins and ends steps.
void RowBench::move_on() {
  while (sending()) {
    if (!begun_) {
      if (step().gapless != 0 && (!inside_.empty() || loader_.active())) return;
      begun_ = true;
      loading_ = false;
      flowing_ = false;
      row_ = step().begin;
      step_beats_ = 0;
    }
    if (step().image >= 0 && !loading_ && step_beats_ >= step().load_after) {
      loading_ = true;
      loader_.start(step().image);
    }
    const bool sent = row_ == step().begin + step().count && !offering_;
    // A gapless step lasts until all of it has come out.
    if (!sent || loader_.active() || (step().gapless != 0 && !inside_.empty())) return;
    ++step_;
    begun_ = false;
  }
}

void RowBench::drive_rows() {
  if (offering_) return;
  const bool more = sending() && begun_ && row_ < step().begin + step().count;
  if (more && (gapless() || pace_.next())) {
    offering_ = true;
    inputs_.in_valid = true;
    const auto first = job_.inputs.begin() + static_cast<std::ptrdiff_t>((row().input + beat_) * in_words_);
    std::copy(first, first + static_cast<std::ptrdiff_t>(in_words_), inputs_.in_data.begin());
    return;
  }
  ++outcome_.gap_cycles;
  inputs_.in_valid = false;
  // What stands on the pins without valid must not matter.
  for (std::size_t i = 0; i < in_words_; ++i) {
    inputs_.in_data[i] = random_.next() & mask_of(job_.shape.input_bits - static_cast<int>(i) * 64);
  }
}

void RowBench::drive_receiver() {
  inputs_.out_ready = ready_.next();
  if (gapless()) {
    inputs_.out_ready = true;
    return;
  }
  if (job_.shape.stall == 0) return;
  // Now and then the receiver is away for long: some hundred cycles, or until every buffer is full.
  if (stall_left_ == 0 && random_.chance(1, 4096)) {
    const auto longest = static_cast<std::uint64_t>(job_.shape.max_beats);
    stall_left_ = 1 + random_.below(random_.chance(1, 16) ? kLongStall + (3 * longest) : kLongStall);
  }
  if (stall_left_ == 0) return;
  --stall_left_;
  inputs_.out_ready = false;
}

void RowBench::drive_next() {
  inputs_.rst_n = cycle_ >= reset_cycles_;
  probe_ = false;
  inputs_.saturated_clear = random_.chance(1, 16);
  if (inputs_.rst_n) {
    move_on();
    probe_ = random_.chance(1, job_.shape.stall != 0 ? 16 : 64);
    drive_rows();
    if (job_.shape.loadable != 0) loader_.drive(inputs_);
  }
  drive_receiver();
}

void RowBench::check_input(const PinOutputs& out) {
  const RowShape& shape = job_.shape;
  const bool config = inputs_.cfg_we || inputs_.cfg_commit;
  const bool open = shape.loadable == 0 || (loader_.open() && !config);
  const bool excess = beat_ > 0 && beat_ >= row().beats_out;
  if (beat_ == 0) {
    rules_.require(open || !out.in_ready, "no row begins without a committed image, or beside a write or commit",
                   cycle_);
  }
  if (excess) rules_.require(out.in_ready, "what is too much of a row is taken at once", cycle_);
  if (shape.loadable != 0 && shape.busy_exact != 0) {
    rules_.require(out.cfg_busy == (beat_ > 0 || !inside_.empty()), "cfg_busy_o is 1 exactly while a row is inside",
                   cycle_);
  }
  if (!gapless() || !inputs_.in_valid) return;
  ++outcome_.gapless_beats;
  rules_.require(out.in_ready, "sustained: a gapless row is never held up", cycle_);
}

void RowBench::accept() {
  const RowRecord& now = row();
  offering_ = false;
  ++outcome_.accepted;
  ++step_beats_;
  if (beat_ == 0) {
    Inside entry;
    entry.row = row_;
    entry.begin = cycle_;
    entry.alone = inside_.empty();
    const bool fresh = step().image >= 0 && loader_.current() == step().image;
    entry.output = fresh ? now.output_new : now.output;
    if (entry.output == kNoOutput) entry.output = now.output_new;  // began without an image: reported already
    if (step().image >= 0 && now.output != kNoOutput) ++(fresh ? outcome_.rows_new : outcome_.rows_old);
    inside_.push_back(entry);
  }
  // An excess beat belongs to a row that may have left already.
  if (beat_ < now.beats_out) {
    Inside& entry = inside_.back();
    entry.straight = entry.straight && cycle_ == entry.begin + beat_;
    ++entry.passed;
  }
  if (++beat_ < now.beats_in) return;
  beat_ = 0;
  ++row_;
}

void RowBench::check_output(const PinOutputs& out) {
  if (held_) {
    rules_.require(out.out_valid, "a valid output stays until it is taken", cycle_);
    if (out.out_valid) rules_.require(out.out_data == last_.out_data, "a waiting output does not change", cycle_);
  }
  held_ = out.out_valid && !inputs_.out_ready;
  if (held_) last_.out_data = out.out_data;
  if (probed_) {
    rules_.require(probe_out_.out_valid == out.out_valid, "valid does not depend on ready", cycle_);
    if (out.out_valid && probe_out_.out_valid)
      rules_.require(probe_out_.out_data == out.out_data, "data does not depend on ready", cycle_);
    probed_ = false;
  }
  if (gapless() && flowing_ && !inside_.empty())
    rules_.require(out.out_valid, "sustained: gapless rows leave without a gap", cycle_);
  if (gapless() && out.out_valid) flowing_ = true;
}

void RowBench::compare(const PinOutputs& out, Inside& front) {
  const std::uint64_t number = front.output + front.shown;
  const auto equals = [&](std::uint64_t payload) {
    return std::equal(out.out_data.begin(), out.out_data.end(),
                      job_.outputs.begin() + static_cast<std::ptrdiff_t>(payload * out_words_));
  };
  if (equals(number)) return;
  ++outcome_.mismatches;
  const RowRecord& record = job_.rows[front.row];
  if ((front.shown > 0 && equals(number - 1)) || (front.shown + 1 < record.beats_out && equals(number + 1)))
    ++outcome_.out_of_order;
  if (outcome_.failures.size() >= kKeptFailures) return;
  outcome_.failures.push_back({front.row, front.shown, number, cycle_});
  outcome_.got.insert(outcome_.got.end(), out.out_data.begin(), out.out_data.end());
}

void RowBench::deliver(const PinOutputs& out, Flags& events) {
  if (!out.out_valid) return;
  const RowShape& shape = job_.shape;
  if (inside_.empty()) {
    rules_.require(false, "no output without an input (out of nowhere, duplicated, or after the end)", cycle_);
    return;
  }
  Inside& front = inside_.front();
  const RowRecord& record = job_.rows[front.row];
  rules_.require(shape.whole_rows != 0 ? front.passed == record.beats_out : front.shown < front.passed,
                 "no output before its input", cycle_);
  if (front.shown == 0 && !front.measured) {
    front.measured = true;
    const std::uint64_t took = cycle_ - front.begin;
    const std::uint64_t least = static_cast<std::uint64_t>(shape.latency_rows) * (record.beats_out - 1) +
                                static_cast<std::uint64_t>(shape.latency);
    rules_.require(took >= least, "no row is faster than the latency of the manifest", cycle_);
    if (front.alone && (front.straight || shape.whole_rows == 0)) {
      ++outcome_.latency_checks;
      rules_.require(took == least, "without a stall the latency is that of the manifest", cycle_);
    }
  }
  if (!inputs_.out_ready) {
    ++outcome_.stalled_cycles;
    return;
  }
  compare(out, front);
  const std::uint8_t flags = job_.flags[front.output + front.shown];
  events.saturated = (flags & kBeatSaturated) != 0;
  events.maybe_saturated = (flags & kBeatMaySaturate) != 0;
  events.empty = (flags & kBeatEmpty) != 0;
  ++outcome_.delivered;
  if (++front.shown < record.beats_out) return;
  ++outcome_.rows;
  inside_.pop_front();
}

void RowBench::check_flags(const PinOutputs& out, const Flags& events) {
  const RowShape& shape = job_.shape;
  if (shape.saturated != 0 && !flags_.maybe_saturated)
    rules_.require(out.saturated == flags_.saturated, "saturated_o shows what was delivered", cycle_);
  if (shape.empty != 0) rules_.require(out.empty == flags_.empty, "empty_o (zero_o) shows what was delivered", cycle_);
  if (shape.overlong != 0) rules_.require(out.overlong == flags_.overlong, "overlong_o shows what was dropped", cycle_);
  const bool clear = inputs_.saturated_clear;
  flags_.saturated = events.saturated || (flags_.saturated && !clear);
  // A flag that is up for certain is no longer open.
  flags_.maybe_saturated = !flags_.saturated && (events.maybe_saturated || (flags_.maybe_saturated && !clear));
  flags_.empty = events.empty || (flags_.empty && !clear);
  flags_.overlong = events.overlong || (flags_.overlong && !clear);
}

void RowBench::finish() {
  for (const Inside& entry : inside_) outcome_.lost += job_.rows[entry.row].beats_out - entry.shown;
  rules_.require(outcome_.lost == 0, "every row that enters comes out", cycle_);
  rules_.require(!sending(), "the operator makes progress", cycle_);
  done_ = true;
}

void RowBench::sample(const PinOutputs& out) {
  if (observer_) observer_(inputs_, out);
  bool progress = !inputs_.rst_n;
  if (!inputs_.rst_n) {
    rules_.require(!out.out_valid, "no output is valid in reset", cycle_);
  } else {
    Flags events;
    events.overlong = inputs_.in_valid && beat_ > 0 && beat_ >= row().beats_out;
    check_output(out);
    if (beat_ > 0 || sending()) check_input(out);
    const bool accepted = inputs_.in_valid && out.in_ready;
    // What came in before this cycle is what can come out in it.
    const std::uint64_t before = outcome_.delivered;
    deliver(out, events);
    if (accepted) accept();
    check_flags(out, events);
    progress = accepted || outcome_.delivered != before;
    if (job_.shape.loadable != 0 && loader_.sample(inputs_, out, cycle_)) progress = true;
  }
  quiet_ = progress ? 0 : quiet_ + 1;
  ++cycle_;
  outcome_.cycles = cycle_;
  const bool finished = !sending() && inside_.empty() && !loader_.active();
  if (finished) ++finishing_;
  if (!finished && quiet_ > kPatience + 8 * static_cast<std::uint64_t>(job_.shape.max_beats)) {
    finish();
  }
  done_ = done_ || finishing_ > kAfterlife;
  if (!done_) drive_next();
}

}  // namespace pwlforge::bench
