// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Many values through one context of a unit: what evaluate() gives one by one, faster.
//
// Inputs of up to kTabulatedBits bits are looked up among the outputs of all codes, which evaluate() computed. FP32
// goes through the machine's fused multiply-add, which IEEE 754-2019 defines as docs/numerics.md section 4 defines
// ours; what the standard leaves open (NaN patterns) or the unit does on its own (flushing, infinities) is added here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/golden/float_unit.hpp"
#include "sim/golden/integer_unit.hpp"

namespace pwlforge::golden {

inline constexpr int kTabulatedBits = 16;

class IntBatch {
 public:
  /// Precondition: as evaluate().
  IntBatch(const IntFormat& format, const IntParams& params);

  /// y[i] for codes q[i], `count` of both. Code: an integer type that holds input_bits, read modulo 2^input_bits.
  /// Output: an integer type that holds the outputs; wider results keep their low bits.
  template <typename Code, typename Output>
  void run(const Code* q, std::size_t count, Output* y) const {
    if (outputs_.empty()) {
      for (std::size_t i = 0; i < count; ++i) y[i] = static_cast<Output>(evaluate(format_, params_, q[i]).y);
      return;
    }
    const std::int64_t* const outputs = outputs_.data();
    const auto mask = static_cast<std::uint32_t>(outputs_.size() - 1);
    for (std::size_t i = 0; i < count; ++i) {
      y[i] = static_cast<Output>(outputs[static_cast<std::uint32_t>(q[i]) & mask]);
    }
  }

 private:
  IntFormat format_;
  IntParams params_;
  std::vector<std::int64_t> outputs_;  ///< by bit pattern of the code; empty for wide inputs
};

class FloatBatch {
 public:
  /// Precondition: as evaluate().
  FloatBatch(const FloatFormat& format, const FloatOptions& options, const FloatParams& params);

  /// Bit patterns y[i] for x[i], `count` of both.
  void run(const std::uint32_t* x, std::size_t count, std::uint32_t* y) const;

 private:
  FloatFormat format_;
  FloatOptions options_;
  FloatParams params_;
  std::vector<std::uint32_t> outputs_;  ///< by bit pattern, for formats of kTabulatedBits
  /// FP32 only, flushed where options say so. NaN thresholds are never reached.
  std::vector<float> thresholds_, slopes_, intercepts_;
};

}  // namespace pwlforge::golden
