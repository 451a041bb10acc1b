// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "gen/cli/verbs.hpp"
#include "gen/fit/fit.hpp"
#include "gen/tables/certificate.hpp"

namespace pwlforge::cli {

namespace {

void print_certificate(const Certificate& certificate) {
  const char* unit = certificate.format[0] == 'f' && certificate.format.find('k') == std::string::npos ? "ulp" : "LSB";
  fmt::print("{}, {} entries, {}, from {}\n", certificate.function, certificate.entries, certificate.format,
             certificate.source);
  fmt::print("{:>12} {:>8} {:>9} {:>7} {:>8} {:>9} {:>8} {:>10} {:>10} {:>10} {:>5}\n", "scale", "codes", "mismatch",
             "%", fmt::format("max {}", unit), "bias", "MSE/flr", "Q-in", "Q-all", "A", "dead");
  double a = 0;
  double q_in = 0;
  double q_all = 0;
  for (const ContextCertificate& c : certificate.contexts) {
    fmt::print("{:>12.7g} {:>8} {:>9} {:>7.2f} {:>8g} {:>9.4f} {:>8.3f} {:>10.3e} {:>10.3e} {:>10.3e} {:>5}{}\n",
               c.scale, c.codes, c.mismatches, c.mismatch_percent, c.max_error_lsb, c.bias, c.mse_over_ideal,
               c.q_in_mse, c.q_all_mse, c.a_mse, c.dead_entries,
               c.exhaustive ? "" : fmt::format("  sampled, seed {}", c.seed));
    a += c.a_mse;
    q_in += c.q_in_mse;
    q_all += c.q_all_mse;
  }
  const auto n = static_cast<double>(certificate.contexts.size());
  fmt::print("{:>12} {:>8} {:>9} {:>7} {:>8} {:>9} {:>8} {:>10.3e} {:>10.3e} {:>10.3e}\n", "mean", "", "", "", "", "",
             "", q_in / n, q_all / n, a / n);
}

LeastEntries least_entries_of(const Table& table, const TableContext& context) {
  return least_entries(*function_of(table), input_quantization(table, context), output_quantization(table, context),
                       table.format, table.rounding);
}

Json least_to_json(const LeastEntries& least) {
  Json json;
  json["exact"] = least.exact ? Json(*least.exact) : Json(nullptr);
  json["within_one"] = least.within_one ? Json(*least.within_one) : Json(nullptr);
  return json;
}

void print_least_entries(const Table& table) {
  fmt::print("least entries in {}, over every partition, slope and intercept:\n", format_name(table.format));
  fmt::print("{:>12} {:>14} {:>14}\n", "scale", "0 mismatches", "within 1 LSB");
  const auto shown = [](const std::optional<int>& entries, int fraction_bits) {
    return entries ? fmt::format("{} (F = {})", *entries, fraction_bits) : std::string("impossible");
  };
  for (const TableContext& context : table.contexts) {
    const LeastEntries least = least_entries_of(table, context);
    fmt::print("{:>12.7g} {:>14} {:>14}\n", context.input_scale, shown(least.exact, least.exact_fraction_bits),
               shown(least.within_one, least.within_one_fraction_bits));
  }
}

void check_least_entries(const Table& table, const std::string& place) {
  constexpr int kWidest = 16;
  if (table.format.floating || table.input_bits > kWidest) {
    throw InputError(fmt::format("{}: --least-entries works on integer tables of up to {} input bits (found {}, {} bits); "
                                 "leave the flag out",
                                 place, kWidest, format_name(table.format), table.input_bits));
  }
}

}  // namespace

void add_certify_verb(CLI::App& app) {
  struct Options {
    std::string input;
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
  verb->footer("Example:\n  pwlforge certify gelu.json --max-lsb 1");
  verb->callback([options] {
    const Table table = read_table(options->input);
    if (options->least) check_least_entries(table, options->input);
    const Certificate certificate = certify_model(table, options->seed);
    if (options->json) {
      Json json = certificate_to_json(certificate);
      for (std::size_t i = 0; options->least && i < table.contexts.size(); ++i) {
        json["contexts"][i]["least_entries"] = least_to_json(least_entries_of(table, table.contexts[i]));
      }
      fmt::print("{}\n", json.dump(2));
    } else {
      print_certificate(certificate);
      if (options->least) print_least_entries(table);
    }
    if (options->max_lsb < 0) return;
    for (const ContextCertificate& c : certificate.contexts) {
      if (c.max_error_lsb > options->max_lsb) {
        throw CheckFailed(fmt::format("{}: scale {}: off by {} (more than --max-lsb {})", options->input, c.scale,
                                      c.max_error_lsb, options->max_lsb));
      }
    }
  });
}

}  // namespace pwlforge::cli
