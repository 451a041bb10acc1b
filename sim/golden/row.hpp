// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operators over rows of integer codes, bit for bit (docs/operators.md sections 2 to 4).
//
//     softmax   d = max(q - M, -2^(D-1)), e = exp unit(d), Z = sum e, (y, k) = div(Z),
//               p = sat( round half up( e * y * 2^(P - O - k) ) )
//     rmsnorm   Q = sum q^2 + E0,             c = q
//     layernorm Q = n * sum q^2 - A^2 + E0,   c = n * q - A,   A = sum q
//               (y, k) = rsqrt(Q), out = sat( round half up( c * y * G * 2^-(k + shift) + Z ) )
//     gated     out = sat( round half up( unit(a) * b * 2^-R ) )
//
// Z, the bias, is at accumulator resolution: it has kBiasFraction fraction bits. Because the bias is a multiple of
// 2^-kBiasFraction, cutting the product there before the addition changes nothing: floors nest.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/golden/integer_unit.hpp"
#include "sim/golden/wide.hpp"

namespace pwlforge::golden {

/// One row: codes, and whether each is kept. A dropped element counts for nothing; its output is 0 (softmax) or that of
/// c = 0 (norms).
struct Row {
  std::vector<std::int64_t> codes;
  std::vector<bool> keep;  ///< as long as codes
};

/// Output codes of a row and what its flags say.
struct RowResult {
  std::vector<std::int64_t> outputs;
  std::vector<bool> clamped;  ///< whether each output was
  bool saturated =
      false;           ///< some output of the row was clamped (exp and div at 1 saturate by design and do not count)
  bool empty = false;  ///< softmax: nothing kept; norms: Q = 0
};

struct SoftmaxFormat {
  int element_bits = 8;  ///< W
  IntFormat exp;         ///< D = W or W + 1 bits in, E bits unsigned out, scale 2^-E
  WideFormat reciprocal;
  int output_bits = 8;  ///< P, unsigned, scale 2^-P
};

struct SoftmaxParams {
  IntParams exp;
  std::vector<IntParams> reciprocal;  ///< one context
};

RowResult softmax(const SoftmaxFormat& format, const SoftmaxParams& params, const Row& row);

/// Fraction bits of the bias of a norm, below the output's own unit.
inline constexpr int kBiasFraction = 8;

struct NormFormat {
  bool centred = false;  ///< layernorm
  int element_bits = 8;  ///< W
  WideFormat root;
  int gain_bits = 16;   ///< of G, signed
  int bias_bits = 20;   ///< of Z, signed, kBiasFraction fraction bits
  int output_bits = 8;  ///< signed
};

struct NormParams {
  std::vector<IntParams> root;     ///< two contexts
  Wide epsilon = 0;                ///< E0, not negative
  int shift = 0;                   ///< right shift beside k, 0..63
  std::vector<std::int64_t> gain;  ///< of each channel, or one for all
  std::vector<std::int64_t> bias;  ///< as many as gain
};

/// Sums of a row as the reduction makes them.
struct Moments {
  std::int64_t count = 0;  ///< kept elements
  Wide sum = 0;
  Wide squares = 0;
};
Moments moments(const Row& row);
/// The argument of the root. Precondition: it fits format.root.input_bits.
Wide norm_argument(const NormFormat& format, const Moments& sums, Wide epsilon);

RowResult norm(const NormFormat& format, const NormParams& params, const Row& row);

struct GatedFormat {
  IntFormat unit;       ///< of a
  int gate_bits = 8;    ///< of b, signed
  int output_bits = 8;  ///< signed
};

/// One element.
std::int64_t gated(const GatedFormat& format, const IntParams& unit, int shift, std::int64_t a, std::int64_t b,
                   bool* clamped = nullptr);

}  // namespace pwlforge::golden
