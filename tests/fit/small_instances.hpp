// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Random functions for tests, and what a table really does: measured with the golden model only.
#pragma once

#include <memory>
#include <random>

#include "gen/fit/fit.hpp"

namespace pwlforge::testing {

/// What objective lsb orders by.
struct CodeErrors {
  std::int64_t max = 0;
  int mismatches = 0;
  double squares = 0;  ///< of the output codes, in LSB
};
/// Lexicographic; squares within rounding count as equal.
inline bool better(const CodeErrors& a, const CodeErrors& b) {
  if (a.max != b.max) return a.max < b.max;
  if (a.mismatches != b.mismatches) return a.mismatches < b.mismatches;
  return a.squares < b.squares - 1e-9;
}

inline CodeErrors& operator+=(CodeErrors& a, const CodeErrors& b) {
  a.max = std::max(a.max, b.max);
  a.mismatches += b.mismatches;
  a.squares += b.squares;
  return a;
}

/// The error of one output code.
inline CodeErrors code_error(std::int64_t y, std::int64_t ideal, double target) {
  const double distance = static_cast<double>(y) - target;
  return {std::abs(y - ideal), y == ideal ? 0 : 1, distance * distance};
}

CodeErrors measure(const Function& function, const Table& table, const TableContext& context);

/// A random walk over [-8, 8], sampled at multiples of 1/4.
std::unique_ptr<Function> random_function(std::mt19937_64& random);

}  // namespace pwlforge::testing
