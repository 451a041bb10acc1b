// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/tables/table.hpp"

#include <cmath>

#include <fmt/format.h>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"

namespace pwlforge {

std::shared_ptr<const Function> function_of(const Table& table) {
  if (!table.samples.empty()) return make_sampled(table.function, table.samples);
  // Built-in functions live as long as the program.
  return {&find_function(table.function), [](const Function*) {}};
}

golden::IntFormat int_format(const Table& table) {
  golden::IntFormat format;
  format.input_bits = table.input_bits;
  format.slope_bits = table.format.slope_bits;
  format.intercept_bits = table.format.intercept_bits;
  format.intercept = table.intercept;
  format.rounding = table.rounding;
  format.output_bits = table.output_bits;
  format.output_signed = table.output_signed;
  return format;
}

golden::IntParams int_params(const TableContext& context) {
  return {context.thresholds, context.slopes, context.intercepts, context.shift, context.requant_shift};
}

golden::FloatParams float_params(const TableContext& context) {
  const auto bits = [](const std::vector<std::int64_t>& values) {
    return std::vector<std::uint64_t>(values.begin(), values.end());
  };
  return {bits(context.thresholds), bits(context.slopes), bits(context.intercepts)};
}

Quantization input_quantization(const Table& table, const TableContext& context) {
  return {table.input_bits, true, context.input_scale, context.input_zero};
}

Quantization output_quantization(const Table& table, const TableContext& context) {
  return {table.output_bits, table.output_signed, context.output_scale, context.output_zero};
}

namespace {

/// Beyond, neighbouring codes are one double, and a threshold has no exact place.
void check_steps(double breakpoint, double scale, double steps) {
  if (std::abs(steps) < 0x1p53) return;
  throw InputError(fmt::format("breakpoint: more than 2^53 steps of the scale (found {} at scale {}); leave it out",
                               breakpoint, scale));
}

}  // namespace

std::vector<std::int64_t> thresholds_of(const std::vector<double>& breakpoints, double scale, std::int64_t zero,
                                        ThresholdRule rule, Tie tie) {
  if (rule == ThresholdRule::round && (zero != 0 || !is_power_of_two(scale))) {
    throw InputError(fmt::format(
        "threshold rule round: it is defined for power-of-two scales and zero points of 0 (found scale {}, zero point "
        "{}); use --threshold ceil",
        scale, zero));
  }
  std::vector<std::int64_t> result;
  for (const double p : breakpoints) {
    double steps = 0.0;
    if (rule == ThresholdRule::round) {
      // Exact: the scale is a power of two, and nearbyint rounds ties to even in the default mode.
      steps = std::nearbyint(p / scale) + (tie == Tie::lower ? 1.0 : 0.0);
      check_steps(p, scale, steps);
    } else {
      // Least n with n * S >= p (upper tie) or n * S > p (lower tie); fma rounds once, so its sign is exact.
      const auto reached = [&](double n) {
        const double difference = std::fma(n, scale, -p);
        return tie == Tie::upper ? difference >= 0 : difference > 0;
      };
      steps = std::ceil(p / scale);
      check_steps(p, scale, steps);
      while (reached(steps - 1)) steps -= 1;
      while (!reached(steps)) steps += 1;
    }
    result.push_back(static_cast<std::int64_t>(steps) + zero);
  }
  return result;
}

void check_table(const Table& table, const std::string& name) {
  Problems problems;
  const golden::IntFormat format = int_format(table);
  for (std::size_t c = 0; c < table.contexts.size(); ++c) {
    const TableContext& context = table.contexts[c];
    const std::string place = fmt::format("{}:/contexts/{}", name, c);
    const std::size_t n = static_cast<std::size_t>(table.entries);
    if (context.slopes.size() != n || context.intercepts.size() != n || context.thresholds.size() + 1 != n) {
      problems.add(
          place,
          fmt::format("{} entries need {} thresholds, {} slopes and {} intercepts (found {}, {}, {})", n, n - 1, n, n,
                      context.thresholds.size(), context.slopes.size(), context.intercepts.size()),
          "give every entry its parameters");
    }
    if (!context.breakpoints.empty() && context.breakpoints.size() + 1 != n) {
      problems.add(place + "/breakpoints", fmt::format("{} are needed (found {})", n - 1, context.breakpoints.size()),
                   "give one for each threshold, or none");
    }
    if (table.format.floating) continue;
    for (std::size_t i = 1; i < context.thresholds.size(); ++i) {
      if (context.thresholds[i] < context.thresholds[i - 1]) {
        problems.add(fmt::format("{}/thresholds/{}", place, i),
                     fmt::format("thresholds must not decrease (found {} after {})", context.thresholds[i],
                                 context.thresholds[i - 1]),
                     "sort the entries");
      }
    }
    const auto range = [&](const char* field, const std::vector<std::int64_t>& values, int bits) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (golden::fits(values[i], bits, true)) continue;
        problems.add(
            fmt::format("{}/{}/{}", place, field, i),
            fmt::format("the value does not fit {} signed bits of format {} (found {})", bits,
                        format_name(table.format), values[i]),
            fmt::format("use a format with at least {} bits there", golden::signed_width(values[i], values[i])));
      }
    };
    range("slopes", context.slopes, table.format.slope_bits);
    range("intercepts", context.intercepts, table.format.intercept_bits);
    const int max_shift = table.intercept == golden::InterceptForm::shifted ? table.input_bits - 2 : 0;
    if (context.shift < 0 || context.shift > max_shift) {
      problems.add(place + "/shift", fmt::format("s must be in 0..{} (found {})", max_shift, context.shift),
                   "use a scale within the unit's range");
    }
    const int a = golden::accumulator_bits(format);
    if (context.requant_shift < 0 || context.requant_shift > a) {
      problems.add(place + "/requant_shift", fmt::format("R must be in 0..{} (found {})", a, context.requant_shift),
                   "choose another output scale or fraction width");
    }
  }
  problems.throw_if_any();
}

}  // namespace pwlforge
