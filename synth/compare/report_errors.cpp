// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The errors of the tables over their fit range, one drawing for all rows that have the same table.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "gen/support/json.hpp"
#include "synth/compare/compare.hpp"
#include "synth/compare/report_parts.hpp"

namespace pwlforge::report {
namespace {

std::string scale_label(double scale) {
  int exponent = 0;
  return std::frexp(scale, &exponent) == 0.5 ? fmt::format("scale 2^{}", exponent - 1)
                                             : fmt::format("scale {:.4g}", scale);
}

std::vector<LineSeries> lines_of(const Json& curves) {
  std::vector<LineSeries> lines;
  for (const Json& curve : curves) {
    LineSeries line{curves.size() == 1 ? "float" : scale_label(curve.at("scale").get<double>()), {}};
    for (const Json& point : curve.at("points")) {
      line.points.emplace_back(point.at(0).get<double>(), point.at(1).get<double>());
    }
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

std::string error_section(const Json& report) {
  std::vector<std::pair<Json, std::vector<std::string>>> tables;  // in the order of the rows
  for (const Json& row : report.at("rows")) {
    const Json& curves = row.at("accuracy").at("curves");
    if (curves.empty()) continue;
    const std::string config = row.at("config").get<std::string>();
    auto same = std::find_if(tables.begin(), tables.end(), [&](const auto& one) { return one.first == curves; });
    if (same == tables.end()) {
      tables.emplace_back(curves, std::vector<std::string>());
      same = std::prev(tables.end());
    }
    if (std::find(same->second.begin(), same->second.end(), config) == same->second.end()) {
      same->second.push_back(config);
    }
  }
  if (tables.empty()) return "";
  std::string html =
      "<h2>Errors</h2>\n<p class=\"note\">Largest distance of an output from the function, in real units, rounding of "
      "the output included, over the fit range and at every scale of the table.</p>\n<div class=\"side\">\n";
  for (const auto& [curves, configs] : tables) {
    html += fmt::format("<figure><figcaption>{}</figcaption>{}</figure>\n",
                        escaped(fmt::format("{}", fmt::join(configs, ", "))),
                        error_plot("x", "largest error", lines_of(curves)));
  }
  return html + "</div>\n";
}

}  // namespace pwlforge::report
