// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/testbench/bench.hpp"

#include "sim/bench/testbench/random.hpp"

namespace pwlforge::bench {

namespace {
constexpr std::uint64_t kPatience = 4000;  // cycles without any progress before the unit counts as stuck
constexpr std::uint64_t kAfterlife = 24;   // cycles in which nothing more may come out
}  // namespace

Bench::Bench(const Job& job, CycleObserver observer)
    : job_(job),
      reset_cycles_(reset_cycles(job.shape.seed)),
      observer_(std::move(observer)),
      rules_(outcome_.violations),
      loader_(job, rules_, outcome_),
      driver_(job, loader_),
      scoreboard_(job, rules_, outcome_),
      monitor_(job, rules_, outcome_),
      random_(job.shape.seed ^ 0x5eedULL),
      ready_(job.shape.stall != 0, job.shape.seed ^ 0x4ead1ULL) {
  inputs_.in_data.resize(words_for(job.shape.lanes * job.shape.input_bits));
}

void Bench::drive_next() {
  inputs_.rst_n = cycle_ >= reset_cycles_;
  inputs_.out_ready = ready_.next();
  inputs_.saturated_clear = job_.shape.sticky != 0 && random_.chance(1, 8);
  probe_ = false;
  if (!inputs_.rst_n) return;
  probe_ = random_.chance(1, job_.shape.stall != 0 ? 4 : 64);
  driver_.drive(inputs_);
  if (job_.shape.loadable == 0) return;
  loader_.drive(inputs_);
  if (job_.shape.stall != 0 && loader_.critical()) stall_left_ = 16 + (3 * job_.slots.size());
  if (stall_left_ == 0) return;
  --stall_left_;
  inputs_.out_ready = false;
}

void Bench::check_configuration(const PinOutputs& out) {
  if (!(inputs_.cfg_we || inputs_.cfg_commit) || out.cfg_busy) return;
  const bool used = job_.shape.banks == 1 ? !scoreboard_.empty() : scoreboard_.holds_other_than(loader_.current());
  rules_.require(!used, "no write or commit is accepted while a beat in flight uses the words", cycle_);
}

void Bench::sample(const PinOutputs& out) {
  if (observer_) observer_(inputs_, out);
  bool progress = !inputs_.rst_n;
  const bool open = job_.shape.loadable == 0 || (loader_.current() >= 0 && !loader_.replacing());
  const std::int64_t image = loader_.current();
  if (inputs_.rst_n && inputs_.in_valid && out.in_ready) {
    scoreboard_.expect(driver_.take(image, cycle_));
    ++outcome_.accepted;
    progress = true;
  }
  const bool waiting = !scoreboard_.empty();
  // A unit without registers shows its result while the beat still waits at the input.
  const bool passing = job_.shape.latency == 0 && inputs_.in_valid && open;
  monitor_.sample(inputs_, out, cycle_, open, waiting || passing, waiting ? scoreboard_.front().accepted : cycle_);
  if (inputs_.rst_n && job_.shape.loadable != 0) check_configuration(out);
  if (inputs_.rst_n && out.out_valid && inputs_.out_ready && waiting) {
    monitor_.delivered(scoreboard_.deliver(out, cycle_));
    progress = true;
  }
  if (inputs_.rst_n && job_.shape.loadable != 0) {
    loader_.sample(inputs_, out, cycle_);
    progress = progress || loader_.progressed();
  }
  quiet_ = progress ? 0 : quiet_ + 1;
  ++cycle_;
  outcome_.cycles = cycle_;
  outcome_.gap_cycles = driver_.gap_cycles();
  const bool finished = driver_.finished() && scoreboard_.empty() && !loader_.active();
  if (finished) ++finishing_;
  if (!finished && quiet_ > kPatience) {
    rules_.require(!driver_.finished(), "every beat that enters comes out", cycle_);
    rules_.require(driver_.finished(), "the unit makes progress (4000 cycles without any)", cycle_);
    done_ = true;
  }
  done_ = done_ || finishing_ > kAfterlife;
  if (!done_) drive_next();
}

}  // namespace pwlforge::bench
