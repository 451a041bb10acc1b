// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The texts that operator_emit.cpp puts together.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gen/operator/beats.hpp"

namespace pwlforge {

/// One step of the bench: a configuration write, the commit, a beat, or the begin and end of the gapless part.
struct OperatorStep {
  enum class Kind { phase, write, commit, beat } kind = Kind::beat;
  ConfigWrite write{0, 0};
  bool readable = false;  ///< of a write
  bool gapless = false;   ///< of a phase: begins or ends
  Payload input;
  Payload output;
  bool answered = true;  ///< of a beat: something comes out
};
struct OperatorSteps {
  std::vector<OperatorStep> steps;
  bool saturated = false, empty = false, overlong = false;  ///< the flags at the end
};
struct StepCounts {
  std::size_t answers = 0;        ///< beats that come out
  std::size_t gapless_beats = 0;  ///< that enter in the gapless part
  long commits = 0;
};
StepCounts step_counts(const OperatorSteps& steps);
/// Flags as they must be in the end, in the order of their ports.
std::vector<std::pair<std::string, bool>> final_flags(const OperatorPlan& core, const OperatorSteps& steps);
/// Rows of many lengths under two images, one that is too long, then three of the full length without a gap.
OperatorSteps operator_steps(const OperatorPlan& plan);
/// A vector, from the low end: a beat holds {input, output}, a write {data, address}; then a flag (a beat is answered,
/// a word is readable, the gapless part begins), and the kind.
struct OperatorLayout {
  explicit OperatorLayout(const OperatorPlan& plan)
      : input(payload_bits(input_payload(plan))),
        output(payload_bits(output_payload(plan))),
        address(std::max(1, plan.config_address_bits)),
        data(std::max(1, plan.config_data_bits)),
        payload(std::max(input + output, address + data)),
        total(payload + 3) {}
  int input, output, address, data, payload, total;
};

/// `core`: the operator inside a wrapper, or the only one.
std::string operator_vectors_text(const OperatorPlan& core, const OperatorSteps& steps);
std::string operator_bench_text(const OperatorPlan& plan, const OperatorSteps& steps);
/// NAME_cocotb.py: the same vectors in cocotb, with its own runner.
std::string operator_cocotb_text(const OperatorPlan& plan, const OperatorSteps& steps);
/// Indented lines of code, and what they mean in words.
std::string operator_formulas(const OperatorPlan& plan);
std::string operator_header_text(const OperatorPlan& plan);
std::string operator_readme_text(const OperatorPlan& plan, const std::vector<std::string>& files, bool latches);

}  // namespace pwlforge
