// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/support/json.hpp"
#include "synth/compare/compare.hpp"
#include "synth/compare/report_parts.hpp"

namespace pwlforge::report {
namespace {

struct Part {
  const char* title;
  std::vector<const char*> keys;
};
const std::vector<Part>& parts() {
  static const std::vector<Part> all = {
      {"store", {"parameter_store"}}, {"comparators,<br>select", {"comparators", "select"}}, {"MAC", {"mac"}}};
  return all;
}

double area_of(const Json& row, const Part& part) {
  double sum = 0;
  for (const char* key : part.keys) sum += row.at("area_by_part").at(key).get<double>();
  return sum;
}

/// How far the paper's figure is away, and why. Two decimals: a hundredth short is short, not "0.0 points".
std::string shortfall(const Json& row, const Json& baseline, double paper, double saved) {
  const Part& store = parts().front();
  const double own = row.at("area").get<double>(), whole = baseline.at("area").get<double>();
  const double own_store = area_of(row, store), whole_store = area_of(baseline, store);
  return fmt::format(
      "{} against {}: {:.2f} %, {:.2f} points below the paper&rsquo;s {:.1f}. The store, {:.0f} % of the "
      "INT8 unit, saves {:.1f} %: it holds about a quarter of the bits, whatever the "
      "arithmetic; all else saves {:.1f} %.",
      row.at("config").get<std::string>(), baseline.at("config").get<std::string>(), saved, paper - saved, paper,
      100 * own_store / own, 100 * (1 - own_store / whole_store),
      100 * (1 - (own - own_store) / (whole - whole_store)));
}

}  // namespace

std::string saving_section(const Json& report, const std::string& label) {
  std::vector<std::string> columns{"unit", "against"};
  for (const Part& part : parts()) columns.push_back(part.title);
  columns.insert(columns.end(), {"whole<br>area", "power"});
  std::string table, notes;
  for (const Json& row : report.at("rows")) {
    const std::string config = row.at("config").get<std::string>();
    const std::string start = row.at("architecture").get<std::string>() + "-";
    if (row.at("liberty") != label || config.rfind(start + "int8-", 0) != 0) continue;
    for (const char* format : {"fp32", "int32"}) {
      const Json* found = baseline_of(report.at("rows"), row, format);
      if (found == nullptr) continue;
      const Json& baseline = *found;
      table += "<tr>" + cell(escaped(config)) + cell(escaped(baseline.at("config").get<std::string>()));
      for (const Part& part : parts()) {
        table += cell(fmt::format("{:.1f}", 100 * (1 - area_of(row, part) / area_of(baseline, part))));
      }
      table += cell(percent(row.at("area_saving_percent").at(format))) +
               cell(percent(row.at("power_saving_percent").at(format))) + "</tr>\n";
      const double paper = report.at("paper").at(0).at("area_saving_percent").at(format).get<double>();
      const double saved = row.at("area_saving_percent").at(format).get<double>();
      if (row.at("entries") == 8 && saved < paper) notes += "<li>" + shortfall(row, baseline, paper, saved) + "</li>\n";
    }
  }
  if (table.empty()) return "";
  std::string html = head("Where INT8 saves, %", columns) + table + kTableEnd;
  if (!notes.empty()) html += "<ul class=\"note\">\n" + notes + "</ul>\n";
  return html;
}

std::string curve_section(const Json& report, const std::string& label, const std::string& area_unit) {
  std::vector<LineSeries> areas, powers;
  for (const Json& curve : report.at("curves")) {
    if (curve.at("liberty") != label) continue;
    LineSeries area{curve.at("config").get<std::string>(), {}}, power = area;
    for (const Json& point : curve.at("points")) {
      if (!point.at("meets_clock").get<bool>()) continue;
      const double clock_ns = point.at("clock_ns").get<double>();
      area.points.emplace_back(clock_ns, point.at("area").get<double>());
      power.points.emplace_back(clock_ns, point.at("power_mw").get<double>());
    }
    areas.push_back(area);
    powers.push_back(power);
  }
  if (areas.empty()) return "";
  return fmt::format(
      "<div class=\"side\"><figure><figcaption>Area over the clock period, fewest stages that meet it</figcaption>{}"
      "</figure>\n<figure><figcaption>Power over the clock period</figcaption>{}</figure></div>\n",
      line_plot("clock, ns", "area, " + area_unit, areas), line_plot("clock, ns", "power, mW", powers));
}

}  // namespace pwlforge::report
