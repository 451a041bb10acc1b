// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A language model through the operators: teacher-forced perplexity on a text, with each non-linear operator in FP32 or
// in integers.
//
//     WorkloadOptions options;
//     options.model = "stories15M.bin"; options.tokenizer = "tokenizer.bin"; options.text = "stories.txt";
//     const WorkloadResult result = run_workload(options);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gen/support/json_fwd.hpp"
#include "sim/workload/arithmetic.hpp"
#include "sim/workload/calibrate.hpp"
#include "sim/workload/cycles.hpp"

namespace pwlforge::llama {

/// illm, ibert: the operators of others, 8 bits (gen/operator/operator_peer.hpp).
enum class Nonlinear { fp32, int8, int16, illm, ibert };

struct WorkloadOptions {
  std::string model, tokenizer, text;
  Nonlinear norm = Nonlinear::int8;
  Nonlinear softmax = Nonlinear::int8;
  Nonlinear gate = Nonlinear::int8;
  bool integer_linear = false;
  LinearBits linear;
  bool reassemble = false;  ///< channels in front of integer linear layers (reassembly.hpp)
  ScaleKind scales = ScaleKind::power_of_two;
  int probability_bits = 0;  ///< of the outputs of softmax; 0: see OperatorChoice
  int calibration = 16;      ///< stories from which scales come
  int stories = 0;           ///< 0: all
  int lanes = 1;             ///< of the operators
  std::string trace;         ///< directory for recorded streams; empty: none
  int trace_stories = 1;     ///< from which the streams are, also those of `cycles`
  bool cycles = false;       ///< the streams through the cycle models of the operators
  int threads = 0;           ///< 0: as many as the machine has. Never changes the result
};

struct SiteReport {
  std::string name, function;
  double scale_in = 0, scale_out = 0;  ///< 0: floating point
  std::uint64_t values = 0;            ///< numbers that went in, over the whole text
  std::optional<PlayedRows> played;
  int channels_split = 0, channels_merged = 0;  ///< of the linear layers behind the site
};

struct WorkloadResult {
  double perplexity = 0;
  double fp32_perplexity = 0;
  std::uint64_t tokens = 0;  ///< predicted ones
  std::size_t stories = 0;
  std::uint64_t left_out = 0;  ///< tokens beyond the model's longest sequence, in the whole text
  std::vector<SiteReport> sites;
  int lanes = 1;
  std::uint64_t played_tokens = 0;  ///< of the streams that were played; 0: none

  /// Of all sites, one after the other.
  double cycles_per_token() const;
  std::uint64_t mismatches() const;
};

/// Throws InputError for files and choices that make no sense.
WorkloadResult run_workload(const WorkloadOptions& options);

Json workload_to_json(const WorkloadResult& result);
std::string workload_text(const WorkloadResult& result);

}  // namespace pwlforge::llama
