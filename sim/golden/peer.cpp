// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/golden/peer.hpp"

#include <algorithm>
#include <cmath>

#include "sim/golden/dynamic_linear.hpp"

namespace pwlforge::golden {
namespace {

constexpr int kScaleBits = 8;  // of m
constexpr int kNothingLeft = 126;

std::int64_t floor_of(double value) {
  return static_cast<std::int64_t>(std::floor(value));
}

/// The widest guard with which e(0) has no more than `bits` bits, or none.
template <typename Words>
PeerExp with_guard(int bits, const Words& words_of) {
  PeerExp words = words_of(0);
  for (int guard = 1; guard <= bits; ++guard) {
    const PeerExp finer = words_of(guard);
    if (bit_length(peer_exp(finer, 0)) > bits) break;
    words = finer;
  }
  return words;
}

}  // namespace

std::int64_t di_exp_step(std::int64_t m, int k) {
  const std::int64_t f = m + (m >> 1) - (m >> 4);
  return static_cast<std::int64_t>(divide_half_up(Wide{1} << k, f));
}

PeerExp di_exp_words(double scale, int bits) {
  const Dyadic steps = dyadic(scale, kScaleBits);
  return with_guard(bits, [&](int guard) {
    return PeerExp{false, di_exp_step(steps.mantissa, steps.shift + guard), guard, 0, 0};
  });
}

PeerExp i_exp_words(double scale, int bits) {
  return with_guard(bits, [&](int guard) {
    const double fine = std::ldexp(scale, -guard);
    return PeerExp{true, floor_of(std::log(2.0) / fine), guard, floor_of(1.353 / fine),
                   floor_of(0.344 / (0.3585 * fine * fine))};
  });
}

Wide peer_exp(const PeerExp& words, std::int64_t below) {
  if (words.octave < 1) return 0;
  const std::int64_t fine = below << words.guard;
  const std::int64_t halvings = fine / words.octave;
  const std::int64_t rest = -(fine % words.octave);
  if (halvings > kNothingLeft) return 0;
  if (!words.polynomial) return Wide{words.octave + (rest >> 1)} >> halvings;
  const Wide shifted = rest + words.b;
  return (shifted * shifted + words.c) >> halvings;
}

double peer_exp_scale(const PeerExp& words, double scale) {
  return words.polynomial ? 0.3585 * std::ldexp(scale * scale, -2 * words.guard)
                          : 1 / static_cast<double>(words.octave);
}

IntegerGelu i_gelu_words(double scale) {
  const double inner = scale / std::sqrt(2.0);
  const double step = -0.2888 * inner * inner;
  return {-floor_of(-1.769 / inner), -floor_of(1 / step), -scale * step / 2};
}

Wide i_gelu_factor(const IntegerGelu& words, std::int64_t x) {
  const Wide height = words.b - std::min<std::int64_t>(x < 0 ? -x : x, words.b);
  return x < 0 ? height * height : 2 * Wide{words.c} - height * height;
}

Wide digit_sqrt(Wide n) {
  Wide root = 0;
  for (int digit = (bit_length(n) + 1) / 2; digit >= 0; --digit) {
    const Wide tried = root | (Wide{1} << digit);
    if (tried * tried <= n) root = tried;
  }
  return root;
}

Wide newton_sqrt(Wide n, int* steps) {
  if (steps != nullptr) *steps = 0;
  if (n == 0) return 0;
  Wide x = Wide{1} << ((bit_length(n) + 1) / 2);
  for (;;) {
    const Wide next = (x + n / x) >> 1;
    if (next >= x) return x;
    if (steps != nullptr) ++*steps;
    x = next;
  }
}

int newton_steps(int bits) {
  // The first x is at most twice the root. A relative error e becomes e^2 / (2 (1 + e)), and rounding down only helps;
  // when it is below one unit of the root, one step more makes it the floor.
  int steps = 1;
  for (double error = 1; error * std::exp2((bits + 1) / 2) >= 1; ++steps) error = error * error / (2 * (1 + error));
  return steps;
}

}  // namespace pwlforge::golden
