// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <vector>

#include "cli/certify_operator.hpp"
#include "cli/verbs.hpp"
#include "gen/fit/fit.hpp"
#include "gen/fit/plot.hpp"
#include "gen/operator/operator.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/support/progress.hpp"
#include "gen/tables/certificate.hpp"
#include "sim/bench/simulate.hpp"

namespace pwlforge::cli {

namespace {

std::string sampled(const ContextCertificate& c) {
  return c.exhaustive ? "" : fmt::format("  sampled, seed {}", c.seed);
}

void print_integer(const Certificate& certificate) {
  fmt::print("{:>12} {:>8} {:>9} {:>7} {:>8} {:>8} {:>9} {:>8} {:>10} {:>10} {:>10} {:>5}\n", "scale", "codes",
             "mismatch", "%", "LSB in", "LSB out", "bias", "MSE/flr", "Q-in", "Q-all", "A", "dead");
  double a = 0;
  double q_in = 0;
  double q_all = 0;
  for (const ContextCertificate& c : certificate.contexts) {
    fmt::print("{:>12.7g} {:>8} {:>9} {:>7.2f} {:>8g} {:>8g} {:>9.4f} {:>8.3f} {:>10.3e} {:>10.3e} {:>10.3e} {:>5}{}\n",
               c.scale, c.codes, c.mismatches, c.mismatch_percent, c.max_error_inside_lsb, c.max_error_outside_lsb,
               c.bias, c.mse_over_ideal, c.q_in_mse, c.q_all_mse, c.a_mse, c.dead_entries, sampled(c));
    a += c.a_mse;
    q_in += c.q_in_mse;
    q_all += c.q_all_mse;
  }
  const auto n = static_cast<double>(certificate.contexts.size());
  fmt::print("{:>12} {:>8} {:>9} {:>7} {:>8} {:>8} {:>9} {:>8} {:>10.3e} {:>10.3e} {:>10.3e}\n", "mean", "", "", "", "",
             "", "", "", q_in / n, q_all / n, a / n);
  fmt::print("LSB in, LSB out: greatest |error| inside and outside the fit range\n");
}

void print_float(const Certificate& certificate) {
  fmt::print("{:>9} {:>9} {:>7} {:>11} {:>11} {:>11} {:>11} {:>5}\n", "inputs", "mismatch", "%", "ulp in", "ulp out",
             "|error|", "MSE", "dead");
  for (const ContextCertificate& c : certificate.contexts) {
    fmt::print("{:>9} {:>9} {:>7.2f} {:>11.5g} {:>11.5g} {:>11.4g} {:>11.4g} {:>5}{}\n", c.codes, c.mismatches,
               c.mismatch_percent, c.max_error_inside_lsb, c.max_error_outside_lsb, c.max_abs_error, c.mse,
               c.dead_entries, sampled(c));
  }
  fmt::print(
      "ulp in, ulp out: greatest distance to the correctly rounded f, inside and outside the fit range, in units of\n"
      "the last place of the smaller one: many where f is near zero, hence |error| beside it\n");
}

void print_certificate(const Table& table, const Certificate& certificate) {
  fmt::print("{}, {} entries, {}, from {}\n", certificate.function, certificate.entries, certificate.format,
             certificate.source);
  if (table.format.floating) {
    print_float(certificate);
  } else {
    print_integer(certificate);
  }
}

/// One for each context.
std::vector<LeastEntries> least_entries_of(const Table& table) {
  std::vector<LeastEntries> result;
  Progress progress("least entries", table.contexts.size());
  for (const TableContext& context : table.contexts) {
    progress.update(result.size(), fmt::format("scale {}", context.input_scale));
    result.push_back(least_entries(*function_of(table), input_quantization(table, context),
                                   output_quantization(table, context), table.format, table.rounding));
  }
  return result;
}

Json least_to_json(const LeastEntries& least) {
  Json json;
  json["exact"] = least.exact ? Json(*least.exact) : Json(nullptr);
  json["within_one"] = least.within_one ? Json(*least.within_one) : Json(nullptr);
  return json;
}

void print_least_entries(const Table& table) {
  const std::vector<LeastEntries> least = least_entries_of(table);
  fmt::print("least entries in {}, over every partition, slope and intercept:\n", format_name(table.format));
  fmt::print("{:>12} {:>14} {:>14}\n", "scale", "0 mismatches", "within 1 LSB");
  const auto shown = [](const std::optional<int>& entries, int fraction_bits) {
    return entries ? fmt::format("{} (F = {})", *entries, fraction_bits) : std::string("impossible");
  };
  for (std::size_t i = 0; i < least.size(); ++i) {
    fmt::print("{:>12.7g} {:>14} {:>14}\n", table.contexts[i].input_scale,
               shown(least[i].exact, least[i].exact_fraction_bits),
               shown(least[i].within_one, least[i].within_one_fraction_bits));
  }
}

void check_least_entries(const Table& table, const std::string& place) {
  constexpr int kWidest = 16;
  if (table.format.floating || table.input_bits > kWidest) {
    throw InputError(
        fmt::format("{}: --least-entries works on integer tables of up to {} input bits (found {}, {} bits); "
                    "leave the flag out",
                    place, kWidest, format_name(table.format), table.input_bits));
  }
}

/// Prints for people, or returns the object for machines.
Json report(const Table& table, const Certificate& certificate, bool least, bool json) {
  if (!json) {
    print_certificate(table, certificate);
    if (least) print_least_entries(table);
    return {};
  }
  Json object = certificate_to_json(certificate);
  const std::vector<LeastEntries> found = least ? least_entries_of(table) : std::vector<LeastEntries>();
  for (std::size_t i = 0; i < found.size(); ++i) object["contexts"][i]["least_entries"] = least_to_json(found[i]);
  return object;
}

void gate(const std::vector<Certificate>& certificates, const std::string& place, double max_lsb) {
  for (const Certificate& certificate : certificates) {
    for (const ContextCertificate& c : certificate.contexts) {
      if (c.max_error_lsb > max_lsb) {
        throw CheckFailed(fmt::format("{}: {} at scale {}: off by {} (more than --max-lsb {})", place,
                                      certificate.function, c.scale, c.max_error_lsb, max_lsb));
      }
    }
  }
}

}  // namespace

void add_certify_verb(CLI::App& app) {
  struct Options {
    std::string input, plot, rows;
    bool json = false;
    bool least = false;
    double max_lsb = -1;
    std::uint64_t seed = 1;
  };
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("certify", "Measure a table against the ideal one, code by code");
  verb->add_option("input", options->input, "table document, or unit directory (then from simulated Verilog)")
      ->required();
  verb->add_flag("--json", options->json, "print one JSON object");
  verb->add_option("--max-lsb", options->max_lsb, "fail (exit 1) when an output is further off than this");
  verb->add_option("--seed", options->seed, "of the sample for inputs over 16 bits")->capture_default_str();
  verb->add_flag("--least-entries", options->least,
                 "also the least number of entries for 0 mismatches and for 1 LSB, at every scale");
  verb->add_option("--rows", options->rows, "operators: file of recorded rows, one a line")->check(CLI::ExistingFile);
  verb->add_option("--plot", options->plot, "SVG: function, segments, error in LSB per code");
  verb->footer("Examples:\n  pwlforge certify gelu.json --max-lsb 1\n  pwlforge certify gelu_unit --json");
  verb->callback([options] {
    if (is_operator_directory(options->input)) {
      certify_operator_directory(options->input, {options->rows, options->max_lsb, options->seed, options->json});
      return;
    }
    // A unit directory may hold several tables; a document is one.
    std::vector<Table> tables;
    std::vector<Certificate> certificates;
    if (is_folder(options->input)) {
      const Manifest manifest = read_manifest(options->input);
      tables = manifest.plan.spec.tables;
      const std::vector<std::vector<CodePair>> pairs = simulate_pairs(manifest, options->seed);
      certificates = certify_unit(manifest, pairs, options->seed);
      if (!options->plot.empty()) write_file(options->plot, plot_outputs(tables, pairs));
    } else {
      tables.push_back(read_table(options->input));
      certificates.push_back(certify_model(tables.front(), options->seed));
      if (!options->plot.empty()) write_file(options->plot, plot_table(tables.front()));
    }
    Json documents = Json::array();
    for (std::size_t t = 0; t < tables.size(); ++t) {
      if (options->least) check_least_entries(tables[t], options->input);
      documents.push_back(report(tables[t], certificates[t], options->least, options->json));
    }
    if (options->json) {
      fmt::print("{}\n", (documents.size() == 1 ? documents.front() : Json{{"certificates", documents}}).dump(2));
    }
    if (options->max_lsb >= 0) gate(certificates, options->input, options->max_lsb);
  });
}

}  // namespace pwlforge::cli
