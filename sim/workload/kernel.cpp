// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/kernel.hpp"

#include <cmath>

namespace pwlforge::llama {
namespace {

class OperatorKernel : public Kernel {
 public:
  explicit OperatorKernel(OperatorPlan plan) : plan_(std::move(plan)), image_(table_image(plan_)) {
    const OperatorSpec& spec = plan_.spec;
    input_bits = spec.element_bits;
    input_scale = first_operand_scale(plan_);
    output_bits = spec.output_bits;
    output_scale = spec.kind == OperatorKind::softmax ? std::ldexp(1.0, -spec.output_bits) : spec.numbers.output_scale;
    if (is_gated(spec.kind)) output_scale /= spec.numbers.element_scale;
  }
  std::vector<std::int64_t> evaluate(const std::vector<std::int64_t>& codes,
                                     const std::vector<std::int64_t>& gates) const override {
    const golden::Row row{codes, std::vector<bool>(codes.size(), true)};
    return evaluate_row(plan_, image_, row, gates).outputs;
  }
  const OperatorPlan* plan() const override { return &plan_; }

 private:
  OperatorPlan plan_;
  OperatorImage image_;
};

}  // namespace

std::unique_ptr<Kernel> operator_kernel(OperatorPlan plan) {
  return std::make_unique<OperatorKernel>(std::move(plan));
}

}  // namespace pwlforge::llama
