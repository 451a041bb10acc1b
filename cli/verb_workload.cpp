// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>

#include "cli/verbs.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/json.hpp"
#include "sim/workload/workload.hpp"

namespace pwlforge::cli {
namespace {

using llama::Nonlinear;
using llama::WorkloadOptions;

struct WorkloadArguments {
  WorkloadOptions workload;
  std::string nonlinear = "int8";
  std::string norm, softmax, gate;  // empty: as nonlinear
  std::string linear = "fp32";
  std::string scales = "power-of-two";
  std::string engine = "golden";
  bool json = false;
};

void run(const WorkloadArguments& options) {
  const llama::WorkloadResult result = run_workload(options.workload);
  if (options.json) {
    fmt::print("{}\n", workload_to_json(result).dump(2));
  } else {
    fmt::print("{}", workload_text(result));
  }
  if (result.played_tokens > 0 && result.mismatches() > 0) {
    throw CheckFailed(
        fmt::format("workload: {} beats of the cycle models differ from the golden model", result.mismatches()));
  }
}

}  // namespace

void add_workload_verb(CLI::App& app) {
  auto options = std::make_shared<WorkloadArguments>();
  WorkloadOptions& workload = options->workload;
  static const std::map<std::string, Nonlinear> kinds{{"fp32", Nonlinear::fp32},
                                                      {"int8", Nonlinear::int8},
                                                      {"int16", Nonlinear::int16},
                                                      {"illm", Nonlinear::illm},
                                                      {"ibert", Nonlinear::ibert}};
  static const std::map<std::string, llama::LinearBits> linears{
      {"w8a8", {8, 8}}, {"w8a6", {8, 6}}, {"w6a6", {6, 6}}, {"w8a4", {8, 4}}, {"w4a4", {4, 4}}};
  const CLI::IsMember kind_names({"fp32", "int8", "int16", "illm", "ibert"});
  CLI::App* verb = app.add_subcommand("workload", "Run a language model through the operators: perplexity");
  CLI::App* llama2 = verb->add_subcommand("llama2", "A checkpoint of llama2.c, version 0, FP32");
  verb->require_subcommand(1);
  llama2->add_option("model", workload.model, "checkpoint")->required();
  llama2->add_option("--tokenizer", workload.tokenizer, "the model's tokenizer, of llama2.c")->required();
  llama2->add_option("--text", workload.text, "stories, <|endoftext|> between them")->required();
  llama2
      ->add_option("--nonlinear", options->nonlinear,
                   "all non-linear operators: fp32, ours in int8 or int16, or those of illm or ibert")
      ->check(kind_names)
      ->capture_default_str();
  llama2->add_option("--norm", options->norm, "RMSNorm, where it differs from --nonlinear")->check(kind_names);
  llama2->add_option("--softmax", options->softmax, "softmax, likewise")->check(kind_names);
  llama2->add_option("--gate", options->gate, "SiLU and its product, likewise")->check(kind_names);
  llama2->add_option("--linear", options->linear, "linear layers: fp32, or integers w8a8, w8a6, w6a6, w8a4, w4a4")
      ->check(CLI::IsMember({"fp32", "w8a8", "w8a6", "w6a6", "w8a4", "w4a4"}))
      ->capture_default_str();
  llama2->add_flag("--reassemble", workload.reassemble,
                   "split outlier channels in front of integer linear layers and merge similar ones, as QLLM does");
  llama2->add_option("--scales", options->scales, "power-of-two or real")
      ->check(CLI::IsMember({"power-of-two", "real"}))
      ->capture_default_str();
  llama2
      ->add_option("--probability-bits", workload.probability_bits,
                   "of the outputs of softmax; default: two more than its input codes, illm and ibert as many")
      ->check(CLI::Range(4, 24));
  llama2->add_option("--calibrate", workload.calibration, "stories from which scales come")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  llama2->add_option("--stories", workload.stories, "measure the first ones only; 0: all")
      ->check(CLI::Range(0, 1000000000));
  auto* trace = llama2->add_option(
      "--trace", workload.trace, "directory to write: the operators, and what each of them sees on the first stories");
  llama2->add_option("--trace-stories", workload.trace_stories, "how many")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str()
      ->needs(trace);
  llama2
      ->add_option("--engine", options->engine,
                   "golden, or cycle: the streams of the first stories also through the cycle models of the operators")
      ->check(CLI::IsMember({"golden", "cycle"}))
      ->capture_default_str();
  llama2->add_option("--lanes", workload.lanes, "elements of a beat of the operators")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  llama2->add_option("--threads", workload.threads, "0: as many as the machine has")->check(CLI::Range(0, 4096));
  llama2->add_flag("--json", options->json, "print one JSON object");
  llama2->footer(
      "Example: pwlforge workload llama2 stories15M.bin --tokenizer tokenizer.bin --text stories.txt --linear w8a8");
  llama2->callback([options] {
    WorkloadOptions& chosen = options->workload;
    const auto pick = [&](const std::string& one) { return kinds.at(one.empty() ? options->nonlinear : one); };
    chosen.norm = pick(options->norm);
    chosen.softmax = pick(options->softmax);
    chosen.gate = pick(options->gate);
    chosen.integer_linear = options->linear != "fp32";
    if (chosen.reassemble && !chosen.integer_linear) {
      throw InputError(
          "--reassemble: linear layers are in floating point; add --linear w8a6 or another one in integers");
    }
    if (chosen.integer_linear) chosen.linear = linears.at(options->linear);
    chosen.cycles = options->engine == "cycle";
    if (options->scales == "real") chosen.scales = llama::ScaleKind::real;
    run(*options);
  });
}

}  // namespace pwlforge::cli
