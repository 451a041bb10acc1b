// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/workload.hpp"

#include <cmath>

#include "gen/support/parallel.hpp"
#include "sim/workload/forward.hpp"
#include "sim/workload/tokenizer.hpp"
#include "sim/workload/trace.hpp"

namespace pwlforge::llama {
namespace {

using Stories = std::vector<std::vector<int>>;

/// Losses of all stories, summed in their order.
template <typename Arithmetic>
double total_loss(const Model<Arithmetic>& model, const Stories& stories, int threads, const std::string& label) {
  std::vector<double> losses(stories.size());
  parallel_under_bar(
      label, stories.size(), thread_count(threads), [&](std::size_t i) { losses[i] = model.loss(stories[i]); },
      [](std::size_t) { return "stories"; });
  double sum = 0;
  for (const double loss : losses) sum += loss;
  return sum;
}

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// What the sites see in FP32 on the first stories.
Recording calibrate(const Model<FloatArithmetic>& model, std::size_t sites, const Stories& stories,
                    const WorkloadOptions& options) {
  const std::size_t count = std::min(stories.size(), static_cast<std::size_t>(options.calibration));
  std::vector<Recording> parts(count);
  parallel_for(count, thread_count(options.threads), [&](std::size_t i) {
    parts[i].numbers = true;
    parts[i].sites.resize(sites);
    if (options.reassemble) parts[i].linear_inputs.resize(sites);
    model.loss(stories[i], &parts[i]);
  });
  Recording all = std::move(parts.front());
  for (std::size_t i = 1; i < count; ++i) {
    for (std::size_t s = 0; s < sites; ++s) {
      append(all.sites[s].input, parts[i].sites[s].input);
      append(all.sites[s].gate, parts[i].sites[s].gate);
      append(all.sites[s].output, parts[i].sites[s].output);
      append(all.sites[s].real_rows, parts[i].sites[s].real_rows);
      if (options.reassemble) append(all.linear_inputs[s], parts[i].linear_inputs[s]);
    }
  }
  return all;
}

Nonlinear choice_of(SiteKind kind, const WorkloadOptions& options) {
  return kind == SiteKind::norm ? options.norm : kind == SiteKind::softmax ? options.softmax : options.gate;
}

Kernels make_kernels(const std::vector<Site>& sites, const Recording& recording, const Checkpoint& model,
                     const WorkloadOptions& options) {
  Kernels kernels(sites.size());
  parallel_under_bar(
      "fit", sites.size(), thread_count(options.threads),
      [&](std::size_t i) {
        const Nonlinear choice = choice_of(sites[i].kind, options);
        if (choice != Nonlinear::fp32) {
          const int width = choice == Nonlinear::int16 ? 16 : 8;
          const Peer peer = choice == Nonlinear::illm    ? Peer::illm
                            : choice == Nonlinear::ibert ? Peer::ibert
                                                         : Peer::none;
          kernels[i] =
              operator_kernel(plan_site(sites[i], recording.sites[i], model,
                                        {width, options.probability_bits, options.lanes, options.scales, peer}));
        }
      },
      [&](std::size_t i) { return sites[i].name; });
  return kernels;
}

/// Of all sites; the identity where layers take the codes of an operator as they are, which lose nothing.
std::vector<Reassembly> make_reassemblies(const Kernels& kernels, const Recording& recording, const Checkpoint& model,
                                          const WorkloadOptions& options) {
  std::vector<Reassembly> reassemblies(kernels.size());
  if (!options.reassemble) return reassemblies;
  const FixedArithmetic arithmetic(model, options.linear);
  parallel_under_bar(
      "reassemble", kernels.size(), thread_count(options.threads),
      [&](std::size_t i) {
        const bool direct = kernels[i] != nullptr && sites_of(model)[i].kind == SiteKind::norm &&
                            kernels[i]->output_bits <= options.linear.activations;
        if (!direct)
          reassemblies[i] = choose_reassembly(arithmetic, recording.linear_inputs[i], linear_layers(model, i));
      },
      [](std::size_t) { return "linear layers"; });
  return reassemblies;
}

std::uint64_t values_at(const Site& site, const Checkpoint& model, const Stories& stories) {
  std::uint64_t values = 0;
  for (const std::vector<int>& story : stories) {
    const std::uint64_t n = story.size() - 1;
    if (site.kind == SiteKind::norm) values += n * static_cast<std::uint64_t>(model.dim);
    if (site.kind == SiteKind::gate) values += n * static_cast<std::uint64_t>(model.hidden);
    if (site.kind == SiteKind::softmax) values += n * (n + 1) / 2 * static_cast<std::uint64_t>(model.heads);
  }
  return values;
}

std::vector<std::optional<PlayedRows>> play_sites(const Kernels& kernels, const Recording& streams, int threads) {
  std::vector<std::optional<PlayedRows>> played(kernels.size());
  parallel_under_bar(
      "cycles", kernels.size(), thread_count(threads),
      [&](std::size_t i) {
        if (kernels[i] != nullptr) played[i] = play_rows(*kernels[i]->plan(), streams.sites[i].rows);
      },
      [](std::size_t) { return "sites"; });
  return played;
}

}  // namespace

double WorkloadResult::cycles_per_token() const {
  std::uint64_t cycles = 0;
  for (const SiteReport& site : sites) cycles += site.played.has_value() ? site.played->cycles : 0;
  return static_cast<double>(cycles) / static_cast<double>(played_tokens);
}

std::uint64_t WorkloadResult::mismatches() const {
  std::uint64_t mismatches = 0;
  for (const SiteReport& site : sites) mismatches += site.played.has_value() ? site.played->mismatches : 0;
  return mismatches;
}

WorkloadResult run_workload(const WorkloadOptions& options) {
  if (!options.trace.empty()) check_trace_directory(options.trace);
  const Checkpoint checkpoint = read_checkpoint(options.model);
  const Tokenizer tokenizer(options.tokenizer, checkpoint.vocabulary);
  Text text = read_text(options.text, tokenizer, checkpoint.length);
  Stories& stories = text.stories;
  if (options.stories > 0 && stories.size() > static_cast<std::size_t>(options.stories)) {
    stories.resize(static_cast<std::size_t>(options.stories));
  }
  const std::vector<Site> sites = sites_of(checkpoint);
  WorkloadResult result;
  result.lanes = options.lanes;
  result.stories = stories.size();
  result.left_out = text.left_out;
  for (const std::vector<int>& story : stories) result.tokens += story.size() - 1;
  const auto tokens = static_cast<double>(result.tokens);

  const Kernels none(sites.size());
  const Model<FloatArithmetic> reference(checkpoint, FloatArithmetic(checkpoint), none);
  result.fp32_perplexity = std::exp(total_loss(reference, stories, options.threads, "fp32") / tokens);
  const Recording recording = calibrate(reference, sites.size(), stories, options);
  const Kernels kernels = make_kernels(sites, recording, checkpoint, options);
  const std::vector<Reassembly> reassemblies = make_reassemblies(kernels, recording, checkpoint, options);
  std::vector<std::optional<PlayedRows>> played(sites.size());
  const auto measure = [&](const auto& model) {
    const double loss = total_loss(model, stories, options.threads, "workload");
    if (options.trace.empty() && !options.cycles) return loss;
    Recording streams{false, true, std::vector<SiteRecord>(sites.size()), {}};
    const std::size_t count = std::min(stories.size(), static_cast<std::size_t>(options.trace_stories));
    for (std::size_t i = 0; i < count; ++i) model.loss(stories[i], &streams);
    if (!options.trace.empty()) write_trace(options.trace, sites, kernels, streams);
    if (options.cycles) {
      for (std::size_t i = 0; i < count; ++i) result.played_tokens += stories[i].size() - 1;
      played = play_sites(kernels, streams, options.threads);
    }
    return loss;
  };
  const double loss =
      options.integer_linear
          ? measure(Model<FixedArithmetic>(checkpoint, {checkpoint, options.linear}, kernels, reassemblies))
          : measure(Model<FloatArithmetic>(checkpoint, FloatArithmetic(checkpoint), kernels));
  result.perplexity = std::exp(loss / tokens);
  for (std::size_t i = 0; i < sites.size(); ++i) {
    SiteReport report{
        sites[i].name, function_of(sites[i].kind), 0, 0, values_at(sites[i], checkpoint, stories), {}, 0, 0};
    if (kernels[i] != nullptr) {
      report.scale_in = kernels[i]->input_scale;
      report.scale_out = kernels[i]->output_scale;
    }
    report.played = played[i];
    report.channels_split = reassemblies[i].split;
    report.channels_merged = reassemblies[i].merged;
    result.sites.push_back(report);
  }
  return result;
}

}  // namespace pwlforge::llama
