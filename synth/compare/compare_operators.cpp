// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/compare/compare_operators.hpp"

#include <fmt/format.h>

#include "gen/rtl/operator_rtl.hpp"
#include "gen/support/json.hpp"
#include "gen/support/version.hpp"
#include "synth/flow/kept.hpp"
#include "synth/operators/operator_synth.hpp"

namespace pwlforge {
namespace {

constexpr const char* kTablesVersion = "2";

/// Tables of a named operator: lanes do not change them, so that two operators share a cache entry.
std::vector<Table> configured_tables(const OperatorConfiguration& one) {
  const std::string key = fmt::format("operator tables {} {} {} {} {} {}", kTablesVersion, kVersion, one.family,
                                      one.format, one.spec.entries, one.spec.numbers.element_scale);
  const auto read = [](const Json& all) {
    std::vector<Table> tables;
    for (const Json& table : all) tables.push_back(table_from_json(table, "cache"));
    return tables;
  };
  return kept_value("compare", key, read, [&] {
    Json all = Json::array();
    for (const Table& table : fit_operator_tables(one.spec, one.spec.numbers.element_scale)) {
      all.push_back(table_to_json(table));
    }
    return all;
  });
}

double power_of(const Json& row) {
  return row.at("power_mw").at("total").get<double>();
}

std::string saved(const Json& row, const char* key) {
  std::string text;
  for (const auto& [baseline, percent] : row.at(key).items()) {
    text += fmt::format("{}{:.1f} of {}", text.empty() ? "" : ", ", percent.get<double>(), baseline);
  }
  return text.empty() ? "-" : text;
}

std::string error_of(const Json& row) {
  return row.at("error").is_null() ? "-" : fmt::format("{:.2g}", row.at("error").at("rms").get<double>());
}

}  // namespace

Json operator_row(const OperatorConfiguration& configuration, const Library& library, const CompareOptions& options) {
  OperatorSpec spec = configuration.spec;
  spec.tables = configured_tables(configuration);
  const OperatorPlan plan = plan_operator(spec);
  SynthOptions synth_options;
  synth_options.clock_ns = options.clock_ns;
  synth_options.timed = options.timed;
  synth_options.workload = options.workload;
  Json row = synthesize_operator(operator_source(plan, emit_operator(plan)), library, synth_options).json;
  row["config"] = configuration.name;
  row["purpose"] = configuration.purpose;
  row["family"] = configuration.family;
  row["format"] = configuration.format;
  row["baseline"] = configuration.baseline;
  return row;
}

void tell_operator_savings(Json& rows) {
  for (Json& row : rows) {
    Json area = Json::object(), power = Json::object(), energy = Json::object();
    for (const Json& other : rows) {
      bool same = other.at("baseline").get<bool>() && other.at("config") != row.at("config");
      for (const char* key : {"family", "lanes", "liberty"}) same = same && other.at(key) == row.at(key);
      if (!same) continue;
      const std::string format = other.at("format").get<std::string>();
      area[format] = percent_saved(row.at("area").get<double>(), other.at("area").get<double>());
      power[format] = percent_saved(power_of(row), power_of(other));
      energy[format] =
          percent_saved(row.at("energy_per_row_nj").get<double>(), other.at("energy_per_row_nj").get<double>());
    }
    row["area_saving_percent"] = area;
    row["power_saving_percent"] = power;
    row["energy_saving_percent"] = energy;
  }
}

std::string operators_table(const Json& report, const std::string& label) {
  std::string text;
  for (const Json& row : report.at("operators")) {
    if (row.at("liberty") != label) continue;
    if (text.empty()) {
      text = fmt::format(
          "operators, row memories apart\n{:20} {:>10} {:>8} {:>9} {:>9} {:>7} {:>6} {:>9} {:>9} {:>16} {:>16}\n",
          "configuration", "area", "mem bits", "power mW", "glitches", "fmax", "cyc/row", "nJ/row", "rms error",
          "area saves %", "energy saves %");
    }
    text += fmt::format(
        "{:20} {:>10.0f} {:>8} {:>9.4f} {:>9.4f} {:>7.1f} {:>6.1f} {:>9.4f} {:>9} {:>16} {:>16}\n",
        row.at("config").get<std::string>(), row.at("area").get<double>(), row.at("memory_bits").get<std::int64_t>(),
        power_of(row), row.at("power_glitch_mw").at("total").get<double>(), row.at("fmax_mhz").get<double>(),
        row.at("cycles_per_row").at("workload").get<double>(), row.at("energy_per_row_nj").get<double>(), error_of(row),
        saved(row, "area_saving_percent"), saved(row, "energy_saving_percent"));
  }
  return text;
}

std::string operators_html(const Json& report) {
  if (report.at("operators").empty()) return "";
  std::string html =
      "<h2>Operators</h2>\n<p class=\"note\">Row memories are not part of area, time and power: they are told as bits. "
      "Power and energy are those of the same rows for every format; cycles are those between rows.</p>\n"
      "<div class=\"scroll\"><table><thead><tr>";
  for (const char* title : {"configuration", "library", "area", "memory,<br>bits", "power,<br>mW",
                            "with<br>glitches,<br>mW", "fmax,<br>MHz", "cycles<br>a row", "energy a<br>row, nJ",
                            "rms<br>error", "area<br>saves, %", "power<br>saves, %", "energy<br>saves, %"}) {
    html += fmt::format("<th>{}</th>", title);
  }
  html += "</tr></thead><tbody>\n";
  for (const Json& row : report.at("operators")) {
    html += "<tr>";
    for (const std::string& value :
         {row.at("config").get<std::string>(), row.at("liberty").get<std::string>(),
          fmt::format("{:.0f}", row.at("area").get<double>()),
          std::to_string(row.at("memory_bits").get<std::int64_t>()), fmt::format("{:.4f}", power_of(row)),
          fmt::format("{:.4f}", row.at("power_glitch_mw").at("total").get<double>()),
          fmt::format("{:.1f}", row.at("fmax_mhz").get<double>()),
          fmt::format("{:.1f}", row.at("cycles_per_row").at("workload").get<double>()),
          fmt::format("{:.4f}", row.at("energy_per_row_nj").get<double>()), error_of(row),
          saved(row, "area_saving_percent"), saved(row, "power_saving_percent"), saved(row, "energy_saving_percent")}) {
      html += fmt::format("<td>{}</td>", value);
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace pwlforge
