// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The eight functions of GQA-LUT (DAC 2024) and NN-LUT practice: one row each.
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "gen/functions/exact.hpp"
#include "gen/functions/function.hpp"
#include "gen/support/diagnostics.hpp"

namespace pwlforge {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Far out a function differs from its asymptote by less than any code boundary can resolve (2^-180 relative here; a
// boundary (n + 1/2) * S has at most 117 bits), but never touches it: the neighbour of the asymptote at 160 bits or
// more decides every comparison as the true value does, without the thousands of bits that the difference would take.
constexpr long kFarGelu = 17;
constexpr long kFarExponential = 128;

/// y becomes the neighbour of y towards zero, and counts as exact.
void just_inside(mpfr_ptr y) {
  if (mpfr_signbit(y) != 0)
    mpfr_nextabove(y);
  else
    mpfr_nextbelow(y);
  mpfr_clear_flags();
}

// gelu(x) = x/2 * erfc(-x / sqrt 2): the erf form without the cancellation of 1 + erf on the left.
double gelu(double x) {
  return 0.5 * x * std::erfc(-x * M_SQRT1_2);
}
void exact_gelu(mpfr_ptr y, mpfr_srcptr x) {
  if (mpfr_zero_p(x) != 0) {
    mpfr_set_zero(y, 1);
    return;
  }
  if (mpfr_cmp_si(x, kFarGelu) >= 0) {
    mpfr_set(y, x, MPFR_RNDN);
    just_inside(y);
    return;
  }
  mpfr_t root;
  mpfr_init2(root, mpfr_get_prec(y));
  mpfr_sqrt_ui(root, 2, MPFR_RNDN);
  mpfr_div(y, x, root, MPFR_RNDN);
  mpfr_neg(y, y, MPFR_RNDN);
  mpfr_erfc(y, y, MPFR_RNDN);
  mpfr_mul(y, y, x, MPFR_RNDN);
  mpfr_div_2ui(y, y, 1, MPFR_RNDN);
  mpfr_clear(root);
}

double hswish(double x) {
  return x * std::clamp(x + 3.0, 0.0, 6.0) / 6.0;
}
void exact_hswish(mpfr_ptr y, mpfr_srcptr x) {
  if (mpfr_cmp_si(x, -3) <= 0) {
    mpfr_set_zero(y, 1);
  } else if (mpfr_cmp_si(x, 3) >= 0) {
    mpfr_set(y, x, MPFR_RNDN);
  } else {
    mpfr_add_ui(y, x, 3, MPFR_RNDN);
    mpfr_mul(y, y, x, MPFR_RNDN);
    mpfr_div_ui(y, y, 6, MPFR_RNDN);
  }
}

// 1 / (1 + exp(-x)); both branches keep the argument of exp negative, so that nothing overflows.
double sigmoid(double x) {
  return x >= 0 ? 1.0 / (1.0 + std::exp(-x)) : std::exp(x) / (1.0 + std::exp(x));
}
void exact_sigmoid(mpfr_ptr y, mpfr_srcptr x) {
  if (mpfr_cmp_si(x, kFarExponential) >= 0) {
    mpfr_set_ui(y, 1, MPFR_RNDN);
    just_inside(y);
    return;
  }
  mpfr_neg(y, x, MPFR_RNDN);
  mpfr_exp(y, y, MPFR_RNDN);
  mpfr_add_ui(y, y, 1, MPFR_RNDN);
  mpfr_ui_div(y, 1, y, MPFR_RNDN);
}

double silu(double x) {
  return x * sigmoid(x);
}
void exact_silu(mpfr_ptr y, mpfr_srcptr x) {
  if (mpfr_zero_p(x) != 0) {
    mpfr_set_zero(y, 1);
    return;
  }
  if (mpfr_cmp_si(x, kFarExponential) >= 0) {
    mpfr_set(y, x, MPFR_RNDN);
    just_inside(y);
    return;
  }
  exact_sigmoid(y, x);
  mpfr_mul(y, y, x, MPFR_RNDN);
}

double hyperbolic_tangent(double x) {
  return std::tanh(x);
}
void exact_tanh(mpfr_ptr y, mpfr_srcptr x) {
  if (mpfr_cmpabs_ui(x, kFarExponential) >= 0) {
    mpfr_set_si(y, mpfr_sgn(x), MPFR_RNDN);
    just_inside(y);
  } else {
    mpfr_tanh(y, x, MPFR_RNDN);
  }
}

double exponential(double x) {
  return std::exp(x);
}
void exact_exp(mpfr_ptr y, mpfr_srcptr x) {
  mpfr_exp(y, x, MPFR_RNDN);
}

double reciprocal(double x) {
  return 1.0 / x;
}
void exact_div(mpfr_ptr y, mpfr_srcptr x) {
  mpfr_ui_div(y, 1, x, MPFR_RNDN);
}

double reciprocal_root(double x) {
  return 1.0 / std::sqrt(x);
}
void exact_rsqrt(mpfr_ptr y, mpfr_srcptr x) {
  mpfr_rec_sqrt(y, x, MPFR_RNDN);
}

struct Row {
  std::string name;
  double (*value)(double);
  exact::Evaluate evaluate;
  Range fit_range;
  Range domain;
  int first_scale;
  int last_scale;
  Range outer;    ///< ends of the first and the last chord of GQA-LUT's trainer
  Range draw_8;   ///< where it draws breakpoints, 8 entries
  Range draw_16;  ///< the same, 16 entries
};

class Builtin final : public Function {
 public:
  explicit Builtin(Row row) : row_(std::move(row)) {}

  const std::string& name() const override { return row_.name; }
  double value(double x) const override { return row_.value(x); }
  std::int64_t ideal(std::int64_t steps, double input_scale, double output_scale) const override {
    const double quotient = (row_.value(static_cast<double>(steps) * input_scale) / output_scale) + 0.5;
    const double doubt = std::max(1.0, std::abs(quotient)) * 0x1p-42;
    constexpr double kCertain = 0x1p40;
    if (std::abs(quotient) < kCertain && std::floor(quotient - doubt) == std::floor(quotient + doubt)) {
      return static_cast<std::int64_t>(std::floor(quotient));
    }
    const bool below_identity = row_.value == gelu || row_.value == silu;
    return exact::rounded_quotient(row_.evaluate, steps, input_scale, output_scale, below_identity);
  }
  std::uint64_t rounded_bits(double x, int exponent_bits, int mantissa_bits) const override {
    return exact::rounded_float(row_.evaluate, x, exponent_bits, mantissa_bits);
  }
  Range fit_range() const override { return row_.fit_range; }
  Range domain() const override { return row_.domain; }
  std::vector<int> default_scales() const override {
    std::vector<int> scales;
    for (int s = row_.first_scale; s <= row_.last_scale; ++s) scales.push_back(s);
    return scales;
  }
  GeneticProfile genetic_profile(int entries) const override {
    return {row_.outer.low, row_.outer.high, entries > 8 ? row_.draw_16 : row_.draw_8};
  }
  const std::vector<std::pair<double, double>>& samples() const override {
    static const std::vector<std::pair<double, double>> none;
    return none;
  }

 private:
  Row row_;
};

const std::vector<Builtin>& builtins() {
  const Range all{-kInfinity, kInfinity};
  const Range far{-1e4, 1e4};
  static const std::vector<Builtin> functions = {
      Builtin({"gelu", gelu, exact_gelu, {-4, 4}, all, 0, 6, far, {-4, 4}, {-4, 4}}),
      Builtin({"hswish", hswish, exact_hswish, {-4, 4}, all, 0, 6, far, {-4, 4}, {-4, 4}}),
      Builtin({"silu", silu, exact_silu, {-4, 4}, all, 0, 6, far, {-4, 4}, {-4, 4}}),
      Builtin({"sigmoid", sigmoid, exact_sigmoid, {-8, 8}, all, 0, 6, far, {-8, 8}, {-8, 8}}),
      Builtin({"tanh", hyperbolic_tangent, exact_tanh, {-4, 4}, all, 0, 6, far, {-4, 4}, {-4, 4}}),
      Builtin({"exp", exponential, exact_exp, {-8, 0}, {-kInfinity, 0}, 0, 6, {-16, 0}, {-8, 0}, {-6.5, 0}}),
      Builtin({"div", reciprocal, exact_div, {0.5, 4}, {0.5, 4}, 5, 5, {0.5, 4}, {0.625, 3.875}, {0.625, 3.875}}),
      Builtin(
          {"rsqrt", reciprocal_root, exact_rsqrt, {0.25, 4}, {0.25, 4}, 0, 5, {0.25, 4}, {0.25, 3.875}, {0.25, 3.875}}),
  };
  return functions;
}

}  // namespace

const std::vector<std::string>& function_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> result;
    for (const Builtin& function : builtins()) result.push_back(function.name());
    return result;
  }();
  return names;
}

const Function& find_function(const std::string& name) {
  for (const Builtin& function : builtins()) {
    if (function.name() == name) return function;
  }
  throw InputError(fmt::format("function: unknown name (found \"{}\"); use one of {}, or give samples", name,
                               fmt::join(function_names(), ", ")));
}

}  // namespace pwlforge
