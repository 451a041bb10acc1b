// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The configuration words of an operator, and the image that they make.
#pragma once

#include <optional>
#include <vector>

#include "gen/operator/operator.hpp"

namespace pwlforge::cycle {

class OperatorWords {
 public:
  explicit OperatorWords(const OperatorPlan& plan);
  void write(std::uint32_t address, std::uint64_t data);
  /// The word as it is read back; nothing when it cannot be read or was never written.
  std::optional<std::uint64_t> read(std::uint32_t address) const;
  const OperatorImage& image();

 private:
  void take(const ConfigWord& word, std::uint64_t data, golden::IntParams& params) const;
  void rebuild();

  const OperatorPlan& plan_;
  int part_shift_;
  std::vector<std::optional<std::uint64_t>> words_;
  OperatorImage image_;
  bool stale_ = false;
};

}  // namespace pwlforge::cycle
