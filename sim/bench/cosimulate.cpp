// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/cosimulate.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <exception>
#include <thread>
#include <vector>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "sim/bench/testbench/bench.hpp"
#include "sim/bench/testbench/cycle_log.hpp"
#include "sim/bench/verilated.hpp"
#include "sim/cycle/cycle_model.hpp"

namespace pwlforge {

using bench::PinInputs;
using bench::PinOutputs;

bench::Outcome run_cycle_model(const UnitPlan& plan, const bench::Job& job, const BeatWatcher& watcher) {
  constexpr std::uint64_t kWatchedCycles = 1 << 14;
  CycleModel model(plan);
  bench::Bench bench(job);
  while (!bench.done()) {
    if (bench.wants_probe()) {
      PinInputs inverted = bench.inputs();
      inverted.out_ready = !inverted.out_ready;
      bench.probe(model.outputs(inverted));
    }
    const PinInputs inputs = bench.inputs();
    const PinOutputs outputs = model.outputs(inputs);
    model.clock(inputs);
    bench.sample(outputs);
    if (watcher && bench.outcome().cycles % kWatchedCycles == 0) watcher(bench.outcome().accepted);
  }
  return bench.outcome();
}

namespace {

/// Steps the model over records as they arrive in pieces of any size.
class Comparison {
 public:
  explicit Comparison(const UnitPlan& plan) : plan_(plan), model_(plan) {
    in_.in_data.resize(bench::words_for(plan.spec.lanes * plan.input_bits));
    out_.out_data.resize(bench::words_for(plan.spec.lanes * plan.output_bits));
    record_ = bench::cycle_record_bytes(in_.in_data.size(), out_.out_data.size());
  }

  void add(const unsigned char* data, std::size_t size) {
    pending_.insert(pending_.end(), data, data + size);
    std::size_t used = 0;
    for (; used + record_ <= pending_.size(); used += record_) compare(pending_.data() + used);
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(used));
  }
  std::uint64_t cycles() const { return cycles_; }
  const std::string& difference() const { return difference_; }

 private:
  void compare(const unsigned char* record) {
    bench::cycle_record_get(record, in_, out_);
    const PinOutputs& model = model_.outputs(in_);
    if (difference_.empty()) {
      const char* pin = differing_pin(model);
      if (pin != nullptr)
        difference_ = fmt::format("{} differs from the cycle-accurate model in cycle {}", pin, cycles_);
    }
    model_.clock(in_);
    ++cycles_;
  }

  const char* differing_pin(const PinOutputs& model) const {
    if (model.in_ready != out_.in_ready) return "in_ready_o";
    if (model.out_valid != out_.out_valid) return "out_valid_o";
    if (model.out_valid && model.out_data != out_.out_data) return "out_data_o";
    if (model.out_valid && plan_.spec.tag_bits > 0 && model.out_tag != out_.out_tag) return "out_tag_o";
    if (plan_.requant_bits > 0 && model.saturated != out_.saturated) return "saturated_o";
    if (!is_loadable(plan_.spec.store)) return nullptr;
    if (model.cfg_busy != out_.cfg_busy) return "cfg_busy_o";
    if (model_.readable(in_) && model.cfg_rdata != out_.cfg_rdata) return "cfg_rdata_o";
    return nullptr;
  }

  const UnitPlan& plan_;
  CycleModel model_;
  PinInputs in_;
  PinOutputs out_;
  std::size_t record_ = 0;
  std::vector<unsigned char> pending_;
  std::uint64_t cycles_ = 0;
  std::string difference_;
};

}  // namespace

Cosimulation run_both(const UnitPlan& plan, const std::filesystem::path& program, bench::Job job,
                      const BeatWatcher& watcher) {
  const TemporaryDirectory folder;
  job.cycle_log = (folder.path() / "cycles").string();
  if (mkfifo(job.cycle_log.c_str(), 0600) != 0) throw IoError(job.cycle_log + ": cannot create a pipe; check TMPDIR");
  // Open for both directions: no end ever waits for the other to come, or sees the file end early.
  const int pipe = open(job.cycle_log.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (pipe < 0) throw IoError(job.cycle_log + ": cannot open a pipe; check TMPDIR");
  Cosimulation result;
  std::exception_ptr failure;
  std::atomic<bool> ended{false};
  std::thread simulation([&] {
    try {
      result.outcome = run_unit_bench(program, job, watcher);
    } catch (...) {
      failure = std::current_exception();
    }
    ended = true;
  });
  Comparison comparison(plan);
  std::vector<unsigned char> buffer(1 << 16);
  for (bool last = false; !last;) {
    // Whatever was written before the end is in the pipe by the time `ended` is seen.
    last = ended;
    pollfd waiting{pipe, POLLIN, 0};
    poll(&waiting, 1, last ? 0 : 50);
    for (ssize_t count = 1; count > 0;) {
      count = read(pipe, buffer.data(), buffer.size());
      if (count > 0) comparison.add(buffer.data(), static_cast<std::size_t>(count));
    }
  }
  simulation.join();
  close(pipe);
  if (failure) std::rethrow_exception(failure);
  result.cycles = comparison.cycles();
  result.first_difference = comparison.difference();
  if (result.first_difference.empty() && result.cycles != result.outcome.cycles) {
    result.first_difference = fmt::format("only {} of {} cycles were compared", result.cycles, result.outcome.cycles);
  }
  return result;
}

}  // namespace pwlforge
