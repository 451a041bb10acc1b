// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/simulate/unit_image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

namespace pwlforge {

std::uint64_t low_bits(std::uint64_t value, int bits) {
  return bits >= 64 ? value : value & ((std::uint64_t{1} << bits) - 1);
}

namespace {

std::int64_t sign_extended(std::uint64_t value, int bits) {
  const std::uint64_t sign = std::uint64_t{1} << (bits - 1);
  return static_cast<std::int64_t>((low_bits(value, bits) ^ sign) - sign);
}

void add_neighbours(const UnitPlan& plan, std::vector<std::uint64_t>& interesting,
                    const std::vector<std::int64_t>& thresholds) {
  for (const std::int64_t threshold : thresholds) {
    for (const std::int64_t step : {-1, 0, 1}) {
      interesting.push_back(low_bits(static_cast<std::uint64_t>(threshold + step), plan.input_bits));
    }
  }
}

UnitImage integer_image(const UnitPlan& plan, const golden::IntParams& params) {
  UnitImage image;
  const golden::IntFormat format = plan.spec.integer;
  const int input_bits = plan.input_bits;
  const int output_bits = plan.output_bits;
  image.expected = [format, params, input_bits, output_bits](std::uint64_t x) {
    const golden::IntResult result = golden::evaluate(format, params, sign_extended(x, input_bits));
    return low_bits(static_cast<std::uint64_t>(result.y), output_bits);
  };
  image.saturates = [format, params, input_bits](std::uint64_t x) {
    return golden::evaluate(format, params, sign_extended(x, input_bits)).saturated;
  };
  add_neighbours(plan, image.interesting, params.thresholds);
  return image;
}

UnitImage float_image(const UnitPlan& plan, const golden::FloatParams& params) {
  UnitImage image;
  const golden::FloatFormat format = plan.spec.float_format;
  const golden::FloatOptions options = plan.spec.float_options;
  image.expected = [format, options, params](std::uint64_t x) { return golden::evaluate(format, options, params, x); };
  add_neighbours(plan, image.interesting,
                 std::vector<std::int64_t>(params.thresholds.begin(), params.thresholds.end()));
  return image;
}

}  // namespace

UnitImage context_image(const UnitPlan& plan, std::size_t number) {
  const UnitContext context = plan.contexts.at(number);
  UnitImage image;
  const TableContext& scale =
      plan.spec.tables[static_cast<std::size_t>(context.table)].contexts[static_cast<std::size_t>(context.scale)];
  if (plan.spec.store == Store::truth_table) {
    image.expected = [&plan, context](std::uint64_t x) { return expected_output(plan, context, x); };
  } else if (plan.spec.floating) {
    image = float_image(plan, float_params(scale));
  } else {
    image = integer_image(plan, unit_int_params(plan, context));
  }
  if (is_loadable(plan.spec.store)) image.writes = config_image(plan, context);
  image.name = fmt::format("context {}", number);
  image.context = number;
  return image;
}

UnitImage random_image(const UnitPlan& plan, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto entries = static_cast<std::size_t>(plan.spec.entries);
  UnitImage image;
  if (plan.spec.floating) {
    const golden::FloatFormat& format = plan.spec.float_format;
    const std::uint64_t exponents = (std::uint64_t{1} << format.exponent_bits) - 1;
    const auto number = [&] {
      // Half of the numbers near 1, so that products and sums meet; the rest anywhere, subnormals included.
      std::uint64_t bits = low_bits(random(), golden::total_bits(format));
      std::uint64_t exponent = (bits >> format.mantissa_bits) & exponents;
      if (random() % 2 == 0) exponent = exponents / 2 - 2 + random() % 5;
      if (exponent == exponents) --exponent;
      if (plan.spec.float_options.ftz && exponent == 0) exponent = 1;
      bits &= ~(exponents << format.mantissa_bits);
      return bits | (exponent << format.mantissa_bits);
    };
    golden::FloatParams params;
    for (std::size_t i = 0; i + 1 < entries; ++i) params.thresholds.push_back(number());
    std::sort(params.thresholds.begin(), params.thresholds.end(), [&](std::uint64_t a, std::uint64_t b) {
      return golden::to_double(format, a) < golden::to_double(format, b);
    });
    for (std::size_t i = 0; i < entries; ++i) params.slopes.push_back(number());
    for (std::size_t i = 0; i < entries; ++i) params.intercepts.push_back(number());
    image = float_image(plan, params);
    image.writes = config_image(plan, params);
  } else {
    const golden::IntFormat& format = plan.spec.integer;
    golden::IntParams params;
    for (std::size_t i = 0; i + 1 < entries; ++i) params.thresholds.push_back(sign_extended(random(), plan.input_bits));
    std::sort(params.thresholds.begin(), params.thresholds.end());
    for (std::size_t i = 0; i < entries; ++i) params.slopes.push_back(sign_extended(random(), format.slope_bits));
    for (std::size_t i = 0; i < entries; ++i)
      params.intercepts.push_back(sign_extended(random(), format.intercept_bits));
    if (format.intercept == golden::InterceptForm::shifted) {
      params.shift = static_cast<int>(random() % static_cast<std::uint64_t>(plan.input_bits - 1));
    }
    if (!format.raw)
      params.requant_shift = static_cast<int>(random() % static_cast<std::uint64_t>(plan.accumulator_bits + 1));
    params = nearest_held(plan, params);
    image = integer_image(plan, params);
    image.writes = config_image(plan, params);
  }
  image.name = fmt::format("random parameters, seed {}", seed);
  return image;
}

}  // namespace pwlforge
