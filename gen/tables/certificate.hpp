// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Certificates from (code, y) pairs (docs/numerics.md section 5): model, simulated Verilog and netlist go through this
// code.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gen/tables/table.hpp"

namespace pwlforge {

/// One output that somebody computed.
/// Float formats: bit patterns.
struct CodePair {
  std::int64_t code;
  std::int64_t y;
};

struct ContextCertificate {
  double scale = 1.0;
  std::uint64_t codes = 0;
  bool exhaustive = true;
  std::uint64_t seed = 0;
  std::uint64_t mismatches = 0;
  double mismatch_percent = 0;
  double max_error_lsb = 0;  ///< |y - Y*|; for float formats the distance in ulp to the correctly rounded f
  double mse = 0;            ///< of the output codes against f, in real units
  double ideal_mse = 0;
  double mse_over_ideal = 0;
  double q_in_mse = 0, q_all_mse = 0, a_mse = 0;  ///< of the table, before requantization; NaN for float formats
  double bias = 0;                                ///< mean error in LSB
  std::uint64_t monotonicity_violations = 0;
  std::uint64_t sign_violations = 0;
  std::optional<double> zero_error_lsb;  ///< y(0) - Y*(0), where 0 is valid
  double max_error_inside_lsb = 0;       ///< inside the fit range
  double max_error_outside_lsb = 0;      ///< outside the fit range
  double max_abs_error = 0;              ///< against f, in real units
  double max_abs_error_inside = 0;       ///< the same inside the fit range
  int dead_entries = 0;
  int slopes_at_limit = 0;
  int intercepts_at_limit = 0;
};

struct Certificate {
  std::string function;
  int entries = 0;
  std::string format;
  Sharing sharing = Sharing::per_scale;
  std::string source;  ///< "model" or "verilog"
  std::vector<ContextCertificate> contexts;
};

/// Codes that a certificate looks at: all valid ones for input_bits <= 16, else a stratified sample of `samples`.
std::vector<std::int64_t> certificate_codes(const Table& table, const TableContext& context, std::uint64_t seed,
                                            std::uint64_t samples = 1 << 20);

/// What the golden model computes for these codes.
std::vector<CodePair> model_pairs(const Table& table, const TableContext& context,
                                  const std::vector<std::int64_t>& codes);

/// Certificate of one context from pairs in the order of certificate_codes.
ContextCertificate certify_pairs(const Table& table, const TableContext& context, const std::vector<CodePair>& pairs,
                                 std::uint64_t seed);

/// Outputs for the given codes of one context, from wherever they come.
using PairSource =
    std::function<std::vector<CodePair>(const TableContext& context, const std::vector<std::int64_t>& codes)>;

/// Certificate of a whole table; `source` is "model" or "verilog".
Certificate certify_with(const Table& table, const std::string& source, std::uint64_t seed, const PairSource& pairs);

/// From the golden model.
Certificate certify_model(const Table& table, std::uint64_t seed = 1);

/// The metrics of the literature on real-valued pwl(x) = acc * 2^-F * S (section 5).
double metric_q_in(const Table& table, const TableContext& context);
double metric_q_all(const Table& table, const TableContext& context);
double metric_a(const Table& table, const TableContext& context);

/// The points at which `A` is measured: numpy.arange(low, high, 0.01), bit for bit.
std::vector<double> metric_a_grid(const Range& range);

Json certificate_to_json(const Certificate& certificate);

}  // namespace pwlforge
