// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "tests/fit/small_instances.hpp"

namespace pwlforge::testing {

CodeErrors measure(const Function& function, const Table& table, const TableContext& context) {
  const Quantization input = input_quantization(table, context);
  const Quantization output = output_quantization(table, context);
  const auto [first, last] = valid_codes(function, input);
  const std::vector<std::int64_t> ideal = ideal_table(function, input, output);
  const golden::IntFormat format = int_format(table);
  const golden::IntParams params = int_params(context);
  CodeErrors errors;
  for (std::int64_t q = first; q <= last; ++q) {
    const double x = static_cast<double>(q - input.zero_point) * input.scale;
    const double target = (function.value(x) / output.scale) + static_cast<double>(output.zero_point);
    const auto y = static_cast<std::int64_t>(golden::evaluate(format, params, q).y);
    errors += code_error(y, ideal[static_cast<std::size_t>(q - first)], target);
  }
  return errors;
}

std::unique_ptr<Function> random_function(std::mt19937_64& random) {
  std::vector<std::pair<double, double>> samples;
  double y = static_cast<double>(random() % 64) / 16.0 - 2.0;
  double slope = 0;
  const double rough = static_cast<double>(1 + (random() % 8)) / 32.0;
  for (int i = -32; i <= 32; ++i) {
    samples.emplace_back(i / 4.0, y);
    slope = 0.7 * slope + rough * (static_cast<double>(random() % 1000) / 500.0 - 1.0);
    y += slope;
  }
  return make_sampled("walk", samples);
}

}  // namespace pwlforge::testing
