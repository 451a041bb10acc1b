// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the bench of an operator directory plays, and what must come of it.
#include <algorithm>

#include "gen/rtl/bench_fields.hpp"
#include "gen/rtl/operator_parts.hpp"

namespace pwlforge {

OperatorSteps operator_steps(const OperatorPlan& plan) {
  OperatorSteps result;
  const bool rows = has_rows(plan.spec.kind);
  const auto load = [&](const OperatorImage& image) {
    if (plan.parts.empty()) return;
    for (const ConfigWrite& write : operator_writes(plan, image)) {
      OperatorStep step;
      step.kind = OperatorStep::Kind::write;
      step.write = write;
      step.readable = readable_bits(plan, write.address) > 0;
      result.steps.push_back(step);
    }
    result.steps.push_back({OperatorStep::Kind::commit, {0, 0}, false, false, {}, {}, true});
  };
  const auto play = [&](const OperatorImage& image, const Stimulus& stimulus) {
    const RowBeats beats = row_beats(plan, image, stimulus);
    for (std::size_t i = 0; i < beats.inputs.size(); ++i) {
      OperatorStep step;
      step.input = beats.inputs[i];
      step.answered = i < beats.outputs.size();
      if (step.answered) step.output = beats.outputs[i];
      result.steps.push_back(step);
    }
    result.saturated = result.saturated || beats.saturated;
    result.empty = result.empty || beats.empty;
    result.overlong = result.overlong || beats.overlong;
  };
  const int longest = rows ? plan.spec.max_row : 64;
  std::uint64_t seed = 1;
  for (const OperatorImage& image : {table_image(plan), random_image(plan, 1), table_image(plan)}) {
    load(image);
    for (int length = 1; length <= std::min(longest, 3 * plan.spec.lanes + 20); ++length) {
      play(image, random_stimulus(plan, seed++, length, true));
    }
    for (const Stimulus& stimulus : extreme_stimuli(plan, std::min(longest, 2 * plan.spec.lanes + 1))) {
      play(image, stimulus);
    }
  }
  const OperatorImage image = table_image(plan);
  if (rows) play(image, random_stimulus(plan, seed++, longest + 2 * plan.spec.lanes, true));
  result.steps.push_back({OperatorStep::Kind::phase, {0, 0}, false, true, {}, {}, true});
  for (int row = 0; row < 3; ++row) play(image, random_stimulus(plan, seed++, longest, false));
  result.steps.push_back({OperatorStep::Kind::phase, {0, 0}, false, false, {}, {}, true});
  return result;
}

StepCounts step_counts(const OperatorSteps& steps) {
  StepCounts counts;
  bool gapless = false;
  for (const OperatorStep& step : steps.steps) {
    if (step.kind == OperatorStep::Kind::phase) gapless = step.gapless;
    if (step.kind == OperatorStep::Kind::commit) ++counts.commits;
    if (step.kind != OperatorStep::Kind::beat) continue;
    if (step.answered) ++counts.answers;
    if (gapless) ++counts.gapless_beats;
  }
  return counts;
}

std::vector<std::pair<std::string, bool>> final_flags(const OperatorPlan& core, const OperatorSteps& steps) {
  std::vector<std::pair<std::string, bool>> flags;
  for (const Port& port : core.ports) {
    if (port.is_input || port.meaning.rfind("sticky", 0) != 0) continue;
    flags.emplace_back(port.name, port.name == "saturated_o"  ? steps.saturated
                                  : port.name == "overlong_o" ? steps.overlong
                                                              : steps.empty);
  }
  return flags;
}

std::string operator_vectors_text(const OperatorPlan& core, const OperatorSteps& steps) {
  const OperatorLayout layout(core);
  std::string text;
  for (const OperatorStep& step : steps.steps) {
    Bits line(layout.total);
    bool flag = step.gapless;
    unsigned kind = 0;
    if (step.kind == OperatorStep::Kind::beat) {
      line.put(step.output, layout.output);
      line.put(step.input, layout.input);
      flag = step.answered;
      kind = 3;
    } else if (step.kind != OperatorStep::Kind::phase) {
      line.put(static_cast<std::uint64_t>(step.write.address), layout.address);
      line.put(step.write.data, layout.data);
      flag = step.readable;
      kind = step.kind == OperatorStep::Kind::write ? 1 : 2;
    }
    line.seek(layout.payload);
    line.put(flag ? 1 : 0, 1);
    line.put(kind, 2);
    text += line.hex() + "\n";
  }
  return text;
}

}  // namespace pwlforge
