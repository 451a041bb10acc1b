// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Random numbers that are the same with every compiler and standard library (std::normal_distribution is not).
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

namespace pwlforge::fitting {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  /// Uniform in [0, 1), 53 bits.
  double unit() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  double between(double low, double high) { return low + ((high - low) * unit()); }
  /// Uniform in 0..count-1; count is small, so the bias of the product is below 2^-40.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(unit() * static_cast<double>(count)); }
  /// Standard normal, by Box and Muller.
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - unit()));
    return radius * std::cos(6.283185307179586 * unit());
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace pwlforge::fitting
