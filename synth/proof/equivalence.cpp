// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/proof/equivalence.hpp"

#include <algorithm>
#include <random>

#include "gen/support/json.hpp"
#include "synth/simulate/unit_runner.hpp"

namespace pwlforge {
namespace {

constexpr int kEveryCodeBits = 12;
constexpr int kProvenBits = 16;

std::vector<std::uint64_t> vectors_of(const UnitPlan& plan, const UnitImage& image, std::uint64_t wanted,
                                      std::mt19937_64& random) {
  std::vector<std::uint64_t> values;
  const std::uint64_t mask = (std::uint64_t{1} << plan.input_bits) - 1;
  if (plan.input_bits <= kEveryCodeBits) {
    // Every code four times, in random order: every code also meets other predecessors in the pipeline.
    for (int repeat = 0; repeat < 4; ++repeat) {
      for (std::uint64_t code = 0; code <= mask; ++code) values.push_back(code);
    }
  } else {
    values = image.interesting;
    const std::uint64_t sign = std::uint64_t{1} << (plan.input_bits - 1);
    for (const std::uint64_t end : {std::uint64_t{0}, std::uint64_t{1}, mask, sign, sign - 1, sign + 1})
      values.push_back(end & mask);
    while (values.size() < wanted) {
      const std::uint64_t number = random();
      // One third uniform, two thirds of random magnitude and sign.
      values.push_back(values.size() % 3 == 0
                           ? number & mask
                           : ((number & mask) >> (random() % static_cast<std::uint64_t>(plan.input_bits))) ^
                                 (random() % 2 == 0 ? mask : 0));
    }
  }
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random() % i]);
  return values;
}

}  // namespace

EquivalencePlan equivalence_plan(const UnitPlan& plan) {
  EquivalencePlan how;
  if (!is_loadable(plan.spec.store)) how.random_images = 0;
  return how;
}

bool is_proven(const UnitPlan& plan) {
  return plan.spec.store == Store::truth_table || (!plan.spec.floating && plan.input_bits <= kProvenBits);
}

Json check_equivalence(const UnitPlan& plan, const Netlist& netlist, const EquivalencePlan& how) {
  UnitRunner runner(plan, netlist, how.seed);
  std::mt19937_64 random(how.seed);
  const std::size_t contexts = plan.contexts.size();
  const std::size_t images = contexts + static_cast<std::size_t>(how.random_images);
  std::uint64_t vectors = 0;
  for (std::size_t i = 0; i < images; ++i) {
    const UnitImage image = i < contexts ? context_image(plan, i) : random_image(plan, how.seed + i);
    runner.load(image);
    const std::vector<std::uint64_t> values = vectors_of(plan, image, how.values_per_image, random);
    std::vector<std::vector<std::uint64_t>> streams(kSimulatorCopies);
    for (std::size_t v = 0; v < values.size(); ++v) streams[v % kSimulatorCopies].push_back(values[v]);
    vectors += runner.stream(image, streams, true, false, 0);
  }
  if (vectors == 0) throw CheckFailed(netlist.top + ": no vector was compared; give the unit a table");
  return Json{{"method", "simulation"},   {"result", "equal to the golden model"},           {"vectors", vectors},
              {"parameter_sets", images}, {"every_code", plan.input_bits <= kEveryCodeBits}, {"seed", how.seed}};
}

}  // namespace pwlforge
