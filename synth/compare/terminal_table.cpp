// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/support/json.hpp"
#include "synth/compare/compare_operators.hpp"

namespace pwlforge {
namespace {

std::string shown_percent(const Json& value) {
  return value.is_null() ? "-" : fmt::format("{:.1f}", value.get<double>());
}

/// Which netlists are proven, and which only simulated.
std::string checked_netlists(const Json& report, const std::string& label) {
  std::vector<std::string> proven, simulated;
  for (const Json& row : report.at("rows")) {
    if (row.at("liberty") != label) continue;
    (row.at("equivalence").contains("proof") ? proven : simulated).push_back(row.at("config").get<std::string>());
  }
  std::string text = "netlists equal to the golden model by simulation: all";
  if (!proven.empty()) text += fmt::format("\nnetlists equal to their RTL by proof: {}", fmt::join(proven, ", "));
  if (!simulated.empty()) text += fmt::format("\nnetlists not proven here: {}", fmt::join(simulated, ", "));
  return text + "\n";
}

/// What the library could not build, and what its powers lack.
std::string gaps(const Json& report, const std::string& label) {
  std::string text;
  for (const Json& row : report.at("failed")) {
    if (row.at("liberty") != label) continue;
    text +=
        fmt::format("not built: {}: {}\n", row.at("config").get<std::string>(), row.at("failed").get<std::string>());
  }
  for (const Json& row : report.at("rows")) {
    if (row.at("liberty") != label || row.at("meets_clock").get<bool>()) continue;
    text += fmt::format("late: {}: longest path {:.4g} ns\n", row.at("config").get<std::string>(),
                        row.at("critical_path_ns").get<double>());
  }
  for (const std::string& gap : missing_power(report, label)) text += "power is without " + gap + "\n";
  return text;
}

std::string units_table(const Json& report, const Json& library) {
  const std::string label = library.at("label").get<std::string>();
  std::string text;
  text += fmt::format("{:16} {:>10} {:>5} {:>7} {:>7} {:>9} {:>7} {:>7} {:>9} {:>7} {:>7} {:>7} {:>4} {:>8} {:>9}\n",
                      "", "area", "seq", "saves %", "saves %", "power", "saves %", "saves %", "glitches", "saves %",
                      "saves %", "fmax", "lat", "max err", "mismatch");
  text += fmt::format("{:16} {:>10} {:>5} {:>7} {:>7} {:>9} {:>7} {:>7} {:>9} {:>7} {:>7} {:>7} {:>4} {:>8} {:>9}\n",
                      "configuration", library.at("area_unit").get<std::string>(), "%", "of fp32", "of i32", "mW",
                      "of fp32", "of i32", "with, mW", "of fp32", "of i32", "MHz", "", "LSB", "%");
  for (const Json& row : report.at("rows")) {
    if (row.at("liberty") != label) continue;
    const Json& area = row.at("area_saving_percent");
    const Json& power = row.at("power_saving_percent");
    const Json& glitch_power = row.at("power_glitch_saving_percent");
    const Json& accuracy = row.at("accuracy");
    text += fmt::format(
        "{:16} {:>10.0f} {:>5.1f} {:>7} {:>7} {:>9.4f} {:>7} {:>7} {:>9.4f} {:>7} {:>7} {:>7.1f} {:>4} {:>8.3g} "
        "{:>9.3g}\n",
        row.at("config").get<std::string>(), row.at("area").get<double>(), row.at("sequential_percent").get<double>(),
        shown_percent(area.at("fp32")), shown_percent(area.at("int32")), row.at("power_mw").at("total").get<double>(),
        shown_percent(power.at("fp32")), shown_percent(power.at("int32")),
        row.at("power_glitch_mw").at("total").get<double>(), shown_percent(glitch_power.at("fp32")),
        shown_percent(glitch_power.at("int32")), row.at("fmax_mhz").get<double>(), row.at("latency").get<int>(),
        accuracy.at("max_error_lsb").get<double>(), accuracy.at("mismatch_percent").get<double>());
  }
  return text + checked_netlists(report, label);
}

}  // namespace

std::string comparison_table(const Json& report) {
  std::string text;
  for (const Json& library : report.at("liberty")) {
    const std::string label = library.at("label").get<std::string>();
    text += fmt::format("\n{} ({}), clock {} ns, mapped for {}, don't use: {}\n", library.at("name").get<std::string>(),
                        label, report.at("clock_ns").get<double>(), report.at("goal").get<std::string>(),
                        library.at("dont_use").get<std::string>());
    text += fmt::format("workload: {}\n", report.at("workload").get<std::string>());
    if (!report.at("rows").empty()) text += units_table(report, library);
    text += operators_table(report, label) + gaps(report, label);
  }
  if (report.at("rows").empty()) return text;
  text += "\nthe paper (GQA-LUT, DAC 2024; 28 nm, 500 MHz, 8 entries)\n";
  for (const Json& row : report.at("paper")) {
    const Json& area = row.at("area_saving_percent");
    const Json& power = row.at("power_saving_percent");
    text += fmt::format("{:16} {:>10.0f} {:>5} {:>7} {:>7} {:>9.4f} {:>7} {:>7}\n", row.at("unit").get<std::string>(),
                        row.at("area").get<double>(), "", shown_percent(area.at("fp32")),
                        shown_percent(area.at("int32")), row.at("power_mw").get<double>(),
                        shown_percent(power.at("fp32")), shown_percent(power.at("int32")));
  }
  return text;
}

}  // namespace pwlforge
