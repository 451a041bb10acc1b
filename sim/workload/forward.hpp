// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One sequence through the model: the loss of every token after the first. All operators of a layer see whole
// sequences; sequences are independent of each other, so that any number of threads gives the same result.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "sim/workload/arithmetic.hpp"
#include "sim/workload/kernel.hpp"
#include "sim/workload/reassembly.hpp"

namespace pwlforge::llama {

template <typename Arithmetic>
class Model {
 public:
  using Value = typename Arithmetic::Value;
  using Head = typename Arithmetic::Head;
  using Grid = typename Arithmetic::Grid;
  using Activation = typename Arithmetic::Activation;

  /// `checkpoint` and `kernels` must outlive the model; one kernel (or null) for each site, and one reassembly for the
  /// linear layers behind it, or none at all.
  Model(const Checkpoint& checkpoint, Arithmetic arithmetic, const Kernels& kernels,
        std::vector<Reassembly> reassemblies = {})
      : checkpoint_(checkpoint),
        arithmetic_(std::move(arithmetic)),
        sites_(sites_of(checkpoint)),
        reassemblies_(std::move(reassemblies)) {
    reassemblies_.resize(sites_.size());
    std::vector<std::vector<typename Arithmetic::Linear>> linears;
    for (std::size_t site = 0; site < sites_.size(); ++site) {
      linears.emplace_back();
      for (const Matrix& matrix : linear_layers(checkpoint, site))
        linears.back().push_back(arithmetic_.linear(reassembled(reassemblies_[site], matrix)));
    }
    for (std::size_t l = 0; l < checkpoint.layers.size(); ++l) {
      auto& attention = linears[attention_norm_site(l)];
      auto& feed_forward = linears[ffn_norm_site(l)];
      layers_.push_back({std::move(attention[0]), std::move(attention[1]), std::move(attention[2]),
                         std::move(linears[softmax_site(l)][0]), std::move(feed_forward[0]), std::move(feed_forward[1]),
                         std::move(linears[gate_site(l)][0])});
    }
    classifier_ = std::move(linears.back()[0]);
    for (const auto& kernel : kernels) {
      grids_.emplace_back();
      if (kernel == nullptr) continue;
      // One bit more: differences of scores.
      grids_.back().emplace(Grids{kernel.get(), Grid(kernel->input_scale, kernel->input_bits + 1),
                                  Grid(kernel->output_scale, kOutputBits)});
    }
  }

  /// Sum of -ln p over tokens[1..]. What the sites see is added to `recording`, if given.
  double loss(const std::vector<int>& tokens, Recording* recording = nullptr) const {
    const std::size_t count = tokens.size() - 1;
    const auto dim = static_cast<std::size_t>(checkpoint_.dim);
    std::vector<Value> x(count * dim);
    for (std::size_t t = 0; t < count; ++t) {
      const float* row = checkpoint_.embedding.weights.data() + static_cast<std::size_t>(tokens[t]) * dim;
      for (std::size_t i = 0; i < dim; ++i) x[t * dim + i] = Arithmetic::from_real(row[i]);
    }
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      attention(l, x, recording);
      feed_forward(l, x, recording);
    }
    std::vector<Value> normed(dim), channels, logits(static_cast<std::size_t>(checkpoint_.vocabulary));
    double total = 0;
    for (std::size_t t = 0; t < count; ++t) {
      const Activation input = norm(sites_.size() - 1, x.data() + t * dim, normed, channels, recording);
      arithmetic_.apply(classifier_, input, logits.data());
      total += loss_of(logits, static_cast<std::size_t>(tokens[t + 1]));
    }
    return total;
  }

 private:
  static constexpr int kOutputBits = 32;
  struct Linears {
    typename Arithmetic::Linear query, key, value, attention_output, gate, up, down;
  };
  struct Grids {
    const Kernel* kernel;
    Grid input, output;
  };

  /// The measurement, not the model: in double.
  static double loss_of(const std::vector<Value>& logits, std::size_t target) {
    const double top = Arithmetic::real(*std::max_element(logits.begin(), logits.end()));
    double sum = 0;
    for (const Value logit : logits) sum += std::exp(Arithmetic::real(logit) - top);
    return std::log(sum) + top - Arithmetic::real(logits[target]);
  }

  void add(std::vector<Value>& x, std::size_t at, const std::vector<Value>& more) const {
    for (std::size_t i = 0; i < more.size(); ++i) x[at + i] = Arithmetic::sum(x[at + i], more[i]);
  }

  void attention(std::size_t l, std::vector<Value>& x, Recording* recording) const {
    const auto dim = static_cast<std::size_t>(checkpoint_.dim);
    const auto size = static_cast<std::size_t>(checkpoint_.head_size());
    const auto heads = static_cast<std::size_t>(checkpoint_.heads);
    const auto kv_heads = static_cast<std::size_t>(checkpoint_.kv_heads);
    const std::size_t count = x.size() / dim;
    std::vector<Value> normed(dim), channels, query(count * dim), key(count * kv_heads * size), value(key.size());
    for (std::size_t t = 0; t < count; ++t) {
      const Activation input = norm(attention_norm_site(l), x.data() + t * dim, normed, channels, recording);
      arithmetic_.apply(layers_[l].query, input, query.data() + t * dim);
      arithmetic_.apply(layers_[l].key, input, key.data() + t * kv_heads * size);
      arithmetic_.apply(layers_[l].value, input, value.data() + t * kv_heads * size);
      for (std::size_t h = 0; h < heads; ++h)
        arithmetic_.rotate(query.data() + t * dim + h * size, static_cast<int>(t));
      for (std::size_t h = 0; h < kv_heads; ++h)
        arithmetic_.rotate(key.data() + (t * kv_heads + h) * size, static_cast<int>(t));
    }
    std::vector<Head> keys, values;
    for (std::size_t i = 0; i < count * kv_heads; ++i) {
      keys.push_back(arithmetic_.head(key.data() + i * size));
      values.push_back(arithmetic_.head(value.data() + i * size));
    }
    std::vector<Value> mixed(dim), out(dim), scores, p;
    for (std::size_t t = 0; t < count; ++t) {
      for (std::size_t h = 0; h < heads; ++h) {
        const std::size_t shared = h / (heads / kv_heads);
        const Head mine = arithmetic_.head(query.data() + t * dim + h * size);
        scores.resize(t + 1);
        for (std::size_t j = 0; j <= t; ++j) scores[j] = arithmetic_.score(mine, keys[j * kv_heads + shared]);
        softmax(softmax_site(l), scores, p, recording);
        arithmetic_.mix(p.data(), values.data() + shared, t + 1, kv_heads, mixed.data() + h * size);
      }
      arithmetic_.apply(layers_[l].attention_output, linear_input(softmax_site(l), mixed, channels, recording),
                        out.data());
      add(x, t * dim, out);
    }
  }

  void feed_forward(std::size_t l, std::vector<Value>& x, Recording* recording) const {
    const auto dim = static_cast<std::size_t>(checkpoint_.dim);
    const auto hidden = static_cast<std::size_t>(checkpoint_.hidden);
    std::vector<Value> normed(dim), a(hidden), b(hidden), gated(hidden), out(dim), channels;
    for (std::size_t t = 0; t < x.size() / dim; ++t) {
      const Activation input = norm(ffn_norm_site(l), x.data() + t * dim, normed, channels, recording);
      arithmetic_.apply(layers_[l].gate, input, a.data());
      arithmetic_.apply(layers_[l].up, input, b.data());
      gate(gate_site(l), a, b, gated, recording);
      arithmetic_.apply(layers_[l].down, linear_input(gate_site(l), gated, channels, recording), out.data());
      add(x, t * dim, out);
    }
  }

  /// What the linear layers behind a site take; `x` and `channels` must outlive it.
  Activation linear_input(std::size_t site, const std::vector<Value>& x, std::vector<Value>& channels,
                          Recording* recording) const {
    if (recording != nullptr && !recording->linear_inputs.empty()) {
      for (const Value one : x) recording->linear_inputs[site].push_back(static_cast<float>(Arithmetic::real(one)));
    }
    if (reassemblies_[site].identity()) return arithmetic_.activation(x.data(), x.size());
    channels = reassembled(reassemblies_[site], x.data());
    return arithmetic_.activation(channels.data(), channels.size());
  }

  /// `y` and `channels` must outlive what is returned.
  Activation norm(std::size_t site, const Value* x, std::vector<Value>& y, std::vector<Value>& channels,
                  Recording* recording) const {
    const auto n = static_cast<std::size_t>(checkpoint_.dim);
    std::vector<std::int64_t> codes;
    if (!through_kernel(site, x, nullptr, n, y.data(), recording, &codes)) {
      double squares = 0;
      for (std::size_t i = 0; i < n; ++i) squares += Arithmetic::real(x[i]) * Arithmetic::real(x[i]);
      const double factor = 1 / std::sqrt(squares / static_cast<double>(n) + kEpsilon);
      for (std::size_t i = 0; i < n; ++i) y[i] = Arithmetic::from_real(Arithmetic::real(x[i]) * factor);
    }
    record(site, x, nullptr, y.data(), n, recording);
    if (grids_[site].has_value() && reassemblies_[site].identity()) {
      const Kernel& kernel = *grids_[site]->kernel;
      auto direct = arithmetic_.activation(codes, kernel.output_scale, kernel.output_bits);
      if (direct.has_value()) return *direct;
    }
    return linear_input(site, y, channels, recording);
  }

  void softmax(std::size_t site, const std::vector<Value>& scores, std::vector<Value>& p, Recording* recording) const {
    p.resize(scores.size());
    if (!through_kernel(site, scores.data(), nullptr, scores.size(), p.data(), recording)) {
      const double top = Arithmetic::real(*std::max_element(scores.begin(), scores.end()));
      std::vector<double> exponentials;
      double sum = 0;
      for (const Value score : scores) {
        exponentials.push_back(std::exp(Arithmetic::real(score) - top));
        sum += exponentials.back();
      }
      for (std::size_t j = 0; j < p.size(); ++j) p[j] = Arithmetic::from_real(exponentials[j] / sum);
    }
    record(site, scores.data(), nullptr, p.data(), p.size(), recording);
  }

  void gate(std::size_t site, const std::vector<Value>& a, const std::vector<Value>& b, std::vector<Value>& y,
            Recording* recording) const {
    if (!through_kernel(site, a.data(), b.data(), a.size(), y.data(), recording)) {
      for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = Arithmetic::real(a[i]);
        y[i] = Arithmetic::from_real(x / (1 + std::exp(-x)) * Arithmetic::real(b[i]));
      }
    }
    record(site, a.data(), b.data(), y.data(), a.size(), recording);
  }

  /// False where the site has no kernel.
  bool through_kernel(std::size_t site, const Value* x, const Value* other, std::size_t n, Value* y,
                      Recording* recording, std::vector<std::int64_t>* output_codes = nullptr) const {
    const std::optional<Grids>& grids = grids_[site];
    if (!grids.has_value()) return false;
    std::vector<std::int64_t> codes(n), gates;
    const auto low = static_cast<std::int64_t>(golden::min_of(grids->kernel->input_bits, true));
    const auto high = static_cast<std::int64_t>(golden::max_of(grids->kernel->input_bits, true));
    if (sites_[site].kind == SiteKind::softmax) {
      // Softmax takes any offset: the largest score of a row, known before the row is quantized, gets the largest code.
      const Value top = *std::max_element(x, x + n);
      for (std::size_t i = 0; i < n; ++i)
        codes[i] = std::max(grids->input.code(Arithmetic::difference(x[i], top)) + high, low);
    } else {
      for (std::size_t i = 0; i < n; ++i) codes[i] = std::clamp(grids->input.code(x[i]), low, high);
    }
    typename Arithmetic::Row dynamic;
    if (other != nullptr) {
      // No table belongs to the other factor, so that each row has a step of its own, as in linear layers.
      dynamic = arithmetic_.quantized(other, n, grids->kernel->input_bits);
      gates.assign(dynamic.codes.begin(), dynamic.codes.end());
    }
    const std::vector<std::int64_t> outputs = grids->kernel->evaluate(codes, gates);
    for (std::size_t i = 0; i < n; ++i)
      y[i] = other != nullptr ? grids->output.value(outputs[i], dynamic) : grids->output.value(outputs[i]);
    if (output_codes != nullptr) *output_codes = outputs;
    if (recording != nullptr && recording->rows) {
      if (gates.empty()) gates.resize(n);
      recording->sites[site].rows.push_back({{codes, std::vector<bool>(n, true)}, gates});
    }
    return true;
  }

  void record(std::size_t site, const Value* x, const Value* other, const Value* y, std::size_t n,
              Recording* recording) const {
    if (recording == nullptr) return;
    SiteRecord& record = recording->sites[site];
    const auto reals = [&](const Value* values) {
      std::vector<float> row;
      for (std::size_t i = 0; values != nullptr && i < n; ++i)
        row.push_back(static_cast<float>(Arithmetic::real(values[i])));
      return row;
    };
    const auto append = [](std::vector<float>& to, const std::vector<float>& more) {
      to.insert(to.end(), more.begin(), more.end());
    };
    if (recording->numbers) {
      append(record.input, reals(x));
      append(record.gate, reals(other));
      append(record.output, reals(y));
    }
    if (recording->rows || (recording->numbers && sites_[site].kind == SiteKind::softmax)) {
      record.real_rows.push_back(reals(x));
      record.real_gates.push_back(reals(other));
    }
  }

  const Checkpoint& checkpoint_;
  Arithmetic arithmetic_;
  std::vector<Site> sites_;
  std::vector<Reassembly> reassemblies_;  ///< by site
  std::vector<Linears> layers_;
  typename Arithmetic::Linear classifier_;
  std::vector<std::optional<Grids>> grids_;
};

}  // namespace pwlforge::llama
