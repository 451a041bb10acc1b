// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Loads the images of an operator: writes, reads what can be read back, commits. A write or commit stays until it is
// accepted.
#pragma once

#include "sim/bench/testbench/random.hpp"
#include "sim/bench/testbench/row_job.hpp"
#include "sim/bench/testbench/rules.hpp"

namespace pwlforge::bench {

class RowLoader {
 public:
  RowLoader(const RowJob& job, Rules& rules, RowOutcome& outcome);

  void start(std::int64_t image);
  bool active() const { return state_ != State::idle; }
  std::int64_t current() const { return current_; }           ///< image that was committed last; -1: none
  bool open() const { return current_ >= 0 && !replacing_; }  ///< a row may begin, by what was accepted
  void drive(PinInputs& pins);
  /// Returns whether something was accepted or read.
  bool sample(const PinInputs& in, const PinOutputs& out, std::uint64_t cycle);

 private:
  /// void_commit: of nothing, before the first write ever; it must be ignored.
  enum class State { idle, void_commit, writing, reading, committing };
  const ImageWrite& word() const { return job_.writes[at_]; }
  void enter(State state);
  void skip_unreadable();

  const RowJob& job_;
  Rules& rules_;
  RowOutcome& outcome_;
  Random random_;
  StallPattern pace_;
  State state_ = State::idle;
  std::int64_t image_ = -1, current_ = -1;
  std::uint64_t at_ = 0, begin_ = 0, end_ = 0;
  bool offering_ = false;
  bool with_write_ = false;  ///< the commit comes together with a write
  bool replacing_ = false;
  bool ever_ = false;
};

}  // namespace pwlforge::bench
