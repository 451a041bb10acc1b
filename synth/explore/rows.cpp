// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/explore/rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/fit/word_search.hpp"
#include "gen/support/json.hpp"
#include "gen/tables/certificate.hpp"
#include "synth/flow/flow_steps.hpp"

namespace pwlforge {
namespace {

/// What tables are off by, over everything that a unit holds.
struct Accuracy {
  double max_error_lsb = 0;
  double mse = 0;  ///< of the worst context, in real units
  std::uint64_t mismatches = 0, codes = 0;
};

/// Of the outputs of a unit, whatever its store, at the codes that count.
Accuracy accuracy_of(const UnitPlan& plan, const std::vector<double>& recorded) {
  Accuracy accuracy;
  const std::uint64_t mask = (std::uint64_t{1} << plan.input_bits) - 1;
  const std::uint64_t sign = std::uint64_t{1} << (plan.output_bits - 1);
  for (const UnitContext& context : plan.contexts) {
    const Table& table = plan.spec.tables[static_cast<std::size_t>(context.table)];
    const TableContext& scale = table.contexts[static_cast<std::size_t>(context.scale)];
    std::vector<CodePair> pairs;
    const Quantization input = input_quantization(table, scale);
    const auto [first, last] = valid_codes(*function_of(table), input);
    const std::vector<double> weights = fitting::code_weights(recorded, input, first, last);
    for (const std::int64_t code : certificate_codes(table, scale, 1)) {
      if (weights[static_cast<std::size_t>(code - first)] == 0) continue;
      const std::uint64_t y = expected_output(plan, context, static_cast<std::uint64_t>(code) & mask);
      pairs.push_back({code, static_cast<std::int64_t>((y ^ sign) - sign)});
    }
    const ContextCertificate one = certify_pairs(table, scale, pairs, 1);
    accuracy.max_error_lsb = std::max(accuracy.max_error_lsb, one.max_error_lsb);
    accuracy.mse = std::max(accuracy.mse, one.mse);
    accuracy.mismatches += one.mismatches;
    accuracy.codes += one.codes;
  }
  return accuracy;
}

/// How to make, check and measure a unit, in the folder that explore writes.
Json commands_of(const ExploreOptions& options, const Choice& choice) {
  const UnitSpec& spec = choice.spec;
  std::string gen = fmt::format("pwlforge gen --unit {}", spec.unit);
  for (const Table& table : spec.tables) gen += fmt::format(" --table points/{}/{}.json", choice.name, table.function);
  gen += fmt::format(" --store {} --pipeline {}", store_name(spec.store), spec.pipeline);
  if (spec.compact) gen += " --compact";
  if (spec.tolerance > 0) gen += fmt::format(" --tolerance {}", spec.tolerance);
  if (spec.slope_terms > 0) gen += fmt::format(" --slope-terms {}", spec.slope_terms);
  if (is_loadable(spec.store)) gen += choice.words == "uniform" ? " --trim-shift" : " --trim";
  gen += fmt::format(" --name {0} -o units/{0}", choice.name);
  std::string synth = fmt::format("pwlforge synth units/{} --liberty {}", choice.name, options.liberty);
  if (!options.dont_use.empty()) synth += fmt::format(" --dont-use '{}'", options.dont_use);
  synth += fmt::format(" {} {:g} --workload {}", options.synth.timed ? "--target-clock" : "--clock",
                       options.synth.clock_ns, options.synth.workload);
  return {gen, fmt::format("pwlforge sim units/{} --stall random", choice.name), synth};
}

}  // namespace

Json row_of(const ExploreOptions& options, const Choice& choice, const std::vector<double>& recorded) {
  const UnitPlan plan = plan_unit(choice.spec);
  const Accuracy accuracy = accuracy_of(plan, recorded);
  const bool calibrated = options.synthesize;
  Json row{{"name", choice.name},
           {"store", store_name(choice.style.store)},
           {"words", choice.words},
           {"style", style_name(choice.style)},
           {"bound_lsb", choice.max_lsb},
           {"max_error_lsb", accuracy.max_error_lsb},
           {"mse", accuracy.mse},
           {"mismatches", accuracy.mismatches},
           {"codes", accuracy.codes},
           {"contexts", plan.contexts.size()},
           {"entries", choice.style.store == Store::truth_table ? Json() : Json(choice.spec.entries)},
           {"stored_bits", is_loadable(choice.style.store) ? Json(choice.stored_bits) : Json()},
           {"latency", plan.latency},
           {"claim", choice.claim},
           {"commands", commands_of(options, choice)}};
  if (is_loadable(choice.style.store)) {
    row["estimate"] = {{calibrated ? "area" : "cost", six_digits(choice.area_estimate)}};
    if (calibrated) row["estimate"]["power_mw"] = six_digits(choice.power_estimate);
  }
  return row;
}

void add_measurement(Json& row, const Json& synth, bool timed) {
  for (const char* key : {"area", "cells", "critical_path_ns", "fmax_mhz", "power_mw", "equivalence"}) {
    row[key] = synth.at(key);
  }
  if (timed) row["meets_clock"] = row.at("critical_path_ns").get<double>() <= synth.at("clock_ns").get<double>();
  if (row.contains("estimate") && row["estimate"].contains("area")) {
    const double area = row.at("area").get<double>();
    row["estimate"]["area_error_percent"] = six_digits(100 * (row["estimate"]["area"].get<double>() - area) / area);
  }
}

void mark_front(Json& rows) {
  const auto better = [](const Json& a, const Json& b) {
    const auto figures = [](const Json& row) {
      return std::vector<double>{row.at("area").get<double>(), row.at("max_error_lsb").get<double>(),
                                 row.at("power_mw").at("total").get<double>()};
    };
    const std::vector<double> mine = figures(a), theirs = figures(b);
    bool any = false;
    for (std::size_t i = 0; i < mine.size(); ++i) {
      if (mine[i] > theirs[i]) return false;
      any = any || mine[i] < theirs[i];
    }
    return any;
  };
  const auto loadable = [](const Json& row) { return !row.at("stored_bits").is_null(); };
  for (Json& row : rows) {
    row["pareto"] = std::none_of(rows.begin(), rows.end(), [&](const Json& other) {
      return loadable(other) == loadable(row) && better(other, row);
    });
  }
}

}  // namespace pwlforge
