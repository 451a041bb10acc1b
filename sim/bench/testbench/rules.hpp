// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Rules that were broken, counted by name; the first cycle of each is kept.
#pragma once

#include <string>
#include <vector>

#include "sim/bench/testbench/job.hpp"

namespace pwlforge::bench {

class Rules {
 public:
  explicit Rules(std::vector<Violation>& violations) : violations_(violations) {}

  void require(bool holds, const char* rule, std::uint64_t cycle) {
    if (!holds) broken(rule, cycle);
  }

 private:
  void broken(const std::string& rule, std::uint64_t cycle) {
    for (Violation& violation : violations_) {
      if (violation.rule != rule) continue;
      ++violation.count;
      return;
    }
    violations_.push_back({rule, 1, cycle});
  }

  std::vector<Violation>& violations_;
};

}  // namespace pwlforge::bench
