// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/cosimulate.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "sim/bench/testbench/bench.hpp"
#include "sim/bench/testbench/cycle_log.hpp"
#include "sim/bench/testbench/row_bench.hpp"
#include "sim/bench/verilated.hpp"
#include "sim/cycle/cycle_model.hpp"
#include "sim/cycle/operator_model.hpp"

namespace pwlforge {

using bench::PinInputs;
using bench::PinOutputs;

namespace {

/// Plays a job to a native model.
template <typename Bench, typename Model, typename Job>
auto play(Model& model, const Job& job, const BeatWatcher& watcher) {
  constexpr std::uint64_t kWatchedCycles = 1 << 14;
  Bench bench(job);
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

const char* differing_pin(const UnitPlan& plan, const CycleModel& model, const PinInputs& in, const PinOutputs& found,
                          const PinOutputs& wanted) {
  if (wanted.in_ready != found.in_ready) return "in_ready_o";
  if (wanted.out_valid != found.out_valid) return "out_valid_o";
  if (wanted.out_valid && wanted.out_data != found.out_data) return "out_data_o";
  if (wanted.out_valid && plan.spec.tag_bits > 0 && wanted.out_tag != found.out_tag) return "out_tag_o";
  if (plan.requant_bits > 0 && wanted.saturated != found.saturated) return "saturated_o";
  if (!is_loadable(plan.spec.store)) return nullptr;
  if (wanted.cfg_busy != found.cfg_busy) return "cfg_busy_o";
  if (model.readable(in) && wanted.cfg_rdata != found.cfg_rdata) return "cfg_rdata_o";
  return nullptr;
}

const char* differing_pin(const OperatorPlan& plan, const OperatorModel& model, const PinInputs& in,
                          const PinOutputs& found, const PinOutputs& wanted) {
  if (wanted.in_ready != found.in_ready) return "in_ready_o";
  if (wanted.out_valid != found.out_valid) return "out_valid_o";
  if (wanted.out_valid && wanted.out_data != found.out_data) return "the output payload";
  const bool flagged =
      std::any_of(plan.ports.begin(), plan.ports.end(), [](const Port& port) { return port.name == "saturated_o"; });
  if (flagged && wanted.saturated != found.saturated) return "saturated_o";
  if (!is_gated(plan.spec.kind) && wanted.empty != found.empty) return "empty_o";
  if (wanted.overlong != found.overlong) return "overlong_o";
  if (plan.parts.empty()) return nullptr;
  if (wanted.cfg_busy != found.cfg_busy) return "cfg_busy_o";
  if (model.readable(in) && wanted.cfg_rdata != found.cfg_rdata) return "cfg_rdata_o";
  return nullptr;
}

/// Steps the model over records as they arrive in pieces of any size.
template <typename Plan, typename Model>
class Comparison {
 public:
  Comparison(const Plan& plan, int input_bits, int output_bits) : plan_(plan), model_(plan) {
    in_.in_data.resize(bench::words_for(input_bits));
    out_.out_data.resize(bench::words_for(output_bits));
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
    const PinOutputs& wanted = model_.outputs(in_);
    if (difference_.empty()) {
      const char* pin = differing_pin(plan_, model_, in_, out_, wanted);
      if (pin != nullptr)
        difference_ = fmt::format("{} differs from the cycle-accurate model in cycle {}", pin, cycles_);
    }
    model_.clock(in_);
    ++cycles_;
  }

  const Plan& plan_;
  Model model_;
  PinInputs in_;
  PinOutputs out_;
  std::size_t record_ = 0;
  std::vector<unsigned char> pending_;
  std::uint64_t cycles_ = 0;
  std::string difference_;
};

/// Runs `simulate(path of the cycle log)` in a thread of its own, and the comparison beside it.
template <typename Result, typename Compare, typename Simulate>
Result compare_cycles(Compare& comparison, const Simulate& simulate) {
  const TemporaryDirectory folder;
  const std::string log = (folder.path() / "cycles").string();
  if (mkfifo(log.c_str(), 0600) != 0) throw IoError(log + ": cannot create a pipe; check TMPDIR");
  // Open for both directions: no end ever waits for the other to come, or sees the file end early.
  const int pipe = open(log.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (pipe < 0) throw IoError(log + ": cannot open a pipe; check TMPDIR");
  Result result;
  std::exception_ptr failure;
  std::atomic<bool> ended{false};
  std::thread simulation([&] {
    try {
      result.outcome = simulate(log);
    } catch (...) {
      failure = std::current_exception();
    }
    ended = true;
  });
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

}  // namespace

bench::Outcome run_cycle_model(const UnitPlan& plan, const bench::Job& job, const BeatWatcher& watcher) {
  CycleModel model(plan);
  return play<bench::Bench>(model, job, watcher);
}

bench::RowOutcome run_operator_model(const OperatorPlan& plan, const bench::RowJob& job, const BeatWatcher& watcher) {
  OperatorModel model(plan);
  return play<bench::RowBench>(model, job, watcher);
}

Cosimulation run_both(const UnitPlan& plan, const std::filesystem::path& program, bench::Job job,
                      const BeatWatcher& watcher) {
  Comparison<UnitPlan, CycleModel> comparison(plan, plan.spec.lanes * plan.input_bits,
                                              plan.spec.lanes * plan.output_bits);
  return compare_cycles<Cosimulation>(comparison, [&](const std::string& log) {
    job.cycle_log = log;
    return run_unit_bench(program, job, watcher);
  });
}

RowCosimulation run_operator_both(const OperatorPlan& plan, const std::filesystem::path& program, bench::RowJob job,
                                  const BeatWatcher& watcher) {
  Comparison<OperatorPlan, OperatorModel> comparison(plan, job.shape.input_bits, job.shape.output_bits);
  return compare_cycles<RowCosimulation>(comparison, [&](const std::string& log) {
    job.cycle_log = log;
    return run_operator_bench(program, job, watcher);
  });
}

}  // namespace pwlforge
