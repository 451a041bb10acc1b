// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Deterministic randomness of the bench: SplitMix64, and on/off patterns that change their character every few cycles.
#pragma once

#include <cstdint>

namespace pwlforge::bench {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  /// Uniform 64 bits (SplitMix64: a Weyl sequence behind a mixing function).
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  /// Uniform in 0..bound-1.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  bool chance(std::uint64_t of, std::uint64_t total) { return below(total) < of; }

 private:
  std::uint64_t state_;
};

/// Cycles in reset, 0..4, by the seed (four with seed 1): none is a pulse between two edges of the clock. Reset is
/// asynchronous: what needs the clock to be cleared is not.
inline std::uint64_t reset_cycles(std::uint64_t seed) {
  return 4 - ((seed / 2) % 5);
}

/// A bit per cycle: runs of always, mostly, half, seldom, never and alternating, so that a pipeline is seen full,
/// empty, filling, draining and single-stepped.
class StallPattern {
 public:
  StallPattern(bool random, std::uint64_t seed) : random_(random), source_(seed) {}

  bool next() {
    if (!random_) return true;
    if (left_ == 0) {
      mode_ = source_.below(6);
      left_ = 4 + source_.below(mode_ == 4 ? 12 : 40);
    }
    --left_;
    switch (mode_) {
      case 0: return true;
      case 1: return source_.chance(7, 8);
      case 2: return source_.chance(1, 2);
      case 3: return source_.chance(1, 8);
      case 4: return false;
      default: return (left_ & 1) != 0;
    }
  }

 private:
  bool random_;
  Random source_;
  std::uint64_t mode_ = 0;
  std::uint64_t left_ = 0;
};

}  // namespace pwlforge::bench
