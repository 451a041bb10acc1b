// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/testbench/row_loader.hpp"

namespace pwlforge::bench {

RowLoader::RowLoader(const RowJob& job, Rules& rules, RowOutcome& outcome)
    : job_(job),
      rules_(rules),
      outcome_(outcome),
      random_(job.shape.seed ^ 0x10adULL),
      pace_(job.shape.stall != 0, job.shape.seed ^ 0x10ad0ULL) {}

void RowLoader::start(std::int64_t image) {
  image_ = image;
  begin_ = job_.image_begin[static_cast<std::size_t>(image)];
  end_ = job_.image_begin[static_cast<std::size_t>(image) + 1];
  enter(ever_ ? State::writing : State::void_commit);
  ever_ = true;
}

void RowLoader::enter(State state) {
  state_ = state;
  offering_ = false;
  at_ = begin_;
  if (state == State::reading) skip_unreadable();
  if (state_ != State::committing) return;
  at_ = end_ - 1;
  with_write_ = random_.chance(1, 4);
}

void RowLoader::skip_unreadable() {
  while (at_ < end_ && word().unused == 0) ++at_;
  if (at_ == end_) enter(State::committing);
}

void RowLoader::drive(PinInputs& pins) {
  if (offering_) return;
  pins.cfg_we = pins.cfg_commit = false;
  if (state_ == State::idle) {
    // The port shows some word, whatever the rows do.
    if (!job_.writes.empty()) pins.cfg_addr = job_.writes[random_.below(job_.writes.size())].address;
    return;
  }
  if (!pace_.next()) return;
  offering_ = true;
  pins.cfg_addr = word().address;
  pins.cfg_data = word().data;
  pins.cfg_we = state_ == State::writing || (state_ == State::committing && with_write_);
  pins.cfg_commit = state_ == State::committing || state_ == State::void_commit;
}

bool RowLoader::sample(const PinInputs& in, const PinOutputs& out, std::uint64_t cycle) {
  if (!offering_) return false;
  if (out.cfg_busy) {
    if (in.cfg_we) ++outcome_.reloads_waited;
    return false;
  }
  if (in.cfg_we) replacing_ = true;
  offering_ = false;
  switch (state_) {
    case State::void_commit: enter(State::writing); break;
    case State::writing:
      if (++at_ == end_) enter(State::reading);
      break;
    case State::reading:
      ++outcome_.readbacks;
      rules_.require(out.cfg_rdata == word().data, "a configuration word reads back as written", cycle);
      ++at_;
      skip_unreadable();
      break;
    case State::committing:
      current_ = image_;
      replacing_ = false;
      state_ = State::idle;
      break;
    case State::idle: break;
  }
  return true;
}

}  // namespace pwlforge::bench
