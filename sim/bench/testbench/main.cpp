// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The SystemC testbench: a process that plays one clock cycle after the other to the Verilated unit behind its adapter,
// and calls the bench in each. `plain` plays them in a loop instead, to show what the kernel costs. Prints the cycles
// and the seconds of processor time that they took.
//
//   unit_bench JOB OUTCOME [plain]
#include <cstdio>
#include <ctime>
#include <exception>
#include <iostream>
#include <systemc>
#include <utility>

#include "sim/bench/testbench/bench.hpp"
#include "sim/bench/testbench/cycle_log.hpp"
#include "sim/bench/testbench/row_bench.hpp"
#include "sim/bench/testbench/unit.hpp"

namespace {

constexpr std::uint64_t kProgressCycles = 1 << 14;

using pwlforge::bench::kHalfPeriod;
using pwlforge::bench::PinInputs;
using pwlforge::bench::PinOutputs;

/// Samples what stands on the pins before each rising edge, and drives the next cycle with the edge. In a probe cycle
/// the outputs are first looked at with out_ready inverted.
template <typename Bench>
class Cycles {
 public:
  Cycles(pwlforge::bench::Unit& unit, Bench& bench, std::size_t output_words, std::string progress)
      : unit_(unit), bench_(bench), progress_(std::move(progress)) {
    outputs_.out_data.resize(output_words);
  }

  /// The end of one cycle and the beginning of the next. False when the job is done.
  bool next() {
    unit_.fall(bench_.inputs().rst_n);
    unit_.read(outputs_);
    bench_.sample(outputs_);
    if (bench_.done()) return false;
    if (!progress_.empty() && ++played_ % kProgressCycles == 0)
      pwlforge::bench::write_progress(bench_.outcome().accepted, progress_);
    unit_.rise(bench_.inputs());
    if (!bench_.wants_probe()) return true;
    unit_.invert_ready();
    unit_.read(outputs_);
    bench_.probe(outputs_);
    return true;
  }

 private:
  pwlforge::bench::Unit& unit_;
  Bench& bench_;
  PinOutputs outputs_;
  std::string progress_;
  std::uint64_t played_ = 0;
};

template <typename Bench>
class Testbench : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Testbench);
  Testbench(const sc_core::sc_module_name& name, Cycles<Bench>& cycles)
      : sc_module(name), cycles_(cycles), period_(2.0 * kHalfPeriod, sc_core::SC_NS) {
    SC_METHOD(step);
  }

 private:
  void step() {
    if (cycles_.next()) {
      this->next_trigger(period_);
    } else {
      sc_core::sc_stop();
    }
  }

  Cycles<Bench>& cycles_;
  sc_core::sc_time period_;
};

/// Plays a job of units or of operators and returns its outcome.
template <typename Bench, typename Job>
auto run(const Job& job, std::size_t output_words, bool plain) {
  pwlforge::bench::CycleLogWriter log(job.cycle_log);
  pwlforge::bench::CycleObserver observer;
  if (!job.cycle_log.empty()) {
    observer = [&log](const PinInputs& in, const PinOutputs& out) { log.add(in, out); };
  }
  Bench bench(job, observer);
  const std::unique_ptr<pwlforge::bench::Unit> unit = pwlforge::bench::make_unit(job.shape.seed);
  if (!job.trace.empty()) unit->trace(job.trace);
  unit->power_up(bench.inputs());
  Cycles<Bench> cycles(*unit, bench, output_words, job.progress);
  const std::clock_t begin = std::clock();
  if (plain) {
    while (cycles.next()) {
    }
  } else {
    Testbench<Bench> testbench("testbench", cycles);
    sc_core::sc_start();
  }
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::cout << bench.outcome().cycles << " cycles in " << seconds << " s\n";
  log.close();
  if (!job.coverage.empty()) unit->write_coverage(job.coverage);
  return bench.outcome();
}

}  // namespace

int sc_main(int argc, char** argv) {
  const bool plain = argc == 4 && std::string(argv[3]) == "plain";
  if (argc != 3 && !plain) {
    std::cerr << "usage: unit_bench JOB OUTCOME [plain]\n";
    return 2;
  }
  try {
    if (pwlforge::bench::is_row_job(argv[1])) {
      const pwlforge::bench::RowJob job = pwlforge::bench::read_row_job(argv[1]);
      pwlforge::bench::write_row_outcome(
          run<pwlforge::bench::RowBench>(job, pwlforge::bench::words_for(job.shape.output_bits), plain), argv[2]);
    } else {
      const pwlforge::bench::Job job = pwlforge::bench::read_job(argv[1]);
      pwlforge::bench::write_outcome(
          run<pwlforge::bench::Bench>(job, pwlforge::bench::words_for(job.shape.lanes * job.shape.output_bits), plain),
          argv[2]);
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 3;
  }
}
