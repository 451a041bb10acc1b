// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The sweep: configurations of units or operators, simulated one by one, a line each.
//
//     sweep units                          a covering array of every pair of values, in the native model
//     sweep units --engine both            the same, the Verilated unit beside it in every cycle
//     sweep operators --strength 3         of every three values
//     sweep units --product 500            the next 500 of the whole product that have no result yet
//     sweep units --engine both --coverage D   counts of lines and toggles, a file for each configuration
//     sweep units --slice 2/8              every eighth of the configurations, from the third
//
// Results are kept in a folder, by the content of what was run: this program, the configuration, engine and seed. A
// configuration with a result is not run again. Exit 1: a difference.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <numeric>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/support/words.hpp"
#include "sim/bench/testbench/random.hpp"
#include "tests/sweep/space.hpp"

using namespace pwlforge;

namespace {

struct Arguments {
  std::string space, engine = "cycle", slice = "0/1", only;
  std::string results, coverage;
  std::size_t strength = 2;
  std::uint64_t product = 0;
  std::uint64_t seed = 1;
  std::size_t verilate = 0;
  bool list = false, impossible = false;
};

/// Runs configurations and keeps their results.
class Runner {
 public:
  Runner(const sweep::Space& space, const Arguments& arguments)
      : space_(space),
        arguments_(arguments),
        program_(content_hash(read_file(std::filesystem::canonical("/proc/self/exe")))) {}

  bool done(const sweep::Row& row, Engine engine) const {
    const std::filesystem::path counts = coverage_of(row, engine);
    return !arguments_.results.empty() && std::filesystem::exists(file_of(row, engine)) &&
           (counts.empty() || std::filesystem::exists(counts));
  }

  void run(const sweep::Row& row, Engine engine) {
    const std::string text = sweep::row_text(space_, row);
    sweep::Verdict verdict;
    const bool known = done(row, engine);
    if (known) {
      Json kept = parse_json(read_file(file_of(row, engine)), file_of(row, engine).string());
      verdict = {kept.at("vectors").get<std::uint64_t>(), kept.at("cycles").get<std::uint64_t>(),
                 kept.at("wrong").get<std::string>()};
    } else {
      const std::filesystem::path counts = coverage_of(row, engine);
      if (!counts.empty()) {
        std::filesystem::create_directories(counts.parent_path());
        std::filesystem::remove(counts);  // of a run that was stopped: counts are added
      }
      verdict = space_.simulate(row, {engine, arguments_.seed, counts});
      if (!arguments_.results.empty()) {
        std::filesystem::create_directories(arguments_.results);
        write_file(file_of(row, engine), Json{{"space", space_.name()},
                                              {"configuration", text},
                                              {"engine", name_of(engine)},
                                              {"seed", arguments_.seed},
                                              {"vectors", verdict.vectors},
                                              {"cycles", verdict.cycles},
                                              {"wrong", verdict.wrong}}
                                                 .dump(1) +
                                             "\n");
      }
    }
    fmt::print("{} {} {} {} vectors, {} cycles{}\n", verdict.wrong.empty() ? "ok  " : "FAIL", name_of(engine), text,
               verdict.vectors, verdict.cycles, known ? ", known" : "");
    if (!verdict.wrong.empty()) fmt::print("{}\n", verdict.wrong.substr(1));
    std::fflush(stdout);
    ++(verdict.wrong.empty() ? passed_ : failed_);
    kept_ += known ? 1U : 0U;
    vectors_ += verdict.vectors;
    cycles_ += verdict.cycles;
  }

  /// Exit code; a run that checked nothing is a failure.
  int finish() const {
    fmt::print("{}: {} configurations, {} of them known; {} vectors, {} cycles; seed {}; {} with a difference\n",
               space_.name(), passed_ + failed_, kept_, vectors_, cycles_, arguments_.seed, failed_);
    return failed_ == 0 && passed_ > 0 ? 0 : 1;
  }

 private:
  static const char* name_of(Engine engine) { return engine == Engine::both ? "both" : "cycle"; }
  std::string key_of(const sweep::Row& row, Engine engine) const {
    return content_hash(fmt::format("{} {} {} {} {}", program_, space_.name(), sweep::row_text(space_, row),
                                    name_of(engine), arguments_.seed));
  }
  std::filesystem::path file_of(const sweep::Row& row, Engine engine) const {
    return std::filesystem::path(arguments_.results) / (key_of(row, engine) + ".json");
  }
  /// Empty: nothing is counted.
  std::filesystem::path coverage_of(const sweep::Row& row, Engine engine) const {
    if (arguments_.coverage.empty() || engine == Engine::cycle) return {};
    return std::filesystem::path(arguments_.coverage) / (key_of(row, engine) + ".dat");
  }

  const sweep::Space& space_;
  const Arguments& arguments_;
  std::string program_;
  std::uint64_t passed_ = 0, failed_ = 0, kept_ = 0, vectors_ = 0, cycles_ = 0;
};

/// Rows of the whole product in an order in which neighbours have little in common: a stride that meets each once.
class Product {
 public:
  Product(const sweep::Space& space, std::uint64_t seed) : sizes_(sweep::sizes_of(space)) {
    total_ = std::accumulate(sizes_.begin(), sizes_.end(), std::uint64_t{1}, std::multiplies<>());
    bench::Random random(seed);
    do {
      stride_ = total_ / 2 + random.below(total_ / 2);
    } while (std::gcd(stride_, total_) != 1);
  }
  std::uint64_t size() const { return total_; }
  sweep::Row next() {
    at_ = (at_ + stride_) % total_;
    sweep::Row row(sizes_.size());
    std::uint64_t rest = at_;
    for (std::size_t axis = 0; axis < row.size(); ++axis) {
      row[axis] = rest % sizes_[axis];
      rest /= sizes_[axis];
    }
    return row;
  }

 private:
  std::vector<std::size_t> sizes_;
  std::uint64_t total_ = 1, stride_ = 1, at_ = 0;
};

int run_product(const sweep::Space& space, const Arguments& arguments, Engine engine) {
  const Slice slice = parse_slice(arguments.slice);
  Product product(space, arguments.seed);
  Runner runner(space, arguments);
  std::uint64_t fresh = 0, valid = 0;
  for (std::uint64_t i = 0; i < product.size() && fresh < arguments.product; ++i) {
    const sweep::Row row = product.next();
    if (space.violations(row) > 0 || !space.exists(row)) continue;
    if (!slice.has(valid++)) continue;
    if (arguments.list) {
      fmt::print("{}\n", sweep::row_text(space, row));
      ++fresh;
    } else if (!runner.done(row, engine)) {
      ++fresh;
      runner.run(row, engine);
    }
  }
  fmt::print("the product has {} rows, few of which exist\n", product.size());
  return arguments.list ? 0 : runner.finish();
}

int run_covering(const sweep::Space& space, const Arguments& arguments, Engine engine) {
  const Slice slice = parse_slice(arguments.slice);
  const sweep::Covering covering =
      sweep::cover(sweep::sizes_of(space), arguments.strength, sweep::constraint_of(space), arguments.seed);
  if (arguments.impossible) {
    for (const sweep::Combination& one : covering.impossible) fmt::print("{}\n", sweep::combination_text(space, one));
    return 0;
  }
  fmt::print("{} configurations hold {} combinations of {} values; {} can not be\n", covering.rows.size(),
             covering.combinations, arguments.strength, covering.impossible.size());
  Runner runner(space, arguments);
  for (std::size_t i = 0; i < covering.rows.size(); ++i) {
    if (!slice.has(i)) continue;
    if (arguments.list) {
      fmt::print("{}\n", sweep::row_text(space, covering.rows[i]));
      continue;
    }
    runner.run(covering.rows[i], i < arguments.verilate ? Engine::both : engine);
  }
  return arguments.list ? 0 : runner.finish();
}

int run(const Arguments& arguments) {
  const std::unique_ptr<sweep::Space> space =
      arguments.space == "units" ? sweep::unit_space() : sweep::operator_space();
  const Engine engine = parse_engine(arguments.engine);
  if (!arguments.only.empty()) {
    Runner runner(*space, arguments);
    runner.run(sweep::row_of(*space, arguments.only), engine);
    return runner.finish();
  }
  return arguments.product > 0 ? run_product(*space, arguments, engine) : run_covering(*space, arguments, engine);
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Simulates many configurations of units or operators, a line each");
  app.add_option("space", arguments.space, "units or operators")
      ->required()
      ->check(CLI::IsMember({"units", "operators"}));
  app.add_option("--strength", arguments.strength, "a covering array of every so many values (2)")
      ->check(CLI::Range(1, 4));
  app.add_option("--product", arguments.product, "instead: so many configurations of the product without a result");
  app.add_option("--engine", arguments.engine, "cycle or both (cycle)")->check(CLI::IsMember({"cycle", "both"}));
  app.add_option("--verilate", arguments.verilate, "the first N of a covering array with both engines");
  app.add_option("--slice", arguments.slice, "I/N: every Nth configuration from number I");
  app.add_option("--results", arguments.results, "folder of results; what is there is not run again");
  app.add_option("--coverage", arguments.coverage,
                 "folder: of every configuration with both engines, a file with counts of lines and toggles");
  app.add_option("--seed", arguments.seed, "of the array, the order and the simulations (1)");
  app.add_option("--only", arguments.only, "one configuration: the words of its line, in quotes");
  app.add_flag("--list", arguments.list, "print the configurations and run none");
  app.add_flag("--impossible", arguments.impossible, "print the combinations that no configuration has");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(arguments);
  } catch (const Error& error) {
    fmt::print(stderr, "sweep: {}\n", error.what());
    return static_cast<int>(error.code());
  }
}
