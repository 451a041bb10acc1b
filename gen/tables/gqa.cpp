// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/tables/gqa.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/support/version.hpp"

namespace pwlforge {

namespace {

constexpr int kFractionBits = 6;  // of every published slope and intercept

/// Real parameters of one scale, as in the file.
struct RealParams {
  std::vector<double> breakpoints;
  std::vector<double> slopes;
  std::vector<double> intercepts;
};

RealParams read_params(JsonReader reader) {
  RealParams params;
  params.breakpoints = reader.reals("breakpoints");
  params.slopes = reader.reals("slopes");
  params.intercepts = reader.reals("intercepts");
  reader.no_unknown_keys();
  if (params.slopes.size() != params.intercepts.size() || params.breakpoints.size() + 1 != params.slopes.size()) {
    reader.problem(fmt::format("N slopes need N intercepts and N - 1 breakpoints (found {}, {}, {})",
                               params.slopes.size(), params.intercepts.size(), params.breakpoints.size()),
                   "give every entry its parameters");
  } else if (params.slopes.size() < 2 || params.slopes.size() > 64) {
    reader.problem(fmt::format("2 to 64 entries are possible (found {})", params.slopes.size()),
                   "use a table of such a size");
  }
  if (!std::is_sorted(params.breakpoints.begin(), params.breakpoints.end())) {
    reader.problem("breakpoints must not decrease", "sort the entries");
  }
  return params;
}

/// Integers of kFractionBits fraction bits; anything else is told.
std::vector<std::int64_t> on_lattice(const std::vector<double>& values, const std::string& place, Problems& problems) {
  std::vector<std::int64_t> result;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double scaled = std::ldexp(values[i], kFractionBits);
    const bool good = scaled == std::nearbyint(scaled) && std::abs(scaled) <= 0x1p31;
    if (!good) {
      problems.add(fmt::format("{}/{}", place, i),
                   fmt::format("a multiple of 2^-{} is needed (found {})", kFractionBits, values[i]),
                   "round the value to 6 fraction bits");
    }
    result.push_back(good ? static_cast<std::int64_t>(scaled) : 0);
  }
  return result;
}

int width_of(const std::vector<std::int64_t>& values, int at_least) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return values.empty() ? at_least : std::max(at_least, golden::signed_width(*low, *high));
}

/// The contexts of the file at the scales 2^-s, without what follows from outputs. What is missing or not on the
/// lattice is told.
std::vector<TableContext> read_contexts(JsonReader by_scale, const std::vector<int>& scales, ThresholdRule rule,
                                        int input_bits, Problems& problems) {
  std::string finest;
  if (by_scale.value().is_object()) {
    for (const auto& [key, value] : by_scale.value().items()) finest = std::max(finest, key);
  }
  std::vector<TableContext> contexts;
  for (const int s : scales) {
    const std::string key = fmt::format("{}", s);
    TableContext context;
    JsonReader reader = by_scale.child(key);
    if (!by_scale.has(key)) continue;
    const RealParams own = read_params(reader);
    context.slopes = on_lattice(own.slopes, reader.place() + "/slopes", problems);
    context.intercepts = on_lattice(own.intercepts, reader.place() + "/intercepts", problems);
    context.breakpoints =
        rule == ThresholdRule::round ? own.breakpoints : read_params(by_scale.child(finest)).breakpoints;
    context.input_scale = std::ldexp(1.0, -s);
    context.fraction_bits = kFractionBits;
    context.shift = s;
    if (s < 0 || s > input_bits - 2) {
      reader.problem(fmt::format("the scale 2^-{} is outside 2^0..2^-{}", s, input_bits - 2), "leave it out");
    }
    contexts.push_back(std::move(context));
  }
  return contexts;
}

/// Thresholds, output scale and R of a context.
void place_outputs(const Table& table, const Function& function, TableContext& context,
                   std::vector<std::string>& notes) {
  context.thresholds = thresholds_of(context.breakpoints, context.input_scale, 0, table.threshold, table.tie);
  const double wanted =
      default_output_scale(function, input_quantization(table, context), output_quantization(table, context));
  // R = F + s - m cannot be negative: m is lowered to F + s.
  const int m = std::min(scale_exponent(wanted), kFractionBits + context.shift);
  if (m < scale_exponent(wanted)) {
    notes.push_back(
        fmt::format("scale 2^-{}: output scale lowered from 2^-{} to 2^-{}, the finest that {} fraction bits give",
                    context.shift, scale_exponent(wanted), m, kFractionBits));
  }
  context.output_scale = std::ldexp(1.0, -m);
  context.requant_shift = kFractionBits + context.shift - m;
}

}  // namespace

Table import_gqa(const std::string& path, const GqaImportOptions& options, std::vector<std::string>& notes) {
  const Json json = parse_json(read_file(path), path);
  Problems problems;
  JsonReader document(json, path, problems);
  if (!json.is_object() || json.size() != 1) {
    document.problem("a GQA-LUT file has exactly one member, the function",
                     "give a file as the authors' trainer writes it");
    problems.throw_if_any();
  }
  Table table;
  table.function = json.begin().key();
  const Function& function = find_function(table.function);
  table.range = function.fit_range();
  table.contexts =
      read_contexts(document.child(table.function), options.scales.empty() ? function.default_scales() : options.scales,
                    options.threshold, table.input_bits, problems);
  problems.throw_if_any();
  table.entries = static_cast<int>(table.contexts.front().slopes.size());
  table.format.fraction_bits = kFractionBits;
  table.format.slope_bits = table.format.intercept_bits = 8;
  table.sharing = Sharing::shared;
  table.intercept = golden::InterceptForm::shifted;
  table.threshold = options.threshold;
  table.tie = options.tie;
  table.rounding = options.rounding;
  table.output_bits = options.output_bits;
  for (TableContext& context : table.contexts) {
    table.format.slope_bits = width_of(context.slopes, table.format.slope_bits);
    table.format.intercept_bits = width_of(context.intercepts, table.format.intercept_bits);
    place_outputs(table, function, context, notes);
    if (context.slopes != table.contexts.front().slopes || context.intercepts != table.contexts.front().intercepts) {
      table.sharing = Sharing::per_scale;
    }
  }
  if (table.format.slope_bits > 8 || table.format.intercept_bits > 8) {
    notes.push_back(fmt::format("the parameters need format {}", format_name(table.format)));
  }
  table.provenance.method = "import";
  table.provenance.tool = kToolName;
  table.provenance.note = "GQA-LUT parameter file";
  check_table(table, path);
  return table;
}

Json export_gqa(const Table& table) {
  Problems problems;
  Json scales = Json::object();
  for (std::size_t c = 0; c < table.contexts.size(); ++c) {
    const TableContext& context = table.contexts[c];
    const std::string place = fmt::format("{}:/contexts/{}", table.function, c);
    if (table.format.floating || !is_power_of_two(context.input_scale) || context.input_zero != 0 ||
        context.output_zero != 0 || context.input_scale > 1.0) {
      problems.add(place, "GQA-LUT files hold integer tables at scales 2^-s with zero points of 0",
                   "export such a table, or use the table document itself");
      continue;
    }
    const int s = scale_exponent(context.input_scale);
    const std::int64_t tie = table.tie == Tie::lower ? 1 : 0;
    const int intercept_fraction = context.fraction_bits + (table.intercept == golden::InterceptForm::direct ? s : 0);
    Json entry;
    entry["breakpoints"] = Json::array();
    entry["slopes"] = Json::array();
    entry["intercepts"] = Json::array();
    for (const std::int64_t t : context.thresholds) {
      entry["breakpoints"].push_back(std::ldexp(static_cast<double>(t - tie), -s));
    }
    for (const std::int64_t k : context.slopes) {
      entry["slopes"].push_back(std::ldexp(static_cast<double>(k), -context.fraction_bits));
    }
    for (const std::int64_t b : context.intercepts) {
      entry["intercepts"].push_back(std::ldexp(static_cast<double>(b), -intercept_fraction));
    }
    scales[fmt::format("{}", s)] = entry;
  }
  problems.throw_if_any();
  Json json;
  json[table.function] = scales;
  return json;
}

}  // namespace pwlforge
