// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/calibrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "gen/fit/fit.hpp"
#include "gen/operator/operator_peer.hpp"
#include "gen/operator/operator_request.hpp"

namespace pwlforge::llama {
namespace {

constexpr std::size_t kMostNumbers = 1 << 16;
constexpr int kOctavesBelow = 7;  // of the scale that just holds the largest number
constexpr int kStepsOfOctave = 16;
constexpr int kRefinements = 12;
constexpr int kNormBits = 16;

double silu(double x) {
  return x / (1 + std::exp(-x));
}

/// Evenly spaced ones where there are very many.
std::vector<double> sample(const std::vector<float>& numbers) {
  const std::size_t stride = numbers.size() / kMostNumbers + 1;
  std::vector<double> some;
  for (std::size_t i = 0; i < numbers.size(); i += stride) some.push_back(numbers[i]);
  return some;
}

/// A function at all codes once, where that is cheaper than at every number.
double squared_error(const std::vector<double>& numbers, const std::vector<double>& wanted, double scale, int bits,
                     const std::function<double(double)>& f) {
  const auto low = static_cast<double>(golden::min_of(bits, true));
  const auto high = static_cast<double>(golden::max_of(bits, true));
  std::vector<double> table;
  if (f && bits <= 8) {
    for (double code = low; code <= high; ++code) table.push_back(f(code * scale));
  }
  double error = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const double code = std::clamp(std::nearbyint(numbers[i] / scale), low, high);
    const double value = !f              ? code * scale
                         : table.empty() ? f(code * scale)
                                         : table[static_cast<std::size_t>(code - low)];
    error += (value - wanted[i]) * (value - wanted[i]);
  }
  return error;
}

double largest_of(const std::vector<double>& numbers) {
  double largest = 0;
  for (const double number : numbers) largest = std::max(largest, std::fabs(number));
  return largest;
}

/// The scale of the least error, from below to above the one at which the largest number just fits.
double best_scale(double largest, int bits, ScaleKind kind, const std::function<double(double)>& error_of) {
  if (largest == 0) return 1;
  const int top = std::ilogb(largest) + 2 - bits;
  double best = 0, least = std::numeric_limits<double>::infinity();
  const auto consider = [&](double scale) {
    const double error = error_of(scale);
    if (error >= least) return;
    least = error;
    best = scale;
  };
  const int steps = kind == ScaleKind::real ? kStepsOfOctave : 1;
  for (int i = -kOctavesBelow * steps; i <= steps; ++i) consider(std::exp2(top + static_cast<double>(i) / steps));
  if (kind == ScaleKind::power_of_two) return best;
  double width = std::exp2(1.0 / kStepsOfOctave);
  for (int i = 0; i < kRefinements; ++i) {
    width = std::sqrt(width);
    const double centre = best;
    consider(centre * width);
    consider(centre / width);
  }
  return best;
}

void softmax_of(std::vector<double>& x) {
  const double top = *std::max_element(x.begin(), x.end());
  double sum = 0;
  for (double& one : x) {
    one = std::exp(one - top);
    sum += one;
  }
  for (double& one : x) one /= sum;
}

/// Of scores below the largest of their row, which has the largest code; errors count where they come out.
double softmax_scale(const SiteRecord& record, int bits, ScaleKind kind) {
  const std::size_t stride = record.input.size() / kMostNumbers + 1;
  const auto lowest = -static_cast<double>(golden::max_of(bits, false));
  std::vector<std::vector<double>> rows, wanted;
  for (std::size_t i = 0; i < record.real_rows.size(); i += stride) {
    rows.emplace_back(record.real_rows[i].begin(), record.real_rows[i].end());
    const double top = *std::max_element(rows.back().begin(), rows.back().end());
    for (double& one : rows.back()) one -= top;
    wanted.push_back(rows.back());
    softmax_of(wanted.back());
  }
  double largest = 0;
  for (const std::vector<double>& row : rows) largest = std::max(largest, largest_of(row));
  return best_scale(largest, bits, kind, [&](double scale) {
    double error = 0;
    std::vector<double> p;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      p = rows[r];
      for (double& one : p) one = std::max(std::nearbyint(one / scale), lowest) * scale;
      softmax_of(p);
      for (std::size_t j = 0; j < p.size(); ++j) error += (p[j] - wanted[r][j]) * (p[j] - wanted[r][j]);
    }
    return error;
  });
}

/// Tables of one operator, width and pair of scales: fitted once, by as many threads as there are.
using TableKey = std::tuple<std::string, int, double, double>;
std::vector<Table> remembered(const TableKey& key, const std::function<std::vector<Table>()>& fit_tables) {
  static std::mutex guard;
  static std::map<TableKey, std::vector<Table>> known;
  const std::lock_guard<std::mutex> lock(guard);
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  return known.emplace(key, fit_tables()).first->second;
}

Table fit_silu(const OperatorSpec& spec, double input_scale, double output_scale) {
  FitRequest request;
  request.function = &find_function("silu");
  request.entries = spec.entries;
  request.format = parse_format(fmt::format("k{}b{}", spec.element_bits, 2 * spec.element_bits));
  request.input_bits = spec.element_bits;
  request.output_bits = spec.element_bits;
  request.input_scale = input_scale;
  request.output_scale = output_scale;
  return fit(request);
}

/// Codes of a peer's exp must come to a halving, and not by one step.
double halving_scale(double scale, int width) {
  return std::clamp(scale, std::ldexp(1.0, 1 - width), 0.5);
}

void plan_norm(OperatorSpec& spec, const SiteRecord& record, int dim, const OperatorChoice& choice) {
  spec.kind = OperatorKind::rmsnorm;
  spec.element_bits = kNormBits;
  spec.output_bits = choice.width;
  spec.max_row = std::max(2, (dim + spec.lanes - 1) / spec.lanes) * spec.lanes;
  spec.numbers.length = dim;
  spec.numbers.element_scale = least_squares_scale(record.input, kNormBits, choice.scales);
  spec.numbers.output_scale = least_squares_scale(record.output, choice.width, choice.scales);
  spec.numbers.epsilon = kEpsilon;
  if (choice.peer != Peer::none) return;
  set_default_entries(spec);
  spec.wide_entries = default_entries(choice.width);
  spec.tables = {fit_mantissas(golden::WideFunction::rsqrt, choice.width, spec.wide_entries)};
}

void plan_softmax(OperatorSpec& spec, const SiteRecord& record, int longest_row, const OperatorChoice& choice) {
  spec.kind = OperatorKind::softmax;
  spec.element_bits = choice.width;
  set_default_widths(spec);
  // Attention spreads over hundreds of elements, most of which round to 0 at `width` bits.
  spec.output_bits = choice.probability_bits > 0 ? choice.probability_bits : choice.width + 2;
  const int beats = std::max(2, (longest_row + spec.lanes - 1) / spec.lanes);
  spec.max_row = beats * spec.lanes;
  if (choice.peer != Peer::none) {
    if (choice.probability_bits == 0) spec.output_bits = choice.width;
    spec.numbers.element_scale = choice.peer == Peer::illm
                                     ? peer_element_scale(spec)
                                     : halving_scale(softmax_scale(record, choice.width, choice.scales), choice.width);
    return;
  }
  spec.numbers.element_scale = softmax_scale(record, choice.width, choice.scales);
  spec.tables = remembered({"softmax", choice.width, spec.numbers.element_scale, 0},
                           [&] { return fit_operator_tables(spec, spec.numbers.element_scale); });
}

void plan_gate(OperatorSpec& spec, const SiteRecord& record, const OperatorChoice& choice) {
  spec.kind = OperatorKind::swiglu;
  spec.element_bits = choice.width;
  // The exact product of both codes: what follows is a linear layer, which quantizes its input itself.
  spec.output_bits = 2 * choice.width;
  set_default_entries(spec);
  std::vector<float> values;
  for (const float x : record.input) values.push_back(static_cast<float>(silu(x)));
  const double input_scale = least_squares_scale(record.input, choice.width, choice.scales, silu);
  if (choice.peer != Peer::none) {
    // a * sigmoid(a) has a scale of its own, and 2^-width of it is left out behind the product.
    spec.numbers.element_scale = halving_scale(input_scale, choice.width);
    spec.numbers.output_scale = spec.numbers.element_scale * spec.numbers.element_scale;
    return;
  }
  const double unit_scale = least_squares_scale(values, choice.width, choice.scales);
  // That of the other factor is nominal: in the model each of its rows has a step of its own.
  spec.numbers.element_scale = least_squares_scale(record.gate, choice.width, choice.scales);
  spec.numbers.output_scale = unit_scale * spec.numbers.element_scale;
  spec.tables = remembered({"silu", choice.width, input_scale, unit_scale},
                           [&] { return std::vector<Table>{fit_silu(spec, input_scale, unit_scale)}; });
}

}  // namespace

double least_squares_scale(const std::vector<float>& numbers, int bits, ScaleKind kind,
                           const std::function<double(double)>& f) {
  const std::vector<double> some = sample(numbers);
  std::vector<double> wanted;
  for (const double number : some) wanted.push_back(f ? f(number) : number);
  return best_scale(largest_of(some), bits, kind,
                    [&](double scale) { return squared_error(some, wanted, scale, bits, f); });
}

OperatorPlan plan_site(const Site& site, const SiteRecord& record, const Checkpoint& model,
                       const OperatorChoice& choice) {
  OperatorSpec spec;
  spec.name = site.name;
  std::replace(spec.name.begin(), spec.name.end(), '.', '_');
  spec.lanes = choice.lanes;
  spec.peer = choice.peer;
  if (spec.peer != Peer::none) spec.store = Store::fixed;
  if (site.kind == SiteKind::norm) plan_norm(spec, record, model.dim, choice);
  if (site.kind == SiteKind::softmax) plan_softmax(spec, record, model.length, choice);
  if (site.kind == SiteKind::gate) plan_gate(spec, record, choice);
  return plan_operator(spec);
}

}  // namespace pwlforge::llama
