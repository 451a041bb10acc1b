// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/compare/rules.hpp"
#include "gen/support/json.hpp"

#include <fmt/format.h>

#include <vector>

namespace pwlforge {
namespace {

const std::vector<std::string>& figures() {
  static const std::vector<std::string> names = {"area", "logic_depth", "power_mw"};
  return names;
}

double figure(const Json& row, const std::string& name) {
  return name == "power_mw" ? row.at("power_mw").at("total").get<double>() : row.at(name).get<double>();
}

}  // namespace

Json rules_from_report(const Json& report) {
  if (report.at("liberty").size() != 1) {
    throw InputError(fmt::format("rules: they are of one library (found {}); compare with one --liberty",
                                 report.at("liberty").size()));
  }
  Json rules{{"schema", "pwlforge.rules/1"},
             {"liberty", report.at("liberty").front().at("label")},
             {"clock_ns", report.at("clock_ns")},
             {"workload", report.at("workload")},
             {"tolerance_percent", {{"area", 1.0}, {"logic_depth", 10.0}, {"power_mw", 2.0}}},
             {"configs", Json::object()}};
  for (const Json& row : report.at("rows")) {
    Json& own = rules["configs"][row.at("config").get<std::string>()];
    for (const std::string& name : figures()) own[name] = figure(row, name);
  }
  return rules;
}

int check_rules(const Json& report, const Json& rules, const std::string& name) {
  Problems problems;
  JsonReader reader(rules, name, problems);
  const std::string liberty = reader.text("liberty");
  JsonReader tolerances = reader.child("tolerance_percent");
  JsonReader configs = reader.child("configs");
  for (const char* key : {"clock_ns", "workload"}) {
    const JsonReader own = reader.child(key);
    problems.throw_if_any();
    if (own.value() != report.at(key)) {
      throw InputError(fmt::format("{}:/{}: the rules are for {} (found {}); compare under the same conditions", name,
                                   key, own.value().dump(), report.at(key).dump()));
    }
  }
  int checked = 0;
  std::string broken;
  for (const Json& row : report.at("rows")) {
    const auto config = row.at("config").get<std::string>();
    if (row.at("liberty") != liberty || !configs.has(config)) continue;
    JsonReader own = configs.child(config);
    for (const std::string& one : figures()) {
      const double allowed = own.real(one);
      const double tolerance = tolerances.real(one);
      problems.throw_if_any();
      const double found = figure(row, one);
      ++checked;
      if (found > allowed * (1 + tolerance / 100)) {
        broken += fmt::format(
            "\n{}:/configs/{}/{}: worse than the rule (found {:.6g}, rule {:.6g} and {} %); mend the unit, or run "
            "scripts/update-rules and say why in the commit",
            name, config, one, found, allowed, tolerance);
      }
    }
  }
  if (checked == 0) throw CheckFailed(fmt::format("{}: no row of the report has a rule; nothing was checked", name));
  if (!broken.empty()) throw CheckFailed(broken.substr(1));
  return checked;
}

}  // namespace pwlforge
