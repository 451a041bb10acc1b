// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Driver: offers beats with gaps, keeps each until it is taken, and knows what each must give.
#pragma once

#include "sim/bench/testbench/job.hpp"
#include "sim/bench/testbench/loader.hpp"
#include "sim/bench/testbench/random.hpp"
#include "sim/cycle/pins.hpp"

namespace pwlforge::bench {

/// One beat: vectors of one block, a different one on every lane.
struct Beat {
  std::uint64_t step = 0;
  std::uint64_t base = 0;      ///< column index of the block whose expectations count
  std::uint64_t count = 0;     ///< vectors in the block
  std::uint64_t position = 0;  ///< within the block, of lane 0; below count
  bool zone = false;
  std::int64_t image = -1;  ///< table that serves it
  std::uint64_t tag = 0;
  std::uint64_t accepted = 0;  ///< cycle in which it entered

  /// visit(column index) for every lane: lanes are spread over the block, so that each sees every vector.
  template <typename Visit>
  void each_lane(std::uint64_t lanes, const Visit& visit) const {
    const std::uint64_t stride = lanes == 1 ? 0 : (count / lanes + 1) % count;
    std::uint64_t at = position;
    for (std::uint64_t lane = 0; lane < lanes; ++lane) {
      visit(base + at);
      at += stride;
      if (at >= count) at -= count;
    }
  }
};

class Driver {
 public:
  Driver(const Job& job, Loader& loader);

  bool finished() const { return step_ >= job_.steps.size() && !offering_; }
  /// Drives the stream inputs of the next cycle.
  void drive(PinInputs& pins);
  /// The offered beat was taken in the cycle that just ended, which the table `image` served.
  Beat take(std::int64_t image, std::uint64_t cycle);
  std::uint64_t gap_cycles() const { return gaps_; }

 private:
  const Step& step() const { return job_.steps[step_]; }
  void begin_steps();
  bool choose(Beat& beat);
  void show(const Beat& beat, PinInputs& pins) const;

  const Job& job_;
  Loader& loader_;
  Random random_;
  StallPattern pace_;
  std::size_t x_bytes_;
  std::uint64_t step_ = 0;
  bool begun_ = false;
  std::uint64_t zone_position_ = 0;
  std::uint64_t zone_tail_ = 0;  ///< zone beats still to offer after the commit
  std::uint64_t stream_position_ = 0;
  std::uint64_t beats_ = 0;
  bool offering_ = false;
  Beat offered_;
  std::uint64_t gaps_ = 0;
};

}  // namespace pwlforge::bench
