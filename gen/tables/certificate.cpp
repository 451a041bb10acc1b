// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/tables/certificate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "gen/support/diagnostics.hpp"
#include "sim/golden/batch.hpp"

namespace pwlforge {

namespace {

constexpr int kExhaustiveBits = 16;

/// The real value that an output stands for, before (acc) or after (y) the requantizer.
double real_of_acc(const TableContext& context, golden::Wide acc) {
  const double units = std::ldexp(static_cast<double>(acc), -context.requant_shift);
  return (units - static_cast<double>(context.output_zero)) * context.output_scale;
}

double real_of_input(const TableContext& context, std::int64_t code) {
  return static_cast<double>(code - context.input_zero) * context.input_scale;
}

int segment_of_code(const Table& table, const TableContext& context, std::int64_t code) {
  if (!table.format.floating) return golden::segment_of(context.thresholds, code);
  const golden::FloatParams params = float_params(context);
  return golden::segment_of(table.format.float_format, {}, params.thresholds, static_cast<std::uint64_t>(code));
}

/// Bit patterns as integers in the order of the numbers, so that neighbours differ by 1.
std::int64_t ordered(const golden::FloatFormat& format, std::uint64_t bits) {
  const std::uint64_t sign = std::uint64_t{1} << (golden::total_bits(format) - 1);
  const auto magnitude = static_cast<std::int64_t>(bits & (sign - 1));
  return (bits & sign) != 0 ? -magnitude : magnitude;
}

bool finite_in_domain(const Function& function, const golden::FloatFormat& format, std::uint64_t bits) {
  if (golden::is_nan(format, bits)) return false;
  const double x = golden::to_double(format, bits);
  const Range domain = function.domain();
  return std::isfinite(x) && x >= domain.low && x <= domain.high;
}

std::vector<std::int64_t> float_codes(const Function& function, const golden::FloatFormat& format, std::uint64_t seed,
                                      std::uint64_t samples) {
  const int bits = golden::total_bits(format);
  std::vector<std::uint64_t> candidates;
  if (bits <= kExhaustiveBits) {
    for (std::uint64_t x = 0; x < (std::uint64_t{1} << bits); ++x) candidates.push_back(x);
  } else {
    // One stratum per sign and exponent: its ends and random mantissas.
    std::mt19937_64 random(seed);
    const std::uint64_t strata = std::uint64_t{2} << format.exponent_bits;
    const std::uint64_t mantissas = std::uint64_t{1} << format.mantissa_bits;
    for (std::uint64_t stratum = 0; stratum < strata; ++stratum) {
      const std::uint64_t base = stratum << format.mantissa_bits;
      candidates.push_back(base);
      candidates.push_back(base + mantissas - 1);
      for (std::uint64_t i = 2; i < std::max<std::uint64_t>(3, samples / strata); ++i) {
        candidates.push_back(base + (random() % mantissas));
      }
    }
  }
  std::vector<std::int64_t> codes;
  for (const std::uint64_t x : candidates) {
    if (finite_in_domain(function, format, x)) codes.push_back(static_cast<std::int64_t>(x));
  }
  std::sort(codes.begin(), codes.end(), [&](std::int64_t a, std::int64_t b) {
    return ordered(format, static_cast<std::uint64_t>(a)) < ordered(format, static_cast<std::uint64_t>(b));
  });
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

/// Sums over the codes of one context, in the terms that integer and float outputs share.
class Tally {
 public:
  explicit Tally(const Range& range) : range_(range) {}

  /// x, f(x), the real value of y and of the ideal output, and the error of y in LSB or ulp.
  void add(double x, double f, double y, double ideal, double error_lsb) {
    ContextCertificate& c = result_;
    ++c.codes;
    c.mismatches += error_lsb != 0 ? 1 : 0;
    c.max_error_lsb = std::max(c.max_error_lsb, std::abs(error_lsb));
    const bool inside = x >= range_.low && x <= range_.high;
    double& part = inside ? c.max_error_inside_lsb : c.max_error_outside_lsb;
    part = std::max(part, std::abs(error_lsb));
    c.max_abs_error = std::max(c.max_abs_error, std::abs(y - f));
    if (inside) c.max_abs_error_inside = std::max(c.max_abs_error_inside, std::abs(y - f));
    square_ += (y - f) * (y - f);
    ideal_square_ += (ideal - f) * (ideal - f);
    bias_ += error_lsb;
    if (y * f < 0) ++c.sign_violations;
    if (x == 0) c.zero_error_lsb = error_lsb;
    if (c.codes > 1 && (y - last_y_) * (f - last_f_) < 0) ++c.monotonicity_violations;
    last_y_ = y;
    last_f_ = f;
  }

  ContextCertificate result() {
    const auto n = static_cast<double>(result_.codes);
    result_.mismatch_percent = 100.0 * static_cast<double>(result_.mismatches) / n;
    result_.mse = square_ / n;
    result_.ideal_mse = ideal_square_ / n;
    result_.mse_over_ideal = ideal_square_ > 0 ? square_ / ideal_square_
                             : square_ > 0     ? std::numeric_limits<double>::infinity()
                                               : 1.0;
    result_.bias = bias_ / n;
    return result_;
  }

 private:
  Range range_;
  ContextCertificate result_;
  double square_ = 0, ideal_square_ = 0, bias_ = 0, last_y_ = 0, last_f_ = 0;
};

ContextCertificate certify_float(const Table& table, const std::vector<CodePair>& pairs) {
  const auto function = function_of(table);
  const golden::FloatFormat& format = table.format.float_format;
  Tally tally(table.range);
  for (const CodePair& pair : pairs) {
    const double x = golden::to_double(format, static_cast<std::uint64_t>(pair.code));
    const std::uint64_t ideal = function->rounded_bits(x, format.exponent_bits, format.mantissa_bits);
    const auto y = static_cast<std::uint64_t>(pair.y);
    const auto ulps = static_cast<double>(ordered(format, y) - ordered(format, ideal));
    tally.add(x, function->value(x), golden::to_double(format, y), golden::to_double(format, ideal), ulps);
  }
  ContextCertificate result = tally.result();
  result.q_in_mse = result.q_all_mse = result.a_mse = std::numeric_limits<double>::quiet_NaN();
  return result;
}

ContextCertificate certify_integer(const Table& table, const TableContext& context,
                                   const std::vector<CodePair>& pairs) {
  const auto function = function_of(table);
  const auto real = [&](std::int64_t y) { return static_cast<double>(y - context.output_zero) * context.output_scale; };
  Tally tally(table.range);
  for (const CodePair& pair : pairs) {
    const double x = real_of_input(context, pair.code);
    const std::int64_t exact =
        function->ideal(pair.code - context.input_zero, context.input_scale, context.output_scale) +
        context.output_zero;
    const auto ideal = static_cast<std::int64_t>(golden::saturate(exact, table.output_bits, table.output_signed));
    tally.add(x, function->value(x), real(pair.y), real(ideal), static_cast<double>(pair.y - ideal));
  }
  ContextCertificate result = tally.result();
  const golden::IntFormat format = int_format(table);
  const auto limits = [](const std::vector<std::int64_t>& values, int bits) {
    return static_cast<int>(std::count_if(values.begin(), values.end(), [&](std::int64_t v) {
      return v == golden::min_of(bits, true) || v == golden::max_of(bits, true);
    }));
  };
  result.slopes_at_limit = limits(context.slopes, format.slope_bits);
  result.intercepts_at_limit = limits(context.intercepts, format.intercept_bits);
  result.q_in_mse = metric_q_in(table, context);
  result.q_all_mse = metric_q_all(table, context);
  result.a_mse = metric_a(table, context);
  return result;
}

template <typename Keep>
double quantized_mse(const Table& table, const TableContext& context, Keep keep) {
  const auto function = function_of(table);
  double sum = 0;
  std::uint64_t count = 0;
  for (const std::int64_t code : certificate_codes(table, context, 1)) {
    const double x = real_of_input(context, code);
    if (!keep(x)) continue;
    const auto i = static_cast<std::size_t>(golden::segment_of(context.thresholds, code));
    const golden::Wide acc = golden::multiply_accumulate(context.slopes[i], code, context.intercepts[i], context.shift);
    const double error = real_of_acc(context, acc) - function->value(x);
    sum += error * error;
    ++count;
  }
  return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(count);
}

}  // namespace

std::vector<std::int64_t> certificate_codes(const Table& table, const TableContext& context, std::uint64_t seed,
                                            std::uint64_t samples) {
  const auto function = function_of(table);
  if (table.format.floating) return float_codes(*function, table.format.float_format, seed, samples);
  const auto [first, last] = valid_codes(*function, input_quantization(table, context));
  const auto count = static_cast<std::uint64_t>(last - first) + 1;
  std::vector<std::int64_t> codes;
  if (table.input_bits <= kExhaustiveBits || count <= samples) {
    for (std::int64_t q = first; q <= last; ++q) codes.push_back(q);
    return codes;
  }
  // One random code of each of `samples` equal strata, and the neighbourhood of every threshold and end.
  std::mt19937_64 random(seed);
  std::set<std::int64_t> chosen;
  for (std::uint64_t i = 0; i < samples; ++i) {
    const std::uint64_t low = count * i / samples;
    const std::uint64_t high = count * (i + 1) / samples;
    chosen.insert(first + static_cast<std::int64_t>(low + (random() % (high - low))));
  }
  std::vector<std::int64_t> centres = context.thresholds;
  centres.insert(centres.end(), {first, last, context.input_zero});
  for (const std::int64_t centre : centres) {
    for (std::int64_t q = centre - 2; q <= centre + 2; ++q) {
      if (q >= first && q <= last) chosen.insert(q);
    }
  }
  codes.assign(chosen.begin(), chosen.end());
  return codes;
}

std::vector<CodePair> model_pairs(const Table& table, const TableContext& context,
                                  const std::vector<std::int64_t>& codes) {
  std::vector<std::int64_t> outputs(codes.size());
  if (table.format.floating) {
    const std::vector<std::uint32_t> patterns(codes.begin(), codes.end());
    std::vector<std::uint32_t> results(codes.size());
    golden::FloatBatch(table.format.float_format, {}, float_params(context))
        .run(patterns.data(), patterns.size(), results.data());
    outputs.assign(results.begin(), results.end());
  } else {
    golden::IntBatch(int_format(table), int_params(context)).run(codes.data(), codes.size(), outputs.data());
  }
  std::vector<CodePair> pairs;
  pairs.reserve(codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) pairs.push_back({codes[i], outputs[i]});
  return pairs;
}

ContextCertificate certify_pairs(const Table& table, const TableContext& context, const std::vector<CodePair>& pairs,
                                 std::uint64_t seed) {
  if (pairs.empty()) throw CheckFailed(table.function + ": no outputs to certify; a check of nothing is a failure");
  ContextCertificate result =
      table.format.floating ? certify_float(table, pairs) : certify_integer(table, context, pairs);
  result.scale = context.input_scale;
  result.seed = seed;
  const int bits = table.format.floating ? golden::total_bits(table.format.float_format) : table.input_bits;
  result.exhaustive = bits <= kExhaustiveBits;
  std::set<int> used;
  for (const CodePair& pair : pairs) used.insert(segment_of_code(table, context, pair.code));
  result.dead_entries = table.entries - static_cast<int>(used.size());
  return result;
}

Certificate certify_with(const Table& table, const std::string& source, std::uint64_t seed, const PairSource& pairs) {
  Certificate certificate;
  certificate.function = table.function;
  certificate.entries = table.entries;
  certificate.format = format_name(table.format);
  certificate.sharing = table.sharing;
  certificate.source = source;
  for (const TableContext& context : table.contexts) {
    const std::vector<std::int64_t> codes = certificate_codes(table, context, seed);
    certificate.contexts.push_back(certify_pairs(table, context, pairs(context, codes), seed));
  }
  return certificate;
}

Certificate certify_model(const Table& table, std::uint64_t seed) {
  return certify_with(table, "model", seed, [&](const TableContext& context, const std::vector<std::int64_t>& codes) {
    return model_pairs(table, context, codes);
  });
}

double metric_q_in(const Table& table, const TableContext& context) {
  return quantized_mse(table, context, [&](double x) { return x >= table.range.low && x <= table.range.high; });
}

double metric_q_all(const Table& table, const TableContext& context) {
  return quantized_mse(table, context, [](double) { return true; });
}

std::vector<double> metric_a_grid(const Range& range) {
  // numpy.arange(low, high, 0.01): the length comes from the nominal step, the points from the rounded one.
  const auto points = static_cast<int>(std::ceil((range.high - range.low) / 0.01));
  const double step = (range.low + 0.01) - range.low;
  std::vector<double> grid;
  for (int i = 0; i < points; ++i) {
    const volatile double offset = i * step;  // volatile: no fused multiply-add
    grid.push_back(range.low + offset);
  }
  return grid;
}

double metric_a(const Table& table, const TableContext& context) {
  if (!is_power_of_two(context.input_scale) || !is_power_of_two(context.output_scale) || context.input_zero != 0 ||
      context.output_zero != 0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const auto function = function_of(table);
  std::vector<double> breakpoints;
  for (std::size_t i = 0; i < context.thresholds.size(); ++i) {
    const double p = context.breakpoints.empty() ? static_cast<double>(context.thresholds[i]) * context.input_scale
                                                 : context.breakpoints[i];
    breakpoints.push_back(std::nearbyint(p / context.input_scale) * context.input_scale);
  }
  const int intercept_exponent =
      context.fraction_bits +
      (table.intercept == golden::InterceptForm::direct ? scale_exponent(context.input_scale) : 0);
  double sum = 0;
  const std::vector<double> grid = metric_a_grid(table.range);
  for (const double x : grid) {
    const auto edge = table.tie == Tie::upper ? std::upper_bound(breakpoints.begin(), breakpoints.end(), x)
                                              : std::lower_bound(breakpoints.begin(), breakpoints.end(), x);
    const auto i = static_cast<std::size_t>(edge - breakpoints.begin());
    const double k = std::ldexp(static_cast<double>(context.slopes[i]), -context.fraction_bits);
    const double b = std::ldexp(static_cast<double>(context.intercepts[i]), -intercept_exponent);
    const double error = (k * x) + b - function->value(x);
    sum += error * error;
  }
  return sum / static_cast<double>(grid.size());
}

}  // namespace pwlforge
