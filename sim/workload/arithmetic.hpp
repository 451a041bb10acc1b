// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The two arithmetics in which a model runs: floating point, and integers throughout. Both have a value, linear layers,
// rotation, the two products of attention, and the way between values and the codes of an operator; the forward pass is
// written once over either (forward.hpp).
#pragma once

#include <optional>
#include <vector>

#include "sim/golden/dynamic_linear.hpp"
#include "sim/workload/checkpoint.hpp"

namespace pwlforge::llama {

/// Widths of linear layers in integers.
struct LinearBits {
  int weights = 8;
  int activations = 8;
};

/// FP32, every sum in ascending order of its inputs.
class FloatArithmetic {
 public:
  using Value = float;
  using Head = const float*;  ///< a head of a query, key or value
  struct Row {                ///< on a grid of its own
    std::vector<std::int32_t> codes;
    double step = 0;
  };
  struct Linear {
    int outputs = 0, inputs = 0;
    std::vector<float> columns;  ///< weights by input, so that the loop over outputs runs side by side
  };
  /// To and from the codes of an operator.
  class Grid {
   public:
    Grid(double scale, int bits);
    std::int64_t code(float value) const;
    float value(std::int64_t code) const { return static_cast<float>(static_cast<double>(code) * scale_); }
    /// Of a code whose scale is this one times the step of a row.
    float value(std::int64_t code, const Row& row) const {
      return static_cast<float>(static_cast<double>(code) * scale_ * row.step);
    }

   private:
    double scale_, low_, high_;
  };

  explicit FloatArithmetic(const Checkpoint& model);
  Linear linear(const Matrix& matrix) const;
  /// What linear layers take: made once from numbers, or from the codes of an operator.
  using Activation = const float*;
  Activation activation(const float* x, std::size_t) const { return x; }
  /// Empty where codes give nothing that the numbers do not.
  static std::optional<Activation> activation(const std::vector<std::int64_t>&, double, int) { return std::nullopt; }
  void apply(const Linear& layer, Activation x, float* y) const;
  static float from_real(double value) { return static_cast<float>(value); }
  static double real(float value) { return value; }
  static float sum(float a, float b) { return a + b; }
  static float difference(float a, float b) { return a - b; }
  /// The rotary embedding of one head at a position, in place.
  void rotate(float* head, int position) const;
  Head head(const float* values) const { return values; }
  Row quantized(const float* values, std::size_t count, int bits) const;
  /// q . k / sqrt(head size)
  float score(Head query, Head key) const;
  /// sum of p_j * v_j over the `count` first values, `stride` heads apart
  void mix(const float* p, const Head* values, std::size_t count, std::size_t stride, float* out) const;

 private:
  int head_size_;
  float score_scale_;
  std::vector<float> cosines_, sines_;  ///< by position, then by pair
};

/// Integers with kFraction fraction bits; linear layers and the products of attention quantize their activations row by
/// row (golden/dynamic_linear.hpp). The embedding is the weights' own rows, rounded to the fraction.
class FixedArithmetic {
 public:
  static constexpr int kFraction = 16;
  static constexpr int kFactorBits = 16;  ///< mantissas of factors between scales
  static constexpr int kRotaryBits = 14;  ///< fraction bits of cosines and sines
  using Value = std::int32_t;
  using Head = golden::DynamicRow;
  struct Row : golden::DynamicRow {
    int bits = 0;
  };
  struct Linear {
    int outputs = 0, inputs = 0;
    std::vector<std::int16_t> codes;      ///< weights row by row
    std::vector<golden::Dyadic> factors;  ///< of each row: its step / largest activation code
  };
  class Grid {
   public:
    Grid(double scale, int bits);
    std::int64_t code(std::int32_t value) const;
    std::int32_t value(std::int64_t code) const { return golden::rescale(code, from_code_); }
    std::int32_t value(std::int64_t code, const Row& row) const;

   private:
    double scale_;
    int bits_;
    golden::Dyadic to_code_, from_code_;
  };

  FixedArithmetic(const Checkpoint& model, LinearBits bits);
  Linear linear(const Matrix& matrix) const;
  using Activation = golden::DynamicRow;
  Activation activation(const std::int32_t* x, std::size_t count) const;
  /// Codes of an operator as they are, where they have no more bits than activations; else empty.
  std::optional<Activation> activation(const std::vector<std::int64_t>& codes, double scale, int bits) const;
  void apply(const Linear& layer, const Activation& x, std::int32_t* y) const;
  static std::int32_t from_real(double value);
  static double real(std::int32_t value);
  static std::int32_t sum(std::int32_t a, std::int32_t b);
  static std::int32_t difference(std::int32_t a, std::int32_t b);
  void rotate(std::int32_t* head, int position) const;
  Head head(const std::int32_t* values) const;
  Row quantized(const std::int32_t* values, std::size_t count, int bits) const;
  std::int32_t score(const Head& query, const Head& key) const;
  void mix(const std::int32_t* p, const Head* values, std::size_t count, std::size_t stride, std::int32_t* out) const;

 private:
  int head_size_;
  LinearBits bits_;
  golden::Dyadic score_factor_, mix_factor_;
  std::vector<std::int32_t> cosines_, sines_;
};

}  // namespace pwlforge::llama
