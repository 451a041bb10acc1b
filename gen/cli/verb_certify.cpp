// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "gen/cli/verbs.hpp"
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

}  // namespace

void add_certify_verb(CLI::App& app) {
  struct Options {
    std::string input;
    bool json = false;
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
  verb->footer("Example:\n  pwlforge certify gelu.json --max-lsb 1");
  verb->callback([options] {
    const Certificate certificate = certify_model(read_table(options->input), options->seed);
    if (options->json) {
      fmt::print("{}\n", certificate_to_json(certificate).dump(2));
    } else {
      print_certificate(certificate);
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
