// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operators, those of others beside them, and wide units.
#include <algorithm>

#include "gen/support/diagnostics.hpp"
#include "tests/sim/operators.hpp"
#include "tests/sweep/space.hpp"

namespace pwlforge::sweep {
namespace {

enum Place : std::size_t {
  kOperator,
  kPeer,
  kWidth,
  kStore,
  kLanes,
  kBeats,
  kAffine,
  kExpBits,
  kWide,
  kFraction,
  kStall
};

const std::vector<Axis> kAxes = {
    {"operator", {"softmax", "rmsnorm", "layernorm", "swiglu", "geglu", "div", "rsqrt"}},
    {"peer", {"none", "illm", "ibert"}},
    {"width", {"8", "16"}},
    {"store", {"registers", "latches", "fixed", "truth_table"}},
    {"lanes", {"1", "2", "4", "16"}},
    {"beats", {"2", "7", "64"}},  // of the longest row
    {"affine", {"no", "yes"}},
    {"exp_bits", {"default", "width"}},
    {"wide", {"no", "8", "13", "24"}},
    {"fraction", {"no", "3", "14"}},
    {"stall", {"yes", "no"}},
};

class OperatorSpace final : public Space {
 public:
  const std::string& name() const override {
    static const std::string text = "operators";
    return text;
  }
  const std::vector<Axis>& axes() const override { return kAxes; }

  std::size_t violations(const Row& row) const override {
    const bool wide = row[kOperator] >= 5;
    std::size_t broken = 0;
    const auto only = [&](std::size_t axis, bool wanted) { broken += !wanted && row[axis] != 0 ? 1U : 0U; };
    // What the command line cannot say, or says twice.
    broken += wide == (row[kWide] != 0) ? 0U : 1U;
    only(kPeer, !wide);
    only(kFraction, wide);
    only(kBeats, !wide);
    only(kLanes, !wide);
    only(kAffine, row[kOperator] == 1 || row[kOperator] == 2);
    only(kExpBits, row[kOperator] == 0 && row[kPeer] == 0);
    if (broken > 0) return broken + 1;
    return exists(row) ? 0 : 1;
  }

  bool exists(const Row& row) const override {
    Row shape = row;
    shape[kStall] = 0;
    const auto known = planned_.find(shape);
    if (known != planned_.end()) return known->second;
    bool& good = planned_[shape];
    try {
      plan_operator(specification(row));
      good = true;
    } catch (const InputError&) {
      good = false;
    }
    return good;
  }

  Verdict simulate(const Row& row, const Run& run) const override {
    const test::OperatorDirectory directory(specification(row));
    SimOptions options;
    options.engine = run.engine;
    options.seed = run.seed;
    options.coverage = run.coverage;
    options.stall = value(row, kStall) == "yes";
    if (row[kOperator] < 5) {
      options.vectors = VectorKind::random;
      options.count = 150;
    }
    const RowSimResult result = simulate_operator(directory.manifest(), options);
    Verdict verdict{result.beats, result.cycles, ""};
    if (!result.passed()) verdict.wrong += "\n" + row_sim_text(result);
    if (result.latency_checks == 0) verdict.wrong += "\nno latency was checked";
    if (run.engine == Engine::both && result.cycles_compared != result.cycles) verdict.wrong += "\ncycles not compared";
    return verdict;
  }

 private:
  OperatorSpec specification(const Row& row) const {
    const int width = std::stoi(value(row, kWidth));
    if (row[kWide] != 0) {
      const int fraction = row[kFraction] == 0 ? -1 : std::stoi(value(row, kFraction));
      return test::spec_of(test::wide_of(value(row, kOperator), std::stoi(value(row, kWide)),
                                         "int" + value(row, kWidth), fraction, value(row, kStore)));
    }
    const int lanes = std::stoi(value(row, kLanes));
    OperatorRequest request =
        test::operator_of(value(row, kOperator), width, lanes, lanes * std::stoi(value(row, kBeats)),
                          value(row, kStore), value(row, kAffine) == "yes");
    request.peer = value(row, kPeer);
    if (value(row, kExpBits) == "width") request.exp_bits = width;
    // Peers have no tables to fit.
    return request.peer == "none" ? test::spec_of(request) : operator_spec(request);
  }

  mutable std::map<Row, bool> planned_;
};

}  // namespace

std::unique_ptr<Space> operator_space() {
  return std::make_unique<OperatorSpace>();
}

}  // namespace pwlforge::sweep
