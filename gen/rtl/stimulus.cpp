// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the plain Verilog bench plays: configuration steps and beats with the outputs of the golden model.
#include <algorithm>
#include <functional>
#include <random>
#include <set>

#include "gen/rtl/parts.hpp"

namespace pwlforge {
namespace {

constexpr int kExhaustiveBits = 8;
constexpr int kExhaustiveTableBits = 12;
constexpr int kRandomInputs = 512;
constexpr std::uint64_t kSeed = 1;

std::uint64_t mask_of(int bits) {
  return bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
}

/// A table as the bench sees it: how to load it, and what it computes.
struct Subject {
  int context = 0;
  std::vector<ConfigWrite> writes;   ///< of a loadable store
  std::vector<std::uint64_t> edges;  ///< inputs where the segment changes
  std::function<std::uint64_t(std::uint64_t)> output;
  std::function<bool(std::uint64_t)> saturates;
};

std::int64_t code_of(const UnitPlan& plan, std::uint64_t x) {
  const std::uint64_t sign = std::uint64_t{1} << (plan.input_bits - 1);
  return static_cast<std::int64_t>((x ^ sign) - sign);
}

Subject int_subject(const UnitPlan& plan, const golden::IntParams& params) {
  Subject subject;
  for (const std::int64_t threshold : params.thresholds) {
    subject.edges.push_back(static_cast<std::uint64_t>(threshold) & mask_of(plan.input_bits));
  }
  if (is_loadable(plan.spec.store)) subject.writes = config_image(plan, params);
  const golden::IntFormat format = plan.spec.integer;
  const int bits = plan.output_bits;
  subject.output = [=, &plan](std::uint64_t x) {
    return static_cast<std::uint64_t>(golden::evaluate(format, params, code_of(plan, x)).y) & mask_of(bits);
  };
  subject.saturates = [=, &plan](std::uint64_t x) {
    return golden::evaluate(format, params, code_of(plan, x)).saturated;
  };
  return subject;
}

Subject float_subject(const UnitPlan& plan, const golden::FloatParams& params) {
  Subject subject;
  subject.edges = params.thresholds;
  if (is_loadable(plan.spec.store)) subject.writes = config_image(plan, params);
  subject.output = [params, &plan](std::uint64_t x) {
    return golden::evaluate(plan.spec.float_format, plan.spec.float_options, params, x);
  };
  subject.saturates = [](std::uint64_t) { return false; };
  return subject;
}

Subject context_subject(const UnitPlan& plan, std::size_t number) {
  const UnitContext& context = plan.contexts[number];
  const Table& table = plan.spec.tables[static_cast<std::size_t>(context.table)];
  Subject subject;
  if (plan.spec.store == Store::truth_table) {
    subject.output = [&plan, context](std::uint64_t x) { return expected_output(plan, context, x); };
    subject.saturates = [](std::uint64_t) { return false; };
  } else if (plan.spec.floating) {
    subject = float_subject(plan, float_params(table.contexts[static_cast<std::size_t>(context.scale)]));
  } else {
    subject = int_subject(plan, unit_int_params(plan, context));
  }
  subject.context = static_cast<int>(number);
  return subject;
}

/// Bits from a generator whose sequence the standard fixes.
std::uint64_t random_bits(std::mt19937_64& random, int bits) {
  return random() & mask_of(bits);
}

std::int64_t random_signed(std::mt19937_64& random, int bits) {
  const std::uint64_t sign = std::uint64_t{1} << (bits - 1);
  return static_cast<std::int64_t>((random_bits(random, bits) ^ sign) - sign);
}

/// A table that no function asks for, for units that are generated without one.
Subject random_subject(const UnitPlan& plan, std::mt19937_64& random) {
  const auto entries = static_cast<std::size_t>(plan.spec.entries);
  if (plan.spec.floating) {
    golden::FloatParams params;
    // Finite values around one, ascending: thresholds are sorted as numbers.
    const golden::FloatFormat& format = plan.spec.float_format;
    std::vector<double> values;
    const auto draw = [&] { return (static_cast<double>(random_bits(random, 20)) / 131072.0) - 4.0; };
    for (std::size_t i = 0; i + 1 < entries; ++i) values.push_back(draw());
    std::sort(values.begin(), values.end());
    for (const double value : values) params.thresholds.push_back(golden::from_double(format, value));
    for (std::size_t i = 0; i < entries; ++i) {
      params.slopes.push_back(golden::from_double(format, draw()));
      params.intercepts.push_back(golden::from_double(format, draw()));
    }
    return float_subject(plan, params);
  }
  golden::IntParams params;
  const golden::IntFormat& format = plan.spec.integer;
  for (std::size_t i = 0; i + 1 < entries; ++i) params.thresholds.push_back(random_signed(random, format.input_bits));
  std::sort(params.thresholds.begin(), params.thresholds.end());
  for (std::size_t i = 0; i < entries; ++i) {
    params.slopes.push_back(random_signed(random, format.slope_bits));
    params.intercepts.push_back(random_signed(random, format.intercept_bits));
  }
  if (format.intercept == golden::InterceptForm::shifted) {
    params.shift = static_cast<int>(random() % static_cast<std::uint64_t>(format.input_bits - 1));
  }
  if (!format.raw) params.requant_shift = std::max(0, plan.accumulator_bits - format.output_bits - 1);
  return int_subject(plan, params);
}

std::vector<std::uint64_t> inputs_of(const UnitPlan& plan, const Subject& subject, std::mt19937_64& random) {
  const int bits = plan.input_bits;
  std::vector<std::uint64_t> inputs;
  const int exhaustive = plan.spec.store == Store::truth_table ? kExhaustiveTableBits : kExhaustiveBits;
  if (bits <= exhaustive) {
    for (std::uint64_t x = 0; x <= mask_of(bits); ++x) inputs.push_back(x);
  } else {
    std::set<std::uint64_t> chosen;
    const auto around = [&](std::uint64_t x) {
      for (const std::uint64_t near : {x - 1, x, x + 1}) chosen.insert(near & mask_of(bits));
    };
    for (const std::uint64_t edge : subject.edges) around(edge);
    for (int b = 0; b <= bits; ++b) {
      around(b == bits ? 0 : std::uint64_t{1} << b);
      around(~(b == bits ? 0 : std::uint64_t{1} << b));
    }
    if (plan.spec.floating) {
      const golden::FloatFormat& format = plan.spec.float_format;
      const std::uint64_t infinity = ((std::uint64_t{1} << format.exponent_bits) - 1) << format.mantissa_bits;
      const std::uint64_t sign = std::uint64_t{1} << (bits - 1);
      for (const std::uint64_t x : {infinity, infinity | sign, golden::quiet_nan(format)}) around(x);
    }
    for (int i = 0; i < kRandomInputs; ++i) chosen.insert(random_bits(random, bits));
    inputs.assign(chosen.begin(), chosen.end());
  }
  std::shuffle(inputs.begin(), inputs.end(), random);
  return inputs;
}

void append_beats(const UnitPlan& plan, const Subject& subject, const std::vector<std::uint64_t>& inputs,
                  std::size_t first, std::size_t last, std::vector<BenchStep>& steps) {
  const auto lanes = static_cast<std::size_t>(plan.spec.lanes);
  for (std::size_t i = first; i < last; ++i) {
    BenchStep step;
    step.context = subject.context;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::uint64_t x = inputs[(i + lane * 7) % inputs.size()];
      step.inputs.push_back(x);
      step.outputs.push_back(subject.output(x));
      step.saturated = step.saturated || subject.saturates(x);
    }
    steps.push_back(std::move(step));
  }
}

void append_writes(const Subject& subject, std::vector<BenchStep>& steps) {
  for (const ConfigWrite& write : subject.writes) {
    BenchStep step;
    step.kind = BenchStep::Kind::write;
    step.address = write.address;
    step.data = write.data;
    steps.push_back(std::move(step));
  }
}

}  // namespace

std::vector<BenchStep> bench_steps(const UnitPlan& plan) {
  std::mt19937_64 random(kSeed);
  std::vector<Subject> subjects;
  for (std::size_t i = 0; i < plan.contexts.size(); ++i) subjects.push_back(context_subject(plan, i));
  for (int i = 0; i < 2 && plan.contexts.empty(); ++i) subjects.push_back(random_subject(plan, random));

  std::vector<BenchStep> steps;
  const bool loadable = is_loadable(plan.spec.store);
  const bool overlapped = plan.spec.banks == 2;
  if (loadable) append_writes(subjects.front(), steps);
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    if (loadable) {
      BenchStep commit;
      commit.kind = BenchStep::Kind::commit;
      steps.push_back(commit);
    }
    const std::vector<std::uint64_t> inputs = inputs_of(plan, subjects[i], random);
    // With two banks the next table is written while this one works; with one bank after the last beat has entered.
    const std::size_t middle = overlapped ? inputs.size() / 2 : inputs.size();
    append_beats(plan, subjects[i], inputs, 0, middle, steps);
    if (loadable && i + 1 < subjects.size()) append_writes(subjects[i + 1], steps);
    append_beats(plan, subjects[i], inputs, middle, inputs.size(), steps);
  }
  if (!loadable && subjects.size() > 1) {
    // Contexts that change from beat to beat.
    for (std::size_t i = 0; i < 64 * subjects.size(); ++i) {
      const Subject& subject = subjects[random() % subjects.size()];
      append_beats(plan, subject, {random_bits(random, plan.input_bits)}, 0, 1, steps);
    }
  }
  return steps;
}

}  // namespace pwlforge
