// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The document "pwlforge.table/1".
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/tables/table.hpp"

namespace pwlforge {

namespace {

constexpr const char* kSchema = "pwlforge.table/1";
constexpr std::int64_t kFar = std::int64_t{1} << 62;

const std::vector<std::string> kSharingNames = {"shared", "per-scale"};
const std::vector<std::string> kThresholdNames = {"ceil", "round"};
const std::vector<std::string> kTieNames = {"upper", "lower"};

template <typename Enum>
const std::string& name_of(const std::vector<std::string>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

Json context_to_json(const Table& table, const TableContext& context) {
  Json json;
  json["input_scale"] = context.input_scale;
  json["input_zero"] = context.input_zero;
  json["output_scale"] = context.output_scale;
  json["output_zero"] = context.output_zero;
  if (!table.format.floating) {
    json["fraction_bits"] = context.fraction_bits;
    json["shift"] = context.shift;
    json["requant_shift"] = context.requant_shift;
  }
  json["breakpoints"] = context.breakpoints;
  json["thresholds"] = context.thresholds;
  json["slopes"] = context.slopes;
  json["intercepts"] = context.intercepts;
  return json;
}

TableContext context_from_json(JsonReader reader, const Table& table) {
  TableContext context;
  const auto scale = [&](const char* key) {
    const double value = reader.real(key);
    if (value <= 0 && reader.has(key)) {
      reader.problem(fmt::format("{} must be positive (found {})", key, value), "write a positive number");
    }
    return value > 0 ? value : 1.0;
  };
  context.input_scale = scale("input_scale");
  context.input_zero = reader.integer("input_zero", -kFar, kFar);
  context.output_scale = scale("output_scale");
  context.output_zero = reader.integer("output_zero", -kFar, kFar);
  std::int64_t low = -kFar;
  std::int64_t high = kFar;
  std::int64_t slope_low = static_cast<std::int64_t>(golden::min_of(table.format.slope_bits, true));
  std::int64_t slope_high = static_cast<std::int64_t>(golden::max_of(table.format.slope_bits, true));
  std::int64_t intercept_low = static_cast<std::int64_t>(golden::min_of(table.format.intercept_bits, true));
  std::int64_t intercept_high = static_cast<std::int64_t>(golden::max_of(table.format.intercept_bits, true));
  if (table.format.floating) {
    low = slope_low = intercept_low = 0;
    high = slope_high = intercept_high =
        static_cast<std::int64_t>(golden::max_of(golden::total_bits(table.format.float_format), false));
  } else {
    const golden::IntFormat format = int_format(table);
    const int max_shift = table.intercept == golden::InterceptForm::shifted ? table.input_bits - 2 : 0;
    context.fraction_bits = static_cast<int>(reader.integer("fraction_bits", -64, 64));
    context.shift = static_cast<int>(reader.integer("shift", 0, max_shift));
    context.requant_shift = static_cast<int>(reader.integer("requant_shift", 0, golden::accumulator_bits(format)));
  }
  context.breakpoints = reader.reals("breakpoints");
  context.thresholds = reader.integers("thresholds", low, high);
  context.slopes = reader.integers("slopes", slope_low, slope_high);
  context.intercepts = reader.integers("intercepts", intercept_low, intercept_high);
  reader.no_unknown_keys();
  return context;
}

Provenance provenance_from_json(JsonReader reader) {
  Provenance provenance;
  provenance.method = reader.text("method");
  provenance.objective = reader.text("objective");
  provenance.seed = static_cast<std::uint64_t>(reader.integer("seed", 0, std::numeric_limits<std::int64_t>::max()));
  provenance.tool = reader.text("tool");
  provenance.objective_value = reader.real("objective_value");
  provenance.note = reader.text("note");
  reader.no_unknown_keys();
  return provenance;
}

Range range_from_json(JsonReader reader) {
  Range range{0, 0};
  range.low = reader.real("low");
  range.high = reader.real("high");
  reader.no_unknown_keys();
  return range;
}

/// The function's name and, for a sampled one, its points.
void read_function(JsonReader& reader, Table& table) {
  table.function = reader.text("function");
  if (reader.has("samples")) {
    for (JsonReader& pair : reader.child("samples").elements()) {
      const Json& value = pair.value();
      if (value.is_array() && value.size() == 2 && value[0].is_number() && value[1].is_number()) {
        table.samples.emplace_back(value[0].get<double>(), value[1].get<double>());
      } else {
        pair.problem("a pair of numbers is needed", "write [x, y]");
      }
    }
  }
  try {
    function_of(table);
  } catch (const InputError& error) {
    reader.problem(fmt::format("the function cannot be used ({})", error.what()), "mend the name or the samples");
  }
}

}  // namespace

const std::vector<std::string>& rounding_names() {
  static const std::vector<std::string> names{"half_up", "half_even", "floor"};
  return names;
}

const std::vector<std::string>& intercept_names() {
  static const std::vector<std::string> names{"shifted", "direct"};
  return names;
}

Json table_to_json(const Table& table) {
  Json json;
  json["schema"] = kSchema;
  json["function"] = table.function;
  if (!table.samples.empty()) json["samples"] = table.samples;
  json["domain"] = {{"low", table.range.low}, {"high", table.range.high}};
  json["input"] = {{"bits", table.input_bits}, {"signed", true}};
  json["output"] = {{"bits", table.output_bits}, {"signed", table.output_signed}};
  json["entries"] = table.entries;
  json["format"] = format_name(table.format);
  if (!table.format.floating) json["intercept"] = name_of(intercept_names(), table.intercept);
  json["sharing"] = name_of(kSharingNames, table.sharing);
  json["threshold"] = name_of(kThresholdNames, table.threshold);
  json["tie"] = name_of(kTieNames, table.tie);
  if (!table.format.floating) json["rounding"] = name_of(rounding_names(), table.rounding);
  json["contexts"] = Json::array();
  for (const TableContext& context : table.contexts) json["contexts"].push_back(context_to_json(table, context));
  const Provenance& p = table.provenance;
  json["provenance"] = {{"method", p.method},
                        {"objective", p.objective},
                        {"seed", p.seed},
                        {"tool", p.tool},
                        {"objective_value", p.objective_value},
                        {"note", p.note}};
  return json;
}

Table table_from_json(const Json& json, const std::string& name) {
  Problems problems;
  JsonReader reader(json, name, problems);
  const std::string schema = reader.text("schema");
  if (schema != kSchema) {
    problems.add(name + ":/schema", fmt::format("the schema must be \"{}\" (found \"{}\")", kSchema, schema),
                 "give a table document; `pwlforge fit` and `pwlforge import` write them");
    problems.throw_if_any();  // anything more would be noise about another kind of document
  }
  Table table;
  read_function(reader, table);
  table.range = range_from_json(reader.child("domain"));
  JsonReader input = reader.child("input");
  JsonReader output = reader.child("output");
  try {
    table.format = parse_format(reader.text("format"));
  } catch (const InputError& error) {
    problems.add(name + ":/format", error.what(), "correct the name");
  }
  // A float's code is its bit pattern, as wide as the format.
  table.input_bits = static_cast<int>(input.integer("bits", 4, 32));
  if (!input.boolean("signed")) input.problem("input codes are signed (found false)", "write true");
  table.output_bits = static_cast<int>(output.integer("bits", 2, 64));
  table.output_signed = output.boolean("signed");
  input.no_unknown_keys();
  output.no_unknown_keys();
  table.entries = static_cast<int>(reader.integer("entries", 2, 64));
  if (!table.format.floating) {
    table.intercept = static_cast<golden::InterceptForm>(reader.choice("intercept", intercept_names()));
    table.rounding = static_cast<golden::Rounding>(reader.choice("rounding", rounding_names()));
  }
  table.sharing = static_cast<Sharing>(reader.choice("sharing", kSharingNames));
  table.threshold = static_cast<ThresholdRule>(reader.choice("threshold", kThresholdNames));
  table.tie = static_cast<Tie>(reader.choice("tie", kTieNames));
  for (const JsonReader& context : reader.child("contexts").elements()) {
    table.contexts.push_back(context_from_json(context, table));
  }
  if (table.contexts.empty()) problems.add(name + ":/contexts", "at least one context is needed", "add a scale");
  table.provenance = provenance_from_json(reader.child("provenance"));
  reader.no_unknown_keys();
  problems.throw_if_any();
  check_table(table, name);
  return table;
}

Table read_table(const std::string& path) {
  return table_from_json(parse_json(read_file(path), path), path);
}

std::string table_text(const Table& table) {
  // One line per list: a table stays readable and its differences small.
  std::string text = table_to_json(table).dump(2);
  std::string result;
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    if (!quoted && c == '[' && text.find_first_not_of(" \n", i + 1) != std::string::npos &&
        text[text.find_first_not_of(" \n", i + 1)] != '{') {
      ++depth;
    }
    if (depth > 0 && !quoted && (c == '\n' || c == ' ')) {
      if (c == '\n' && text[i - 1] == ',') result += ' ';
      continue;
    }
    if (!quoted && c == ']' && depth > 0) --depth;
    result += c;
  }
  return result + "\n";
}

void write_table(const Table& table, const std::string& path) {
  write_file(path, table_text(table));
}

}  // namespace pwlforge
