// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What operators are called, and what kinds there are.
#include <fmt/format.h>

#include "gen/operator/operator_design.hpp"
#include "gen/operator/plan_parts.hpp"

namespace pwlforge {

const std::vector<std::string>& operator_names() {
  static const std::vector<std::string> names{"softmax", "rmsnorm", "layernorm", "swiglu", "geglu", "wide"};
  return names;
}

const char* operator_name(OperatorKind kind) {
  return operator_names()[static_cast<std::size_t>(kind)].c_str();
}

const std::vector<std::string>& peer_names() {
  static const std::vector<std::string> names{"none", "illm", "ibert"};
  return names;
}

bool is_norm(OperatorKind kind) {
  return kind == OperatorKind::rmsnorm || kind == OperatorKind::layernorm;
}

bool is_gated(OperatorKind kind) {
  return kind == OperatorKind::swiglu || kind == OperatorKind::geglu;
}

bool has_rows(OperatorKind kind) {
  return kind == OperatorKind::softmax || is_norm(kind);
}

std::string operator_summary(const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  if (spec.kind == OperatorKind::wide) return wide_summary(plan.wide);
  std::string text = fmt::format("Row operator {}: {} of {}", spec.name, operator_name(spec.kind),
                                 spec.floating ? "FP32 numbers" : fmt::format("{}-bit codes", spec.element_bits));
  if (spec.peer != Peer::none) text += fmt::format(" as {} computes it", spec.peer == Peer::illm ? "I-LLM" : "I-BERT");
  if (!spec.floating) text += fmt::format(", output of {} bits", spec.output_bits);
  if (spec.lanes > 1) text += fmt::format(", {} lanes", spec.lanes);
  if (!is_gated(spec.kind)) text += fmt::format(", rows of up to {} elements", spec.max_row);
  if (spec.affine) text += ", gain and bias for every channel";
  return text + (spec.peer != Peer::none ? "." : fmt::format(", {} stores.", store_name(spec.store)));
}

std::string input_meaning(const OperatorSpec& spec) {
  if (spec.kind == OperatorKind::wide) return "v: unsigned";
  return spec.floating ? "FP32 bit patterns" : "signed codes";
}

std::string output_meaning(const OperatorSpec& spec) {
  if (spec.kind == OperatorKind::wide) {
    return spec.wide.integer_form ? "{v was 0, f(v)}" : "{v was 0, k, y}";
  }
  const bool probabilities = spec.kind == OperatorKind::softmax && !spec.floating;
  return probabilities ? fmt::format("unsigned, scale 2^-{}", spec.output_bits) : input_meaning(spec);
}

std::string latency_text(const OperatorPlan& plan) {
  if (!has_rows(plan.spec.kind)) return fmt::format("Latency {} cycles.", plan.latency);
  return fmt::format(
      "Latency {}(b - 1) + {} cycles from the first beat of a row of b beats to its first output, {}.",
      plan.latency_rows == 1 ? "" : "2 ", plan.latency,
      plan.interval > 1 ? fmt::format("one row per max(b, {}) cycles", plan.interval) : "one beat per cycle");
}

}  // namespace pwlforge
