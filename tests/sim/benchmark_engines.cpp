// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// How fast everything is that computes one unit: golden model, cycle model, the Verilated unit with and without
// SystemC, Icarus. All get the same unit, table and vectors, without stalls, and compare every output with the golden
// model; a difference is exit code 1. Icarus plays the first vectors only. Times are processor time.
//
//   benchmark_engines [CONFIGURATION [VECTORS]]
#include <fmt/format.h>
#include <sys/resource.h>

#include <functional>
#include <iostream>

#include "gen/rtl/rtl.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/process.hpp"
#include "gen/unit/configurations.hpp"
#include "sim/bench/cosimulate.hpp"
#include "sim/bench/scenario.hpp"
#include "sim/bench/vectors.hpp"
#include "sim/cycle/cycle_model.hpp"
#include "sim/golden/batch.hpp"

namespace {

using namespace pwlforge;

constexpr std::uint64_t kIcarusVectors = 20000;
constexpr std::uint64_t kSeed = 1;
constexpr int kLanes = 16;

/// Processor time of this process and of the ones that it has run, in seconds: what else runs hardly counts.
double processor_time() {
  double total = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    for (const timeval& time : {usage.ru_utime, usage.ru_stime}) {
      total += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    }
  }
  return total;
}

double seconds(const std::function<void()>& work) {
  const double begin = processor_time();
  work();
  return processor_time() - begin;
}

void require(bool equal, const char* who) {
  if (!equal) throw CheckFailed(fmt::format("{}: differs from the golden model", who));
}

/// One unit with a random table, and codes with what the golden model makes of them.
struct Workload {
  explicit Workload(const UnitSpec& spec, std::uint64_t count) : plan(plan_unit(spec)) {
    bench::Random random(kSeed);
    table = random_table(plan, random);
    for (const std::uint64_t x : stratified_vectors(plan, table, count, random)) {
      codes.push_back(static_cast<std::int32_t>(code_of(plan.input_bits, x)));
    }
  }
  /// The job of the bench, which loads the table and streams the codes.
  bench::Job job() const {
    Scenario scenario(plan, kSeed, false);
    std::vector<std::uint64_t> vectors;
    for (const std::int32_t code : codes)
      vectors.push_back(static_cast<std::uint64_t>(code) & bench::mask_of(plan.input_bits));
    scenario.play(scenario.add_table("random", 0, table), vectors);
    return scenario.job();
  }

  UnitPlan plan;
  LaneParameters table;
  std::vector<std::int32_t> codes, outputs;
};

void check(const bench::Outcome& outcome, const char* who) {
  bool equal = outcome.violations.empty() && outcome.accepted == outcome.delivered && outcome.delivered > 0;
  for (const bench::StepOutcome& step : outcome.steps) equal = equal && step.mismatches == 0;
  require(equal, who);
}

double golden_one_by_one(Workload& work) {
  work.outputs.assign(work.codes.size(), 0);
  return seconds([&] {
    for (std::size_t i = 0; i < work.codes.size(); ++i) {
      const golden::IntResult result = golden::evaluate(work.plan.spec.integer, work.table.integer, work.codes[i]);
      work.outputs[i] = static_cast<std::int32_t>(result.y);
    }
  });
}

double golden_batch(const Workload& work) {
  const golden::IntBatch batch(work.plan.spec.integer, work.table.integer);
  std::vector<std::int32_t> outputs(work.codes.size());
  // Once is too short to be timed.
  constexpr int kTimes = 50;
  const double took = seconds([&] {
    for (int i = 0; i < kTimes; ++i) batch.run(work.codes.data(), work.codes.size(), outputs.data());
  });
  require(outputs == work.outputs, "golden model, batch");
  return took / kTimes;
}

/// The cycle model as a library call: the codes in a row on every lane, and no bench.
double cycle_model_alone(const Workload& work) {
  const UnitPlan& plan = work.plan;
  CycleModel model(plan);
  bench::PinInputs in;
  in.in_data.resize(bench::words_for(plan.spec.lanes * plan.input_bits));
  const auto cycle = [&]() -> const bench::PinOutputs& {
    const bench::PinOutputs& out = model.outputs(in);
    model.clock(in);
    return out;
  };
  cycle();
  in.rst_n = in.cfg_we = in.out_ready = true;
  for (const ConfigWrite& write : table_image(plan, work.table)) {
    in.cfg_addr = static_cast<std::uint32_t>(write.address);
    in.cfg_data = write.data;
    cycle();
  }
  in.cfg_we = false;
  in.cfg_commit = true;
  cycle();
  in.cfg_commit = false;
  in.in_valid = true;
  std::size_t taken = 0;
  bool equal = true;
  const auto in_bits = static_cast<std::size_t>(plan.input_bits);
  const std::uint64_t mask = bench::mask_of(plan.output_bits);
  const double took = seconds([&] {
    for (const std::int32_t code : work.codes) {
      std::fill(in.in_data.begin(), in.in_data.end(), 0);
      for (std::size_t lane = 0; lane < static_cast<std::size_t>(plan.spec.lanes); ++lane) {
        bench::put_bits(in.in_data, lane * in_bits, plan.input_bits, static_cast<std::uint64_t>(code));
      }
      const bench::PinOutputs& out = cycle();
      if (!out.out_valid) continue;
      const std::uint64_t wanted = static_cast<std::uint64_t>(work.outputs[taken++]) & mask;
      equal = equal && bench::get_bits(out.out_data, 0, plan.output_bits) == wanted;
    }
  });
  require(equal && taken + static_cast<std::size_t>(plan.latency) == work.codes.size(), "cycle model");
  return took;
}

/// As the program of the Verilated unit measures itself.
double verilated(const std::filesystem::path& program, const bench::Job& job, const char* loop) {
  const TemporaryDirectory folder;
  const std::string job_path = (folder.path() / "job").string(), outcome = (folder.path() / "outcome").string();
  bench::write_job(job, job_path);
  std::vector<std::string> command{program.string(), job_path, outcome};
  if (*loop != '\0') command.emplace_back(loop);
  const std::string text = run_checked(command).output;
  check(bench::read_outcome(outcome), "Verilated unit");
  return std::stod(text.substr(text.find(" in ") + 4));
}

std::string icarus_bench(const Workload& work, std::uint64_t count) {
  const UnitPlan& plan = work.plan;
  std::string loads;
  for (const ConfigWrite& write : table_image(plan, work.table)) {
    loads += fmt::format("    cfg_addr = {}; cfg_data = {}; @(posedge clk) #1;\n", write.address, write.data);
  }
  return fmt::format(R"(module bench;
  reg clk = 0, rst_n = 1, valid = 0, we = 0, commit = 0;
  reg [{0}:0] x = 0; wire [{1}:0] y; wire ready, out_valid;
  reg [{2}:0] cfg_addr = 0; reg [{3}:0] cfg_data = 0;
  reg [31:0] vectors [0:{4}]; reg [31:0] outputs [0:{4}];
  integer sent = 0, taken = 0, wrong = 0;
  {5} dut (.clk_i(clk), .rst_ni(rst_n), .in_valid_i(valid), .in_ready_o(ready), .in_data_i(x), .out_valid_o(out_valid),
    .out_ready_i(1'b1), .out_data_o(y), .saturated_o(), .saturated_clear_i(1'b0), .cfg_we_i(we), .cfg_addr_i(cfg_addr),
    .cfg_data_i(cfg_data), .cfg_rdata_o(), .cfg_commit_i(commit), .cfg_busy_o());
  always #5 clk = !clk;
  always @(posedge clk) if (rst_n && out_valid) begin
    if (y !== outputs[taken][{1}:0]) wrong = wrong + 1;
    taken = taken + 1;
  end
  initial begin
    $readmemh("vectors.hex", vectors); $readmemh("outputs.hex", outputs);
    #1 rst_n = 0; #2 rst_n = 1; we = 1; @(posedge clk) #1;
{6}    we = 0; commit = 1; @(posedge clk) #1 commit = 0; valid = 1;
    while (sent <= {4}) begin x = vectors[sent][{0}:0]; @(posedge clk) if (ready) sent = sent + 1; #1; end
    valid = 0; repeat ({7}) @(posedge clk);
    $display("%0d vectors, %0d wrong", taken, wrong); $finish;
  end
endmodule
)",
                     plan.input_bits - 1, plan.output_bits - 1, plan.config_address_bits - 1, plan.config_data_bits - 1,
                     count - 1, plan.spec.name, loads, plan.latency + 2);
}

double icarus(const Workload& work, const std::filesystem::path& unit, const std::vector<std::string>& files,
              std::uint64_t count) {
  const TemporaryDirectory folder;
  std::string vectors, outputs;
  for (std::size_t i = 0; i < count; ++i) {
    vectors += fmt::format("{:08x}\n", static_cast<std::uint32_t>(work.codes[i]));
    outputs += fmt::format("{:08x}\n", static_cast<std::uint32_t>(work.outputs[i]));
  }
  write_file(folder.path() / "vectors.hex", vectors);
  write_file(folder.path() / "outputs.hex", outputs);
  write_file(folder.path() / "bench.v", icarus_bench(work, count));
  std::vector<std::string> compile{"iverilog", "-g2005", "-o", "bench", "bench.v"};
  for (const std::string& file : files) compile.push_back((unit / file).string());
  run_checked(compile, {folder.path(), {}, ""});
  ProcessResult result;
  const double took = seconds([&] { result = run_checked({"vvp", "-n", "bench"}, {folder.path(), {}, ""}); });
  require(result.output.find(fmt::format("{} vectors, 0 wrong", count)) != std::string::npos, "Icarus");
  return took;
}

void run(const std::string& configuration, std::uint64_t count) {
  UnitSpec spec = find_configuration(configuration).spec;
  if (spec.floating || spec.store != Store::registers || spec.banks != 1) {
    throw InputError(
        fmt::format("{}: an integer unit with registers in one bank is needed; use plain-int8-8", configuration));
  }
  Workload work(spec, count);
  spec.lanes = kLanes;
  Workload wide(spec, count);
  wide.codes = work.codes;
  wide.table = work.table;

  const TemporaryDirectory folder;
  const std::filesystem::path unit = folder.path() / "unit";
  write_unit(work.plan, unit);
  const Manifest manifest = read_manifest(unit);
  const std::filesystem::path program = build_unit_bench(manifest, {});
  const bench::Job job = work.job(), wide_job = wide.job();
  const auto vectors = static_cast<double>(count);
  const auto few = std::min(count, kIcarusVectors);

  struct Row {
    std::string what;
    double rate;
  };
  std::vector<Row> rows;
  rows.push_back({"golden model, one by one", vectors / golden_one_by_one(work)});
  wide.outputs = work.outputs;
  rows.push_back({"golden model, batch", vectors / golden_batch(work)});
  rows.push_back({"cycle model", vectors / cycle_model_alone(work)});
  rows.push_back(
      {fmt::format("cycle model, {} lanes, lane-cycles", kLanes), kLanes * vectors / cycle_model_alone(wide)});
  const auto benched = [&](const Workload& played, const bench::Job& played_job) {
    bench::Outcome outcome;
    const double took = seconds([&] { outcome = run_cycle_model(played.plan, played_job); });
    check(outcome, "cycle model under the bench");
    return static_cast<double>(outcome.cycles) / took;
  };
  rows.push_back({"cycle model under the bench", benched(work, job)});
  rows.push_back(
      {fmt::format("cycle model under the bench, {} lanes, lane-cycles", kLanes), kLanes * benched(wide, wide_job)});
  rows.push_back({"Verilated, plain loop", vectors / verilated(program, job, "plain")});
  rows.push_back({"Verilated, SystemC", vectors / verilated(program, job, "")});
  rows.push_back(
      {fmt::format("Icarus, {} vectors", few), static_cast<double>(few) / icarus(work, unit, manifest.files, few)});

  std::cout << fmt::format("{}: {} vectors, seed {}\n{:<52} {:>14} {:>10}\n", configuration, count, kSeed, "",
                           "a second", "Icarus = 1");
  for (const Row& row : rows) {
    std::cout << fmt::format("{:<52} {:>14.0f} {:>10.1f}\n", row.what, row.rate, row.rate / rows.back().rate);
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(argc > 1 ? argv[1] : "plain-int8-8", argc > 2 ? std::stoull(argv[2]) : 4000000);
    return 0;
  } catch (const Error& error) {
    std::cerr << error.what() << "\n";
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    std::cerr << "usage: benchmark_engines [CONFIGURATION [VECTORS]] (" << error.what() << ")\n";
    return 2;
  }
}
