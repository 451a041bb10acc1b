// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Configuration loader: writes an image word by word, reads every word back, commits. It also tries what must have no
// effect: a commit before any write since reset, a write to an address without a word.
#pragma once

#include <vector>

#include "sim/bench/testbench/job.hpp"
#include "sim/bench/testbench/random.hpp"
#include "sim/bench/testbench/rules.hpp"
#include "sim/cycle/pins.hpp"

namespace pwlforge::bench {

class Loader {
 public:
  Loader(const Job& job, Rules& rules, Outcome& outcome);

  /// Starts to load an image; `delay` cycles pass first.
  void start(std::int64_t image, std::uint64_t delay);
  bool active() const { return next_ < operations_.size(); }
  /// Image that new beats use; -1 before the first commit.
  std::int64_t current() const { return current_; }
  /// One bank: the current table is being overwritten, so nothing may enter.
  bool replacing() const { return replacing_; }
  /// The access that is being driven for the first time is one that beats in flight must hold up: the first write (one
  /// bank) or the commit (two banks) of a reload. Back-pressure now keeps beats in flight.
  bool critical() const { return critical_; }
  /// Something was accepted or read in the last cycle.
  bool progressed() const { return progressed_; }

  /// Drives the configuration pins of the next cycle.
  void drive(PinInputs& pins);
  /// Looks at the cycle that just ended.
  void sample(const PinInputs& in, const PinOutputs& out, std::uint64_t cycle);

 private:
  /// One access: a write, a commit, both in one cycle, or a read (neither).
  struct Operation {
    bool write = false;
    bool commit = false;
    bool stray = false;  ///< the address has no word
    bool last = false;   ///< the commit that makes the image current
    std::uint32_t address = 0;
    std::uint64_t data = 0;  ///< to write, or expected
  };
  void add_reads(const std::vector<Operation>& writes);

  const Job& job_;
  Rules& rules_;
  Outcome& outcome_;
  Random random_;
  StallPattern pace_;
  std::vector<std::uint32_t> stray_addresses_;
  std::vector<Operation> operations_;
  std::size_t next_ = 0;
  bool on_pins_ = false;  ///< operations_[next_] is being driven
  std::uint64_t delay_ = 0;
  std::int64_t loading_ = -1;
  std::int64_t current_ = -1;
  bool loaded_before_ = false;
  bool replacing_ = false;
  bool progressed_ = false;
  bool critical_ = false;
};

}  // namespace pwlforge::bench
