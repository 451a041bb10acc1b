// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The SystemC testbench: one clock, the Verilated unit behind its adapter, and the bench, which is called at every
// rising edge.
//
//   unit_bench JOB OUTCOME
#include <cstdio>
#include <exception>
#include <iostream>
#include <utility>

#include <verilated.h>

#include "sim/bench/testbench/bench.hpp"
#include "sim/bench/testbench/cycle_log.hpp"
#include "sim/bench/testbench/row_bench.hpp"
#include "sim/bench/testbench/unit.hpp"

namespace {

constexpr std::uint64_t kProgressCycles = 1 << 14;
const sc_core::sc_time kHalfPeriod(5, sc_core::SC_NS);

using pwlforge::bench::PinInputs;
using pwlforge::bench::PinOutputs;

/// Samples what stands on the pins before each rising edge, then drives the next cycle: with the falling edge, because
/// both then cost one evaluation of the unit, or at once where there are latches. In a probe cycle out_ready is first
/// driven inverted.
template <typename Bench>
class Testbench : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Testbench);
  Testbench(const sc_core::sc_module_name& name, sc_core::sc_clock& clock, pwlforge::bench::Unit& unit, Bench& bench,
            std::size_t output_words, std::string progress)
      : sc_module(name), unit_(unit), bench_(bench), progress_(std::move(progress)) {
    outputs_.out_data.resize(output_words);
    // One process for all events, because a signal has one driver.
    SC_METHOD(step);
    this->sensitive << clock.posedge_event() << later_;
    this->dont_initialize();
    // Reset is asserted by a falling edge before the first rising edge of the clock.
    PinInputs power_up = bench_.inputs();
    power_up.rst_n = true;
    unit_.drive(power_up);
    later_.notify(2, sc_core::SC_NS);
  }

 private:
  void step() {
    const Next now = std::exchange(next_, Next::edge);
    if (now == Next::edge) {
      on_edge();
    } else {
      if (now == Next::probe) on_probe();
      unit_.drive(bench_.inputs());
    }
  }

  void on_edge() {
    unit_.read(outputs_);
    bench_.sample(outputs_);
    if (bench_.done()) {
      sc_core::sc_stop();
      return;
    }
    if (!progress_.empty() && ++cycles_ % kProgressCycles == 0)
      pwlforge::bench::write_progress(bench_.outcome().accepted, progress_);
    if (bench_.wants_probe()) {
      PinInputs inverted = bench_.inputs();
      inverted.out_ready = !inverted.out_ready;
      unit_.drive(inverted);
      next_ = Next::probe;
      later_.notify(2, sc_core::SC_NS);
    } else if (unit_.has_latches()) {
      unit_.drive(bench_.inputs());
    } else {
      next_ = Next::drive;
      later_.notify(kHalfPeriod);
    }
  }

  void on_probe() {
    unit_.read(outputs_);
    bench_.probe(outputs_);
  }

  pwlforge::bench::Unit& unit_;
  Bench& bench_;
  PinOutputs outputs_;
  std::string progress_;
  std::uint64_t cycles_ = 0;
  sc_core::sc_event later_;
  /// What the next event is.
  enum class Next { edge, drive, probe } next_ = Next::drive;
};

/// Plays a job of units or of operators and returns its outcome.
template <typename Bench, typename Job>
auto run(const Job& job, std::size_t output_words) {
  // Registers without reset start at random, so that a bit that is used before it is written shows.
  Verilated::randReset(2);
  Verilated::randSeed(static_cast<int>((job.shape.seed & 0x7fffffff) | 1));
  if (!job.trace.empty()) Verilated::traceEverOn(true);
  pwlforge::bench::CycleLogWriter log(job.cycle_log);
  pwlforge::bench::CycleObserver observer;
  if (!job.cycle_log.empty()) {
    observer = [&log](const PinInputs& in, const PinOutputs& out) { log.add(in, out); };
  }
  Bench bench(job, observer);
  sc_core::sc_clock clock("clock", 2 * kHalfPeriod, 0.5, kHalfPeriod);
  const std::unique_ptr<pwlforge::bench::Unit> unit = pwlforge::bench::make_unit(clock);
  Testbench<Bench> testbench("testbench", clock, *unit, bench, output_words, job.progress);
  if (!job.trace.empty()) {
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
    unit->trace(job.trace);
  }
  sc_core::sc_start();
  log.close();
  return bench.outcome();
}

}  // namespace

int sc_main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: unit_bench JOB OUTCOME\n";
    return 2;
  }
  try {
    if (pwlforge::bench::is_row_job(argv[1])) {
      const pwlforge::bench::RowJob job = pwlforge::bench::read_row_job(argv[1]);
      pwlforge::bench::write_row_outcome(
          run<pwlforge::bench::RowBench>(job, pwlforge::bench::words_for(job.shape.output_bits)), argv[2]);
    } else {
      const pwlforge::bench::Job job = pwlforge::bench::read_job(argv[1]);
      pwlforge::bench::write_outcome(
          run<pwlforge::bench::Bench>(job, pwlforge::bench::words_for(job.shape.lanes * job.shape.output_bits)),
          argv[2]);
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 3;
  }
}
