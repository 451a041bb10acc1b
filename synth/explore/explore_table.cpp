// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/support/json.hpp"
#include "synth/explore/explore.hpp"

namespace pwlforge {
namespace {

std::string number(const Json& value, const char* format) {
  return value.is_null() ? "" : fmt::format(fmt::runtime(format), value.get<double>());
}

std::string row_text(const Json& row) {
  std::string text = fmt::format("{} {:<35} {:<15} {:>7} {:>6} {:>9} {:>9}", row.value("pareto", false) ? "*" : " ",
                                 row.at("name").get<std::string>(), row.at("words").get<std::string>(),
                                 number(row.at("entries"), "{:.0f}"), number(row.at("stored_bits"), "{:.0f}"),
                                 number(row.at("max_error_lsb"), "{:.0f}"), number(row.at("mse"), "{:.2e}"));
  if (!row.contains("area")) {
    const Json estimate = row.contains("estimate") ? row.at("estimate") : Json::object();
    return text + fmt::format(" {:>10}\n", estimate.contains("cost") ? number(estimate.at("cost"), "{:.1f}") : "");
  }
  const bool estimated = row.contains("estimate");
  return text + fmt::format(" {:>10} {:>8} {:>9} {:>9}\n", number(row.at("area"), "{:.0f}"),
                            estimated ? number(row.at("estimate").at("area_error_percent"), "{:+.1f}") : "",
                            number(row.at("power_mw").at("total"), "{:.4g}"),
                            number(row.at("critical_path_ns"), "{:.3g}"));
}

}  // namespace

std::string explore_table(const Json& json) {
  const Json& rows = json.at("rows");
  const bool measured = !rows.empty() && rows.front().contains("area");
  std::string text = fmt::format("  {:<35} {:<15} {:>7} {:>6} {:>9} {:>9} {:>10}", "unit", "words", "entries", "bits",
                                 "error LSB", "mse", measured ? "area" : "cost");
  text += measured ? fmt::format(" {:>8} {:>9} {:>9}\n", "est. %", "power mW", "path ns") : "\n";
  for (const Json& row : rows) text += row_text(row);
  for (const Json& model : json.at("cost_models")) {
    text += fmt::format("cost model ({}): {} units; area of {} others off by {:.1f} % on average, {:.1f} % at most\n",
                        model.at("style").get<std::string>(), model.at("units").get<int>(), model.at("held_out").size(),
                        model.at("mean_area_error_percent").get<double>(),
                        model.at("worst_area_error_percent").get<double>());
  }
  for (const Json& one : json.at("baselines")) {
    text += fmt::format("beside them: {} {:.0f}\n", one.at("config").get<std::string>(), one.at("area").get<double>());
  }
  return text;
}

}  // namespace pwlforge
