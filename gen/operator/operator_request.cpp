// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/operator/operator_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/operator/operator_float.hpp"
#include "gen/operator/operator_peer.hpp"
#include "gen/support/words.hpp"
#include "gen/unit/request.hpp"

namespace pwlforge {
namespace {

Store store_of(const OperatorRequest& request) {
  return static_cast<Store>(choice("--store", request.store, store_names()));
}

std::vector<Table> tables_of(const OperatorRequest& request) {
  std::vector<Table> tables = request.documents;
  for (const std::string& path : request.tables) tables.push_back(read_table(path));
  return tables;
}

OperatorSpec wide_spec(const OperatorRequest& request) {
  UnitSpec core;
  set_unit(core, request.unit);
  if (core.floating) {
    throw InputError(
        fmt::format("--unit: a wide unit has an integer core (found {}); use int8 or int16", request.unit));
  }
  if (request.wide < 8 || request.wide > 64) {
    throw InputError(fmt::format("--wide: out of range (found {}); choose 8..64", request.wide));
  }
  if (request.lanes != 1) {
    throw InputError(fmt::format("--lanes: a wide unit takes one value a beat (found {}); drop it", request.lanes));
  }
  const std::vector<Table> tables = tables_of(request);
  const std::string function = tables.empty() ? request.function : tables.front().function;
  if (!tables.empty() && function != "div" && function != "rsqrt") {
    throw InputError(fmt::format(
        "--table: a wide unit is div or rsqrt (found a table of {}); leave it out, and it is fitted", function));
  }
  OperatorSpec spec;
  spec.kind = OperatorKind::wide;
  spec.wrap = wrap_of(request.wrap);
  const int width = core.integer.input_bits;
  spec.wide =
      wide_unit(static_cast<golden::WideFunction>(choice("--function", function, wide_function_names())), request.wide,
                width, request.entries.value_or(default_entries(width)), store_of(request), tables);
  spec.wide.integer_form = request.fraction_bits.has_value();
  spec.wide.fraction_bits = request.fraction_bits.value_or(16);
  spec.wide.output_bits = request.output.value_or(std::min(32, std::max(2, spec.wide.fraction_bits)));
  spec.wide.name = request.name.empty() ? fmt::format("{}_wide{}_int{}", function, request.wide, width) : request.name;
  spec.name = spec.wide.name;
  return spec;
}

}  // namespace

int default_entries(int width) {
  return width <= 10 ? 16 : 32;
}

void set_default_widths(OperatorSpec& spec) {
  constexpr int kWidest = 32;
  const int width = spec.element_bits;
  const bool softmax = spec.kind == OperatorKind::softmax;
  spec.exp_bits = width + 4 <= kWidest ? width + 4 : width;
  set_default_entries(spec);
  spec.reciprocal_bits = spec.exp_bits > width ? width + 2 : width;
  spec.wide_entries = default_entries(softmax ? spec.reciprocal_bits : width);
}

void set_default_entries(OperatorSpec& spec) {
  // The tail of exp is small and long, and softmax adds it up: it takes twice the entries to follow it.
  const bool tail = spec.kind == OperatorKind::softmax && spec.exp_bits > spec.element_bits;
  spec.entries = default_entries(spec.element_bits) * (tail ? 2 : 1);
}

int default_output_bits(OperatorKind kind, int width) {
  return is_norm(kind) && width < 32 ? 8 : width;
}

double default_element_scale(int width) {
  return std::ldexp(1.0, 4 - width);
}

double default_output_scale(const OperatorSpec& spec) {
  return is_norm(spec.kind) ? std::ldexp(1.0, 3 - spec.output_bits) : spec.numbers.element_scale;
}

void set_channels(const OperatorRequest& request, OperatorSpec& spec) {
  const auto checked = [&](const char* flag, const std::vector<double>& values) {
    const std::size_t channels = spec.affine ? static_cast<std::size_t>(spec.max_row) : 1;
    if (values.size() != 1 && values.size() != channels) {
      throw InputError(fmt::format("{}: as many values as channels are needed (found {}); give 1 or {}", flag,
                                   values.size(), channels));
    }
    for (const double value : values) {
      if (std::isfinite(value)) continue;
      throw InputError(fmt::format("{}: not a number (found {}); give finite ones", flag, value));
    }
    return values;
  };
  spec.numbers.gamma = checked("--gamma", request.gamma);
  spec.numbers.beta = checked("--beta", request.beta);
  // One word of gain for all channels has one bias beside it.
  if (spec.numbers.gamma.size() < spec.numbers.beta.size()) {
    spec.numbers.gamma.resize(spec.numbers.beta.size(), spec.numbers.gamma.front());
  }
}

OperatorSpec operator_spec(const OperatorRequest& request) {
  if (request.name_of_operator.empty()) return wide_spec(request);
  OperatorSpec spec;
  std::vector<std::string> names = operator_names();
  names.pop_back();  // wide units are asked for by --wide
  spec.kind = static_cast<OperatorKind>(choice("--operator", request.name_of_operator, names));
  spec.floating = request.floating;
  if (!spec.floating && request.width != 8 && request.width != 16) {
    throw InputError(fmt::format("--width: no such element width (found {}); use 8 or 16", request.width));
  }
  spec.element_bits = request.width;
  spec.lanes = request.lanes;
  spec.max_row = request.max_row;
  spec.wrap = wrap_of(request.wrap);
  spec.store = store_of(request);
  set_default_widths(spec);
  if (request.exp_bits) {
    spec.exp_bits = *request.exp_bits;
    set_default_entries(spec);
    if (spec.exp_bits <= spec.element_bits) spec.reciprocal_bits = spec.element_bits;
  }
  spec.reciprocal_bits = request.reciprocal_bits.value_or(spec.reciprocal_bits);
  if (spec.kind == OperatorKind::softmax) spec.wide_entries = default_entries(spec.reciprocal_bits);
  spec.entries = request.entries.value_or(spec.entries);
  spec.output_bits = request.output.value_or(default_output_bits(spec.kind, request.width));
  if (spec.floating) set_fp32(spec, request.entries.value_or(kFloatEntries));
  spec.peer = static_cast<Peer>(choice("--peer", request.peer, peer_names()));
  const bool peer = spec.peer != Peer::none;
  if (peer) spec.store = Store::fixed;
  spec.affine = request.affine;
  if (spec.affine && !is_norm(spec.kind)) {
    throw InputError(
        fmt::format("--affine: only norms have gain and bias (found {}); drop it", request.name_of_operator));
  }
  const auto positive = [](const char* flag, double value) {
    if (std::isfinite(value) && value > 0) return value;
    throw InputError(fmt::format("{}: not a positive number (found {}); give the real step of a code", flag, value));
  };
  spec.numbers.element_scale = positive(
      "--scale-in", request.scale_in.value_or(peer ? peer_element_scale(spec) : default_element_scale(request.width)));
  // A gated unit's product has twice the fraction bits; the same scale again brings it back.
  const double out = default_output_scale(spec);
  spec.numbers.output_scale = positive("--scale-out", request.scale_out.value_or(out));
  if (!(request.epsilon >= 0) || !std::isfinite(request.epsilon)) {
    throw InputError(fmt::format("--epsilon: negative or not a number (found {}); use 1e-5 or so", request.epsilon));
  }
  spec.numbers.epsilon = request.epsilon;
  if (request.length < 0 || request.length > request.max_row) {
    throw InputError(
        fmt::format("--length: not the length of a row (found {}); choose 1..{}", request.length, request.max_row));
  }
  spec.numbers.length = request.length;
  set_channels(request, spec);
  const std::string format = spec.floating ? "fp32" : fmt::format("{}{}", peer ? request.peer : "int", request.width);
  spec.name = request.name.empty() ? fmt::format("{}_{}", request.name_of_operator, format) : request.name;
  spec.tables = tables_of(request);
  // Fitting takes seconds for wide codes: whatever else is wrong is said first.
  if (spec.tables.empty()) {
    check_operator_shape(spec);
    spec.tables = fit_operator_tables(spec, spec.numbers.element_scale);
  }
  return spec;
}

}  // namespace pwlforge
