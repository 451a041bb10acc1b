// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/compare/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "gen/fit/fit.hpp"
#include "gen/fit/plot.hpp"
#include "gen/support/json.hpp"
#include "gen/support/parallel.hpp"
#include "gen/support/version.hpp"
#include "gen/tables/certificate.hpp"
#include "gen/unit/configurations.hpp"
#include "synth/compare/clocked_rows.hpp"
#include "synth/compare/compare_operators.hpp"
#include "synth/flow/flow_steps.hpp"
#include "synth/flow/kept.hpp"
#include "synth/flow/synth.hpp"

namespace pwlforge {
namespace {

constexpr const char* kAccuracyVersion = "4";
constexpr std::size_t kCurveParts = 64;  ///< of the fit range, in the report's error curves

/// What is compared: a configuration, or a truth table as the honest alternative to it.
struct Candidate {
  std::string name;
  std::string purpose;
  std::string function;
  std::string format;
  UnitSpec spec;
  std::vector<int> scales;                     ///< exponents; empty: the defaults of the function
  std::string architecture = "paper";          ///< savings are against the 32-bit units of it
  const OperatorConfiguration* row = nullptr;  ///< an operator, which has none of the above but its name
};

Candidate truth_table(const std::string& name, const std::string& purpose, const std::vector<int>& scales) {
  Candidate candidate{name, purpose, "gelu", "k8b16", {}, scales, "paper", nullptr};
  candidate.spec.name = "truth_table_gelu_" + std::to_string(scales.empty() ? 7 : scales.size());
  set_unit(candidate.spec, "int8");
  candidate.spec.store = Store::truth_table;
  candidate.spec.pipeline = 1;
  return candidate;
}

std::vector<Candidate> all_candidates(bool only_default) {
  std::vector<Candidate> all;
  for (const Configuration& one : configurations()) {
    if (only_default && !one.is_default) continue;
    all.push_back({one.name, one.purpose, one.function, one.format, one.spec, {}, one.architecture, nullptr});
  }
  all.push_back(truth_table("truth-table-1", "gelu at scale 2^-5 alone, as a registered truth table", {5}));
  all.push_back(
      truth_table("truth-table-7", "gelu at its seven scales, as a registered truth table with selection", {}));
  return all;
}

std::vector<Candidate> chosen(const std::vector<std::string>& names) {
  const std::vector<Candidate> all = all_candidates(names.empty());
  if (names.empty()) return all;
  std::vector<Candidate> result;
  std::vector<std::string> known;
  for (const Candidate& one : all) known.push_back(one.name);
  for (const OperatorConfiguration& one : operator_configurations()) known.push_back(one.name);
  const auto add_operator = [&](const OperatorConfiguration& one) {
    result.push_back({one.name, one.purpose, "", "", {}, {}, "", &one});
  };
  for (const std::string& name : names) {
    if (name == "operators" || name == "operators-16l") {
      const int lanes = name == "operators" ? 1 : 16;
      for (const OperatorConfiguration& one : operator_configurations()) {
        if (one.spec.lanes == lanes && has_rows(one.spec.kind) && one.spec.peer == Peer::none) add_operator(one);
      }
      continue;
    }
    if (name == "peers") {
      for (const OperatorConfiguration& one : operator_configurations()) {
        if (one.spec.lanes == 1 && one.spec.element_bits == 8) add_operator(one);
      }
      continue;
    }
    if (const OperatorConfiguration* one = find_operator_configuration(name)) {
      add_operator(*one);
      continue;
    }
    const auto found = std::find_if(all.begin(), all.end(), [&](const Candidate& one) { return one.name == name; });
    if (found == all.end()) {
      throw InputError(
          fmt::format("--configs: no such configuration (found \"{}\"); use {}", name, fmt::join(known, ", ")));
    }
    result.push_back(*found);
  }
  return result;
}

/// Table and accuracy, which cost seconds for wide formats: cached by what they are made from.
struct Fitted {
  Table table;
  Json accuracy;
};

/// {"table","accuracy"}
Json fitted_json(const Candidate& candidate, const FitRequest& request) {
  const Table table = fit(request);
  const bool ideal = candidate.spec.store == Store::truth_table;  // it holds Y* itself
  std::vector<std::vector<CodePair>> outputs;                     // of each context
  const auto evaluate = [&](const TableContext& context, const std::vector<std::int64_t>& codes) {
    outputs.push_back(model_pairs(table, context, codes));
    return outputs.back();
  };
  const Certificate certificate = certify_with(table, "model", 1, evaluate);
  // Of the ideal outputs themselves: at most half a step of the output.
  double step = 0;
  for (const TableContext& context : table.contexts) step = std::max(step, context.output_scale);
  double worst = 0, mismatches = 0, mse = 0, over = 0, inside = 0;
  for (const ContextCertificate& one : certificate.contexts) {
    worst = ideal ? 0 : std::max(worst, one.max_error_lsb);
    mismatches += ideal ? 0 : one.mismatch_percent;
    mse += ideal ? one.ideal_mse : one.mse;
    over += ideal ? 1 : one.mse_over_ideal;
    inside = std::max(inside, one.max_abs_error_inside);
  }
  const auto contexts = static_cast<double>(certificate.contexts.size());
  Json accuracy = Json{{"max_error_lsb", worst},
                       {"mismatch_percent", mismatches / contexts},
                       {"max_error", ideal ? step / 2 : inside},
                       {"mse", mse / contexts},
                       {"mse_over_ideal", over / contexts}};
  accuracy["contexts"] = table.contexts.size();
  accuracy["curves"] = Json::array();
  for (std::size_t i = 0; i < outputs.size() && !ideal; ++i) {
    const TableContext& context = table.contexts[i];
    Json points = Json::array();
    for (const auto& [x, error] : error_curve(table, context, outputs[i], kCurveParts)) {
      points.push_back({six_digits(x), six_digits(error)});
    }
    accuracy["curves"].push_back({{"scale", context.input_scale}, {"points", points}});
  }
  return Json{{"table", table_to_json(table)}, {"accuracy", accuracy}};
}

Fitted fit_candidate(const Candidate& candidate) {
  FitRequest request;
  request.function = &find_function(candidate.function);
  request.entries = candidate.spec.store == Store::truth_table ? 8 : candidate.spec.entries;
  request.format = parse_format(candidate.format);
  request.scales = candidate.scales;
  request.threads = 1;
  if (!candidate.spec.floating) {
    request.input_bits = candidate.spec.integer.input_bits;
    request.output_bits = candidate.spec.integer.output_bits;
    request.output_signed = candidate.spec.integer.output_signed;
  }
  const std::string key = fmt::format("{} {} {} {} {} {} {} {} {}", kAccuracyVersion, kVersion, candidate.function,
                                      candidate.format, request.entries, fmt::join(candidate.scales, ","),
                                      request.input_bits, request.output_bits, store_name(candidate.spec.store));
  const auto read = [](const Json& json) {
    return Fitted{table_from_json(json.at("table"), "cache"), json.at("accuracy")};
  };
  return kept_value("compare", key, read, [&] { return fitted_json(candidate, request); });
}

Json make_row(const Candidate& candidate, const Library& library, const CompareOptions& options) {
  if (candidate.row != nullptr) return operator_row(*candidate.row, library, options);
  const Fitted fitted = fit_candidate(candidate);
  UnitSpec spec = candidate.spec;
  spec.tables = {fitted.table};
  if (spec.store == Store::truth_table) {
    spec.entries = fitted.table.entries;
    spec.integer = int_format(fitted.table);
  }
  SynthOptions synth_options;
  synth_options.clock_ns = options.clock_ns;
  synth_options.timed = options.timed;
  synth_options.workload = options.workload;
  Json row = synthesize_unit(spec, library, synth_options).json;
  row["config"] = candidate.name;
  row["purpose"] = candidate.purpose;
  row["architecture"] = candidate.architecture;
  row["entries"] = candidate.spec.store == Store::truth_table ? 0 : candidate.spec.entries;
  row["accuracy"] = fitted.accuracy;
  return row;
}

/// A row, or why there is none: what one library cannot build says nothing about the other rows.
Json try_row(const Candidate& candidate, const Library& library, const CompareOptions& options) {
  try {
    return make_row(candidate, library, options);
  } catch (const CheckFailed& failure) {
    return Json{{"config", candidate.name}, {"liberty", library.label}, {"failed", failure.what()}};
  }
}

Json saving(const Json& rows, const Json& row, const std::string& format,
            const std::function<double(const Json&)>& value) {
  const Json* baseline = baseline_of(rows, row, format);
  if (baseline == nullptr) return nullptr;
  return percent_saved(value(row), value(*baseline));
}

/// Area and power of every unit that is a row, over the clock.
Json curves(const std::vector<Candidate>& candidates, const std::vector<Library>& libraries,
            const CompareOptions& options) {
  const std::vector<double> clocks = curve_clocks(options.clock_ns);
  std::vector<Json> points(candidates.size() * libraries.size() * clocks.size());
  const auto candidate_of = [&](std::size_t job) -> const Candidate& {
    return candidates[job / clocks.size() % candidates.size()];
  };
  const auto work = [&](std::size_t job) {
    CompareOptions at = options;
    at.clock_ns = clocks[job % clocks.size()];
    const Json row = try_row(candidate_of(job), libraries[job / clocks.size() / candidates.size()], at);
    if (!row.contains("failed")) {
      points[job] = Json{{"clock_ns", at.clock_ns},
                         {"area", row.at("area")},
                         {"power_mw", row.at("power_mw").at("total")},
                         {"latency", row.at("latency")},
                         {"critical_path_ns", row.at("critical_path_ns")},
                         {"meets_clock", row.at("meets_clock")}};
    }
  };
  parallel_under_bar(
      "curve", points.size(), thread_count(0), work, [&](std::size_t job) { return candidate_of(job).name; },
      "mapping");
  Json all = Json::array();
  for (std::size_t which = 0; which < candidates.size() * libraries.size(); ++which) {
    Json curve{{"config", candidates[which % candidates.size()].name},
               {"liberty", libraries[which / candidates.size()].label},
               {"points", Json::array()}};
    for (std::size_t i = 0; i < clocks.size(); ++i) {
      const Json& point = points[which * clocks.size() + i];
      if (!point.is_null()) curve["points"].push_back(point);
    }
    all.push_back(curve);
  }
  return all;
}

}  // namespace

const Json* baseline_of(const Json& rows, const Json& row, const std::string& format) {
  int entries = row.at("entries").get<int>();
  if (entries == 0) entries = 8;
  if (entries == 24) entries = 16;
  const std::string name = fmt::format("{}-{}-{}", row.at("architecture").get<std::string>(), format, entries);
  for (const Json& other : rows) {
    if (other.at("config") == name && other.at("liberty") == row.at("liberty")) return &other;
  }
  return nullptr;
}

double percent_saved(double part, double whole) {
  return std::stod(fmt::format("{:.4g}", 100 * (1 - part / whole)));
}

Json paper_rows() {
  Json rows = Json::array();
  const struct {
    const char* unit;
    double area, power;
  } figures[] = {{"INT8", 961, 0.40}, {"INT32", 5243, 1.93}, {"FP32", 5135, 2.02}};
  const auto percent = [](double part, double whole) {
    return std::stod(fmt::format("{:.3g}", 100 * (1 - part / whole)));
  };
  for (const auto& one : figures) {
    rows.push_back(
        Json{{"unit", one.unit},
             {"entries", 8},
             {"area", one.area},
             {"area_unit", "um2"},
             {"power_mw", one.power},
             {"technology", "28 nm, 500 MHz"},
             {"area_saving_percent", {{"fp32", percent(one.area, 5135)}, {"int32", percent(one.area, 5243)}}},
             {"power_saving_percent", {{"fp32", percent(one.power, 2.02)}, {"int32", percent(one.power, 1.93)}}}});
  }
  return rows;
}

Json compare(const CompareOptions& options) {
  const std::vector<Candidate> candidates = chosen(options.configs);
  if (options.curve && !options.timed) {
    throw InputError("--curve: no clock to begin with (found no --target-clock); add --target-clock NS, the fastest");
  }
  // All that can be wrong with the request is told before anything is computed.
  check_clock(options.clock_ns);
  check_tools();
  make_workload(options.workload, {-4, 4});
  std::vector<Library> libraries;
  for (const std::string& source : options.liberty) libraries.push_back(load_library(source, options.dont_use));

  // The slow units first, so that no core waits for one of them at the end.
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < candidates.size() * libraries.size(); ++i) order.push_back(i);
  const auto weight = [&](std::size_t job) {
    const Candidate& one = candidates[job % candidates.size()];
    if (one.row != nullptr) return 1000 * one.row->spec.element_bits * one.row->spec.lanes;
    const UnitSpec& spec = one.spec;
    return (spec.floating ? 32 : spec.integer.input_bits) * 64 + spec.entries;
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weight(a) > weight(b); });

  std::vector<Json> rows(order.size());
  const auto candidate_of = [&](std::size_t job) -> const Candidate& { return candidates[job % candidates.size()]; };
  parallel_under_bar(
      "compare", order.size(), thread_count(0),
      [&](std::size_t i) {
        rows[order[i]] = try_row(candidate_of(order[i]), libraries[order[i] / candidates.size()], options);
      },
      [&](std::size_t i) { return candidate_of(order[i]).name; }, "mapping");

  Json report = Json{{"rows", Json::array()}, {"paper", paper_rows()}, {"liberty", Json::array()}};
  report["operators"] = Json::array();
  report["failed"] = Json::array();
  for (const Json& row : rows) {
    report[row.contains("failed") ? "failed" : row.contains("operator") ? "operators" : "rows"].push_back(row);
  }
  tell_operator_savings(report["operators"]);
  for (Json& row : report["rows"]) {
    const auto area = [](const Json& one) { return one.at("area").get<double>(); };
    const auto power = [](const Json& one) { return one.at("power_mw").at("total").get<double>(); };
    const Json area_saving{{"fp32", saving(report["rows"], row, "fp32", area)},
                           {"int32", saving(report["rows"], row, "int32", area)}};
    const auto glitch_power = [](const Json& one) { return one.at("power_glitch_mw").at("total").get<double>(); };
    const Json power_saving{{"fp32", saving(report["rows"], row, "fp32", power)},
                            {"int32", saving(report["rows"], row, "int32", power)}};
    row["power_glitch_saving_percent"] = Json{{"fp32", saving(report["rows"], row, "fp32", glitch_power)},
                                              {"int32", saving(report["rows"], row, "int32", glitch_power)}};
    row["area_saving_percent"] = area_saving;
    row["power_saving_percent"] = power_saving;
  }
  for (const Library& library : libraries) {
    report["liberty"].push_back(Json{{"label", library.label},
                                     {"name", library.name},
                                     {"checksum", library.hash},
                                     {"dont_use", library.dont_use_rule},
                                     {"cells", library.cells.size()},
                                     {"voltage", library.voltage},
                                     {"area_unit", library.units.area}});
  }
  report["curves"] = options.curve ? curves(candidates, libraries, options) : Json::array();
  report["clock_ns"] = options.clock_ns;
  report["goal"] = options.timed ? "clock" : "area";
  // Every unit, and every operator, is fed the same.
  const Json& fed = report.at(report.at("rows").empty() ? "operators" : "rows");
  report["workload"] = fed.empty() ? Json(options.workload) : fed.front().at("workload_description");
  report["generator"] = kToolName;
  return report;
}

std::set<std::string> missing_power(const Json& report, const std::string& label) {
  std::set<std::string> gaps;
  for (const char* kind : {"rows", "operators"}) {
    for (const Json& row : report.at(kind)) {
      if (row.at("liberty") != label) continue;
      for (const Json& gap : row.at("power_missing")) gaps.insert(gap.get<std::string>());
    }
  }
  return gaps;
}

FileSet comparison_report(const Json& report) {
  return {{"report.json", report.dump(2) + "\n"}, {"report.html", comparison_html(report)}};
}

}  // namespace pwlforge
