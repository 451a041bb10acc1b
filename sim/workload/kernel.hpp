// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What stands at a site instead of floating point: codes in, codes out, with the scales that give them their meaning.
#pragma once

#include <memory>
#include <vector>

#include "gen/operator/operator.hpp"
#include "sim/workload/sites.hpp"

namespace pwlforge::llama {

class Kernel {
 public:
  virtual ~Kernel() = default;
  /// Output codes of a row. `gates`: the other factor of a gate, else empty.
  virtual std::vector<std::int64_t> evaluate(const std::vector<std::int64_t>& codes,
                                             const std::vector<std::int64_t>& gates) const = 0;
  /// The operator that computes it; null where it is none of ours.
  virtual const OperatorPlan* plan() const { return nullptr; }

  int input_bits = 8;  ///< of a code, signed
  int output_bits = 8;
  double input_scale = 1;   ///< real step of an input code
  double output_scale = 1;  ///< of an output code; of a gate's, times the step of the other factor
};

/// One of our operators, with the words of its specification.
std::unique_ptr<Kernel> operator_kernel(OperatorPlan plan);

/// By site; null: floating point.
using Kernels = std::vector<std::unique_ptr<Kernel>>;

}  // namespace pwlforge::llama
