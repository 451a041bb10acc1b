// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Fitting: a function and a parameter format in, a table document out.
//
//     FitRequest request;
//     request.function = &find_function("gelu");
//     request.entries = 16;
//     const Table table = fit(request);   // k8b16, per scale, least max error in LSB
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gen/functions/function.hpp"
#include "gen/tables/format.hpp"
#include "gen/tables/table.hpp"

namespace pwlforge {

enum class Method {
  optimal,  ///< dynamic programming over segment ends with an exact lattice fit inside
  genetic,  ///< GQA-LUT (DAC 2024)
  uniform,  ///< equally spaced breakpoints over the fit range, best slope and intercept in each segment
  relu,     ///< one hidden layer of rectifiers trained by gradient descent (NN-LUT)
};

/// docs/numerics.md section 5.
enum class Objective {
  lsb,    ///< least max |error| in output LSB, then fewest mismatches with Y*, then least squared error of output codes
  q_all,  ///< least mean squared error over the codes of the domain
  q_in,   ///< the same, over the codes in the fit range
  a,      ///< the same, over the reference's sample points
  /// Least max |y - f(x)| / |f(x)| over all x that round to a code, for functions that keep their sign; then as lsb.
  /// Inputs of up to 16 bits, method optimal.
  relative,
};

/// Hyper-parameters of GQA-LUT's search; the defaults are the reference's.
struct GeneticOptions {
  int population = 50;
  int generations = 500;
  int tournament = 3;
  double crossover = 0.7;                 ///< probability that two neighbours exchange the genes between two points
  double mutation = 0.2;                  ///< probability that an individual is mutated
  double sigma = 0.2;                     ///< of the Gaussian step
  double gaussian = 0.1;                  ///< probability of the Gaussian step, per gene and draw
  double rounding = 0.05;                 ///< probability of rounding to j fraction bits, per gene and j
  std::optional<bool> rounding_mutation;  ///< unset: as the reference (off for div and rsqrt)
  std::optional<int> rounding_first;      ///< least j; unset: as the reference (2 for gelu-8 and hswish-16, else 0)
  int rounding_last = 6;                  ///< greatest j
};

struct FitRequest {
  const Function* function = nullptr;
  int entries = 8;     ///< 2..64
  ParamFormat format;  ///< default k8b16
  Method method = Method::optimal;
  Objective objective = Objective::lsb;
  Sharing sharing = Sharing::per_scale;  ///< float formats have one context and ignore it
  std::vector<int> scales;               ///< exponents s of 2^-s; empty: the function's defaults plus input_bits - 8
  int input_bits = 8;
  int output_bits = 8;
  bool output_signed = true;
  std::optional<double> input_scale;  ///< any positive real; replaces `scales` by this one
  std::int64_t input_zero = 0;
  std::optional<double> output_scale;  ///< unset: default_output_scale of each context
  std::int64_t output_zero = 0;
  ThresholdRule threshold = ThresholdRule::ceil;
  golden::Rounding rounding = golden::Rounding::half_up;
  std::optional<Range> range;  ///< replaces the function's fit range
  std::uint64_t seed = 1;      ///< genetic and relu
  GeneticOptions genetic;
  int threads = 0;  ///< 0: as many as the machine has. Never changes the result
};

/// Fits one table. Throws InputError when the request makes no sense or the format cannot hold the parameters; the
/// message names the nearest format that can.
Table fit(const FitRequest& request);

/// Least number of entries for a bound on |error| at one context; empty when no number of entries meets it.
struct LeastEntries {
  std::optional<int> exact;       ///< zero mismatches with Y*
  int exact_fraction_bits = 0;    ///< F that needs so few
  std::optional<int> within_one;  ///< at most 1 LSB
  int within_one_fraction_bits = 0;
};

/// Proved minimum over all partitions, slopes and intercepts of the format (and over F when the format has none).
/// `output.scale` is used as given. Inputs of up to 16 bits.
LeastEntries least_entries(const Function& function, const Quantization& input, const Quantization& output,
                           const ParamFormat& format, golden::Rounding rounding);

/// Names as on the command line. Parsing throws InputError naming the possible ones.
const char* method_name(Method method);
const char* objective_name(Objective objective);
Method parse_method(const std::string& name);
Objective parse_objective(const std::string& name);

}  // namespace pwlforge
