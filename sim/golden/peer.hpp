// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What others compute instead of our units, bit for bit: the scalar functions of I-LLM (arXiv 2405.17849) and of I-BERT
// (arXiv 2101.01321). Rows of them are in peer_row.hpp.
//
// I-LLM, DI-Exp of x <= 0 in steps of m * 2^-k, m of 8 bits:
//     f = m + (m >> 1) - (m >> 4)               m * log2 e
//     t = round(2^k / f)                        one halving of exp, in steps of x
//     q = floor(-x / t), r = x + q * t          r in (-t, 0]
//     e = (t + (r >> 1)) >> q                   scale 1 / t: e(0) = t
// DI-Normalization has the root digit by digit.
//
// I-BERT with the scale S:
//     i-exp   z = floor(-x / floor(ln 2 / S)), r = x + z * floor(ln 2 / S), e = ((r + b)^2 + c) >> z,
//             b = floor(1.353 / S), c = floor(0.344 / (0.3585 S^2)), scale 0.3585 S^2
//     i-gelu  erf = sgn(x) * ((min(|x|, -b) + b)^2 + c) with b = floor(-1.769 / s), c = floor(1 / (-0.2888 s^2)),
//             s = S / sqrt 2, scale -0.2888 s^2; gelu = x * (erf + floor(1 / that scale)), scale S * that scale / 2
//     i-sqrt  Newton from 2^ceil(bits / 2), x <- floor((x + floor(n / x)) / 2), until it falls no more
//
// What the papers leave open, and what is done here: shifts and divisions of negative numbers round down, and t is
// rounded half up. DI-Exp of 8-bit codes in steps of 15 / 255 has t = 12, so that its results would have four bits, and
// floor(ln 2 / S) of i-exp is coarse as well: x gets as many bits more below its own, a guard, as bring e(0) to a given
// number of bits. The public implementation of I-BERT writes the same polynomial of exp as a x^2 + b x + c.
#pragma once

#include <cstdint>

#include "sim/golden/rounding.hpp"

namespace pwlforge::golden {

/// exp as one of them computes it: integers that follow from the scale of its argument.
struct PeerExp {
  bool polynomial = false;  ///< i-exp; else DI-Exp
  std::int64_t octave = 1;  ///< t, or floor(ln 2 / S): steps in which exp halves; at least 1 where it can be computed
  int guard = 0;            ///< bits below those of x
  std::int64_t b = 0;       ///< of i-exp
  std::int64_t c = 0;
};
/// e(0) of at most `bits` bits, unless it has more without a guard.
PeerExp di_exp_words(double scale, int bits);
PeerExp i_exp_words(double scale, int bits);
/// What `below` steps below 0 give. Precondition: below >= 0, octave >= 1.
Wide peer_exp(const PeerExp& words, std::int64_t below);
/// Real value of one unit of the result.
double peer_exp_scale(const PeerExp& words, double scale);

/// t of DI-Exp.
std::int64_t di_exp_step(std::int64_t m, int k);

/// i-gelu without its signs: b = -(that of erf), c = -(that of erf), which is floor(1 / scale) as well, so that
/// gelu = x * (x < 0 ? h^2 : 2 c - h^2), h = b - min(|x|, b).
struct IntegerGelu {
  std::int64_t b = 0, c = 0;
  double scale = 0;  ///< real value of one unit of the result
};
IntegerGelu i_gelu_words(double scale);
/// The factor of x: positive.
Wide i_gelu_factor(const IntegerGelu& words, std::int64_t x);

/// floor(sqrt(n)), by digits from the highest; n >= 0.
Wide digit_sqrt(Wide n);
/// The same by Newton's steps; `steps`, if given: how many of them made it fall.
Wide newton_sqrt(Wide n, int* steps = nullptr);
/// Steps that are enough for every n of so many bits.
int newton_steps(int bits);

}  // namespace pwlforge::golden
