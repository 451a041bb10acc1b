// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The angles of the rotary embedding, from which each arithmetic makes its own numbers.
#pragma once

#include <cmath>

#include "sim/workload/checkpoint.hpp"

namespace pwlforge::llama {

/// use(cosine, sine) for every position and within it for every pair i of a head: angle position * 10000^(-2 i / size).
template <typename Use>
void each_rotation(const Checkpoint& model, const Use& use) {
  constexpr double kBase = 10000;
  const int size = model.head_size();
  for (int position = 0; position < model.length; ++position) {
    for (int pair = 0; pair < size / 2; ++pair) {
      const double angle = position * std::pow(kBase, -2.0 * pair / size);
      use(std::cos(angle), std::sin(angle));
    }
  }
}

}  // namespace pwlforge::llama
