// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operators over rows as I-LLM and I-BERT build them, bit for bit (scalar functions: peer.hpp).
//
//     softmax   M = max q, e = exp(q - M), Z = sum e, p = sat( floor(e * 2^P / Z) )
//               I-LLM's DI-ClippedSoftmax has codes in steps of 15 / 255: a row that was clipped 15 below its largest
//               element and quantized to 8 bits
//     norms     Q and c as ours (row.hpp), root = floor(sqrt Q),
//               out = sat( round half up( c * G / (root * 2^s) ) )
//     swiglu    s = floor( (a < 0 ? e(|a|) : e(0)) * 2^W / (e(0) + e(|a|)) ), at most 2^W - 1; u = a * s
//     geglu     u = sat( round half up( a * factor(a) * m * 2^-k ) ), i-gelu
//     both      out = sat( round half up( u * b * 2^-R ) )
//
// What the papers leave open, and what is done here: every element is divided by itself, as both papers write it, and
// probabilities are cut, as integer division cuts; outputs of norms are rounded. Moments are exact in one pass, where
// I-BERT rounds the mean first. The exponentials of DI-SwiGLU are those of -|a| and 0 instead of a and 0 less the
// largest element of the row: the same quotient, and nothing vanishes. I-BERT has no SiLU; with its i-exp the sigmoid
// is formed as I-LLM forms it. A row of nothing gives zeros.
#pragma once

#include "sim/golden/peer.hpp"
#include "sim/golden/row.hpp"

namespace pwlforge::golden {

struct PeerSoftmax {
  PeerExp exp;
  int output_bits = 8;  ///< P, unsigned, scale 2^-P
};
RowResult peer_softmax(const PeerSoftmax& format, const Row& row);

struct PeerNorm {
  bool centred = false;  ///< layernorm
  bool newton = false;   ///< i-sqrt; else digits. Both are the floor of the root
  Wide epsilon = 0;      ///< added to Q
  std::int64_t gain = 1;
  int shift = 0;
  int output_bits = 8;  ///< signed
};
RowResult peer_norm(const PeerNorm& format, const Row& row);

struct PeerGate {
  bool gelu = false;  ///< i-gelu; else a * sigmoid(a)
  PeerExp exp;        ///< of the sigmoid
  IntegerGelu polynomial;
  std::int64_t mantissa = 1;  ///< i-gelu: m
  int exponent = 0;           ///< k
  int element_bits = 8;       ///< W
  int requant = 0;            ///< R
  int output_bits = 8;        ///< signed
};
/// s of swiglu.
Wide peer_sigmoid(const PeerGate& format, std::int64_t a);
/// u.
Wide peer_unit(const PeerGate& format, std::int64_t a);
std::int64_t peer_gated(const PeerGate& format, std::int64_t a, std::int64_t b, bool* clamped = nullptr);

}  // namespace pwlforge::golden
