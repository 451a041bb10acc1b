// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The eight real functions (and sampled ones): value, domain, default scales, ideal integer table (docs/numerics.md
// sections 1 and 5). Adding a function touches this folder only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pwlforge {

struct Range {
  double low;
  double high;
};

/// How breakpoints of the outer segments are placed by the reference's trainer, and where it draws its breakpoints.
struct GeneticProfile {
  double outer_low;   ///< the point through which the first chord is drawn
  double outer_high;  ///< the point through which the last chord is drawn
  Range draw;         ///< initial breakpoints are uniform in here
};

/// A real function of one variable with the facts that fit, certificate and reports need.
class Function {
 public:
  virtual ~Function() = default;
  virtual const std::string& name() const = 0;
  /// Nearest double; for plots, least squares and metrics.
  virtual double value(double x) const = 0;
  /// floor(f(x) / output_scale + 1/2) for x = steps * input_scale, from the exact value of f: double where that is
  /// certain, else as many bits as it takes. Clamped to +-2^62. Precondition: x in the domain.
  virtual std::int64_t ideal(std::int64_t steps, double input_scale, double output_scale) const = 0;
  /// f(x) correctly rounded to nearest even to `mantissa_bits` stored fraction bits and exponent range of a binary
  /// format of `exponent_bits`; bit pattern. For float certificates. x is finite and in the domain of f.
  virtual std::uint64_t rounded_bits(double x, int exponent_bits, int mantissa_bits) const = 0;
  /// Interval over which the reference measures error.
  virtual Range fit_range() const = 0;
  /// Valid x: [low, high], either may be infinite.
  virtual Range domain() const = 0;
  /// Exponents s of the default scales 2^-s for an 8-bit input.
  virtual std::vector<int> default_scales() const = 0;
  /// Facts of GQA-LUT's trainer (reference-results page).
  virtual GeneticProfile genetic_profile(int entries) const = 0;
  /// Sample pairs of a sampled function; empty for the built-in ones.
  virtual const std::vector<std::pair<double, double>>& samples() const = 0;
};

/// gelu hswish silu sigmoid tanh exp div rsqrt, in this order.
const std::vector<std::string>& function_names();

/// Built-in function by name. Throws InputError naming the possible ones.
const Function& find_function(const std::string& name);

/// Piecewise-linear interpolation of (x, y) pairs. Throws InputError: fewer than 2 points, NaN or infinite values, x
/// not increasing. The domain is [first x, last x].
std::unique_ptr<Function> make_sampled(const std::string& name, std::vector<std::pair<double, double>> samples);

/// Input or output quantization: real = (code - zero_point) * scale.
struct Quantization {
  int bits = 8;
  bool is_signed = true;
  double scale = 1.0;
  std::int64_t zero_point = 0;
};

/// First and last code of the domain for this quantization (clipped to the range of the code).
/// Throws InputError when no code is valid.
std::pair<std::int64_t, std::int64_t> valid_codes(const Function& function, const Quantization& input);

/// Y*(q) for q = first..last of valid_codes: sat(floor(f(x)/S_out + 1/2) + zp_out).
std::vector<std::int64_t> ideal_table(const Function& function, const Quantization& input, const Quantization& output);

/// The power of two 2^-m, m in -1..9 plus (output.bits - 8), for which Y* has the least MSE over the valid codes.
double default_output_scale(const Function& function, const Quantization& input, Quantization output);

/// s if scale == 2^-s exactly; throws InputError otherwise.
int scale_exponent(double scale);
bool is_power_of_two(double scale);

}  // namespace pwlforge
