// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The table document, schema "pwlforge.table/1": one function at one or more scales, fitted or imported.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gen/functions/function.hpp"
#include "gen/support/json_fwd.hpp"
#include "gen/tables/format.hpp"
#include "sim/golden/float_unit.hpp"
#include "sim/golden/integer_unit.hpp"

namespace pwlforge {

enum class Sharing { shared, per_scale };
enum class ThresholdRule { ceil, round };
enum class Tie { upper, lower };

/// One context of the document: parameters at one input scale.
/// For float formats the three vectors hold bit patterns, the scales are 1 and F, s and R are 0.
struct TableContext {
  double input_scale = 1.0;
  std::int64_t input_zero = 0;
  double output_scale = 1.0;
  std::int64_t output_zero = 0;
  int fraction_bits = 0;                 ///< F: slope = K * 2^-F (times output_scale / input_scale when folded)
  int shift = 0;                         ///< s of the shifted intercept form, else 0
  int requant_shift = 0;                 ///< R
  std::vector<std::int64_t> thresholds;  ///< unbounded integers, sorted
  std::vector<std::int64_t> slopes;
  std::vector<std::int64_t> intercepts;
  std::vector<double> breakpoints;  ///< the real breakpoints that the thresholds come from
};

const std::vector<std::string>& rounding_names();   ///< in the order of golden::Rounding
const std::vector<std::string>& intercept_names();  ///< in the order of golden::InterceptForm

struct Provenance {
  std::string method;     ///< genetic, optimal, uniform, relu, import
  std::string objective;  ///< lsb, q_all, q_in, a, relative; empty for imports
  std::uint64_t seed = 0;
  std::string tool;  ///< "pwlforge 0.1.0"
  double objective_value = 0.0;
  std::string note;  ///< free text of the method (gap, spare entries)
};

struct Table {
  std::string function;                            ///< built-in name, or the name of a sampled one
  std::vector<std::pair<double, double>> samples;  ///< of a sampled function; else empty
  Range range{0, 0};                               ///< fit range
  int input_bits = 8;
  int output_bits = 8;
  bool output_signed = true;
  int entries = 0;
  ParamFormat format;
  golden::InterceptForm intercept = golden::InterceptForm::direct;
  Sharing sharing = Sharing::per_scale;
  ThresholdRule threshold = ThresholdRule::ceil;
  Tie tie = Tie::upper;
  golden::Rounding rounding = golden::Rounding::half_up;
  std::vector<TableContext> contexts;
  Provenance provenance;
};

/// The function that a table approximates; the object lives as long as the result.
std::shared_ptr<const Function> function_of(const Table& table);

/// Golden-model views of a context.
golden::IntFormat int_format(const Table& table);
golden::IntParams int_params(const TableContext& context);
golden::FloatParams float_params(const TableContext& context);
Quantization input_quantization(const Table& table, const TableContext& context);
Quantization output_quantization(const Table& table, const TableContext& context);

/// Thresholds of one context from real breakpoints (docs/numerics.md section 2), exactly, also for real scales.
std::vector<std::int64_t> thresholds_of(const std::vector<double>& breakpoints, double scale, std::int64_t zero,
                                        ThresholdRule rule, Tie tie);

/// Document <-> data. read_table reports every problem at once (InputError); `name` is used in messages.
Json table_to_json(const Table& table);
Table table_from_json(const Json& json, const std::string& name);
Table read_table(const std::string& path);
void write_table(const Table& table, const std::string& path);
/// The text that write_table writes: deterministic, ends with a newline.
std::string table_text(const Table& table);

/// Throws InputError when an integer is outside the table's format; every problem with its JSON path.
void check_table(const Table& table, const std::string& name);

}  // namespace pwlforge
