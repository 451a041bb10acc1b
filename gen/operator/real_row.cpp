// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/operator/real_row.hpp"

#include <algorithm>
#include <cmath>

namespace pwlforge {
namespace {

std::vector<double> softmax(const std::vector<double>& row) {
  const double largest = *std::max_element(row.begin(), row.end());
  double sum = 0;
  for (const double x : row) sum += std::exp(x - largest);
  std::vector<double> y;
  for (const double x : row) y.push_back(std::exp(x - largest) / sum);
  return y;
}

std::vector<double> norm(const std::vector<double>& row, bool centred, double epsilon) {
  const auto n = static_cast<double>(row.size());
  double sum = 0, squares = 0;
  for (const double x : row) sum += x;
  const double mean = centred ? sum / n : 0;
  for (const double x : row) squares += (x - mean) * (x - mean);
  const double deviation = std::sqrt(squares / n + epsilon);
  std::vector<double> y;
  for (const double x : row) y.push_back(deviation > 0 ? (x - mean) / deviation : 0);
  return y;
}

}  // namespace

std::vector<double> real_row(const OperatorSpec& spec, const std::vector<double>& row,
                             const std::vector<double>& gates) {
  if (row.empty()) return {};
  if (is_norm(spec.kind)) return norm(row, spec.kind == OperatorKind::layernorm, spec.numbers.epsilon);
  if (!is_gated(spec.kind)) return softmax(row);
  const Function& function = find_function(spec.kind == OperatorKind::swiglu ? "silu" : "gelu");
  std::vector<double> y;
  for (std::size_t i = 0; i < row.size(); ++i) y.push_back(function.value(row[i]) * gates[i]);
  return y;
}

}  // namespace pwlforge
