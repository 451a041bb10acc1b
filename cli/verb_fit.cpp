// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "cli/arguments.hpp"
#include "cli/verbs.hpp"
#include "gen/fit/fit.hpp"
#include "gen/fit/plot.hpp"
#include "gen/fit/samples.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/support/words.hpp"

namespace pwlforge::cli {

namespace {

struct FitArguments {
  FitRequest request;
  std::string function, samples, format = "k8b16", method = "optimal", objective = "lsb", sharing = "per-scale";
  std::string scales, threshold = "ceil", rounding = "half_up", output, plot;
  std::vector<double> range;
  bool output_unsigned = false, json = false;
};

void add_genetic_options(CLI::App& verb, GeneticOptions& genetic) {
  const std::string group = "Genetic search (defaults: GQA-LUT's)";
  verb.add_option("--population", genetic.population)
      ->check(CLI::Range(2, 100000))
      ->capture_default_str()
      ->group(group);
  verb.add_option("--generations", genetic.generations)
      ->check(CLI::Range(0, 10000000))
      ->capture_default_str()
      ->group(group);
  verb.add_option("--tournament", genetic.tournament)->check(CLI::Range(1, 1000))->capture_default_str()->group(group);
  verb.add_option("--crossover", genetic.crossover, "probability, per pair")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->group(group);
  verb.add_option("--mutation", genetic.mutation, "probability, per individual")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->group(group);
  verb.add_option("--sigma", genetic.sigma, "of the Gaussian step")
      ->check(CLI::PositiveNumber)
      ->capture_default_str()
      ->group(group);
  verb.add_option("--gaussian", genetic.gaussian, "probability of the Gaussian step, per gene and draw")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->group(group);
  verb.add_option("--rounding-probability", genetic.rounding, "of rounding to j fraction bits, per gene and j")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->group(group);
  verb.add_option("--rounding-mutation", genetic.rounding_mutation, "1 or 0; default: off for div and rsqrt")
      ->group(group);
  verb.add_option("--rounding-first", genetic.rounding_first, "least j; default: 2 for gelu-8 and hswish-16, else 0")
      ->check(CLI::Range(0, 30))
      ->group(group);
  verb.add_option("--rounding-last", genetic.rounding_last, "greatest j")
      ->check(CLI::Range(0, 30))
      ->capture_default_str()
      ->group(group);
}

void run(FitArguments& options) {
  FitRequest& r = options.request;
  std::unique_ptr<Function> sampled;
  if (options.samples.empty()) {
    r.function = &find_function(options.function);
  } else {
    sampled = make_sampled(options.function, read_samples(options.samples));
    r.function = sampled.get();
  }
  r.format = parse_format(options.format);
  r.method = parse_method(options.method);
  r.objective = parse_objective(options.objective);
  r.sharing = options.sharing == "shared" ? Sharing::shared : Sharing::per_scale;
  r.threshold = options.threshold == "round" ? ThresholdRule::round : ThresholdRule::ceil;
  r.rounding = static_cast<golden::Rounding>(choice("--rounding", options.rounding, rounding_names()));
  r.output_signed = !options.output_unsigned;
  if (!options.scales.empty()) r.scales = parse_list("--scales", options.scales, -30, 62);
  if (!options.range.empty()) r.range = Range{options.range[0], options.range[1]};
  const Table table = fit(r);
  // Both are rendered before either is written.
  const std::string picture = options.plot.empty() ? "" : plot_table(table);
  write_table(table, options.output);
  if (!options.plot.empty()) write_file(options.plot, picture);
  if (options.json) {
    fmt::print("{}\n", table_to_json(table).dump(2));
    return;
  }
  fmt::print("{}: {} with {} entries, {}, {} contexts, {} by {}: {:.6g}\n", options.output, table.function,
             table.entries, format_name(table.format), table.contexts.size(), table.provenance.objective,
             table.provenance.method, table.provenance.objective_value);
  if (!table.provenance.note.empty()) fmt::print("{}\n", table.provenance.note);
}

}  // namespace

void add_fit_verb(CLI::App& app) {
  auto options = std::make_shared<FitArguments>();
  FitRequest& request = options->request;
  CLI::App* verb = app.add_subcommand("fit", "Fit a table to a function");
  verb->add_option("function", options->function,
                   "gelu hswish silu sigmoid tanh exp div rsqrt, or a name for --samples")
      ->required();
  verb->add_option("--entries", request.entries, "segments, 2..64")->required();
  verb->add_option("--format", options->format, "[fF]kXbY such as k8b16 or f6k8b8, or fp32, bf16, fp16")
      ->capture_default_str();
  verb->add_option("--method", options->method)
      ->check(CLI::IsMember({"optimal", "genetic", "uniform", "relu"}))
      ->capture_default_str();
  verb->add_option("--objective", options->objective)
      ->check(CLI::IsMember({"lsb", "q_all", "q_in", "a", "relative"}))
      ->capture_default_str();
  verb->add_option("--sharing", options->sharing, "one set of slopes and intercepts, or one per scale")
      ->check(CLI::IsMember({"per-scale", "shared"}))
      ->capture_default_str();
  verb->add_option("--scales", options->scales, "exponents s of the input scales 2^-s: 0..6 or 3 or 0,2,4");
  verb->add_option("--threshold", options->threshold, "from breakpoint to threshold")
      ->check(CLI::IsMember({"ceil", "round"}))
      ->capture_default_str();
  verb->add_option("--rounding", options->rounding, "of the requantizer")
      ->check(CLI::IsMember(rounding_names()))
      ->capture_default_str();
  verb->add_option("--input-bits", request.input_bits)->capture_default_str();
  verb->add_option("--output-bits", request.output_bits)->capture_default_str();
  verb->add_flag("--output-unsigned", options->output_unsigned);
  verb->add_option("--scale-in", request.input_scale, "any positive real; then there is one context")
      ->excludes("--scales");
  verb->add_option("--zero-in", request.input_zero)->capture_default_str();
  verb->add_option("--scale-out", request.output_scale, "any positive real; default: the best power of two");
  verb->add_option("--zero-out", request.output_zero)->capture_default_str();
  verb->add_option("--range", options->range, "LO,HI: replaces the fit range")->delimiter(',')->expected(2);
  verb->add_option("--samples", options->samples, "CSV of x,y pairs: fit this function instead");
  verb->add_option("--seed", request.seed, "of the random methods")->capture_default_str();
  verb->add_option("--threads", request.threads, "0: all; never changes the result")->capture_default_str();
  verb->add_option("--plot", options->plot, "SVG: function, segments, error in LSB per code");
  verb->add_option("-o", options->output, "table document to write")->required();
  verb->add_flag("--json", options->json, "print one JSON object");
  add_genetic_options(*verb, request.genetic);
  verb->footer("Example:\n  pwlforge fit gelu --entries 16 -o gelu-16.json");
  verb->callback([options] { run(*options); });
}

}  // namespace pwlforge::cli
