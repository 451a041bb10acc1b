// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The bench of an operator without a simulator, as bench.hpp for units: the same calls, so that SystemC and the native
// model run it alike.
#pragma once

#include <deque>
#include <functional>

#include "sim/bench/testbench/row_loader.hpp"

namespace pwlforge::bench {

class RowBench {
 public:
  using Observer = std::function<void(const PinInputs&, const PinOutputs&)>;
  explicit RowBench(const RowJob& job, Observer observer = {});

  bool done() const { return done_; }
  const PinInputs& inputs() const { return inputs_; }
  bool wants_probe() const { return probe_; }
  void probe(const PinOutputs& out);
  void sample(const PinOutputs& out);
  const RowOutcome& outcome() const { return outcome_; }

 private:
  /// A row that has begun to enter.
  struct Inside {
    std::uint64_t row = 0;
    std::uint64_t output = 0;
    std::uint32_t passed = 0;  ///< beats accepted that are answered
    std::uint32_t shown = 0;   ///< next beat to come out
    std::uint64_t begin = 0;   ///< cycle of the first beat
    bool alone = false;        ///< nothing was inside when it began ...
    bool straight = true;      ///< ... and its beats came one a cycle
    bool measured = false;
  };
  /// Sticky flags as they must be.
  struct Flags {
    bool saturated = false, maybe_saturated = false, empty = false, overlong = false;
  };

  const RowStep& step() const { return job_.steps[step_]; }
  bool sending() const { return step_ < job_.steps.size(); }
  bool gapless() const { return sending() && begun_ && step().gapless != 0; }
  const RowRecord& row() const { return job_.rows[row_]; }
  void drive_next();
  void drive_rows();
  void drive_receiver();
  void move_on();
  void check_input(const PinOutputs& out);
  void accept();
  void check_output(const PinOutputs& out);
  void deliver(const PinOutputs& out, Flags& events);
  void compare(const PinOutputs& out, Inside& front);
  void check_flags(const PinOutputs& out, const Flags& events);
  void finish();

  const RowJob& job_;
  const std::uint64_t reset_cycles_;
  Observer observer_;
  RowOutcome outcome_;
  Rules rules_;
  RowLoader loader_;
  Random random_;
  StallPattern pace_, ready_;
  std::size_t in_words_, out_words_;
  PinInputs inputs_;
  std::size_t step_ = 0;
  bool begun_ = false;    ///< the step
  bool loading_ = false;  ///< the step's image was requested
  std::uint64_t row_ = 0;
  std::uint32_t beat_ = 0;        ///< next beat of the row to be accepted
  std::uint64_t step_beats_ = 0;  ///< accepted in this step
  bool offering_ = false;
  std::deque<Inside> inside_;
  Flags flags_;
  bool held_ = false, probed_ = false;
  PinOutputs last_, probe_out_;
  bool flowing_ = false;  ///< a gapless step's outputs have begun
  std::uint64_t cycle_ = 0, quiet_ = 0, finishing_ = 0, stall_left_ = 0;
  bool probe_ = false;
  bool done_ = false;
};

}  // namespace pwlforge::bench
