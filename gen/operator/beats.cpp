// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/operator/beats.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

namespace pwlforge {
namespace {

std::vector<Port> named(const OperatorPlan& plan, std::initializer_list<const char*> names) {
  std::vector<Port> ports;
  for (const char* name : names) {
    for (const Port& port : plan.ports) {
      if (port.name == name) ports.push_back(port);
    }
  }
  return ports;
}

/// A payload that is filled from the low end.
class Filler {
 public:
  explicit Filler(int bits) : words_(static_cast<std::size_t>((bits + 63) / 64)) {}
  void put(std::int64_t value, int bits) {
    for (int i = 0; i < bits; ++i, ++at_) {
      if (((static_cast<std::uint64_t>(value) >> i) & 1) != 0) words_.at(at_ / 64) |= std::uint64_t{1} << (at_ % 64);
    }
  }
  const Payload& words() const { return words_; }

 private:
  Payload words_;
  std::size_t at_ = 0;
};

bool has(const std::vector<Port>& ports, const std::string& name) {
  return std::any_of(ports.begin(), ports.end(), [&](const Port& port) { return port.name == name; });
}

std::int64_t float_code(double value) {
  return static_cast<std::int64_t>(golden::from_double(golden::kFp32, value));
}

/// What stands at the ends of the range of usual codes, and beside a single large one.
struct Extremes {
  std::int64_t low = 0, high = 0, dull = 0;
};

Extremes extremes(const OperatorPlan& plan) {
  const int bits = plan.spec.element_bits;
  if (plan.spec.floating) return {float_code(-24), float_code(12.5), float_code(-3)};
  const bool wide = plan.spec.kind == OperatorKind::wide;
  const std::int64_t low = wide ? 0 : -(std::int64_t{1} << (bits - 1));
  return {low, wide ? static_cast<std::int64_t>(~std::uint64_t{0} >> (64 - bits)) : -(low + 1), low / 2};
}

std::int64_t random_code(const OperatorPlan& plan, std::mt19937_64& random) {
  const int bits = plan.spec.element_bits;
  if (plan.spec.floating) return float_code(std::ldexp(static_cast<double>(random() >> 11), -49) - 8);
  if (plan.spec.kind != OperatorKind::wide) return static_cast<std::int64_t>(random() << (64 - bits)) >> (64 - bits);
  // Every octave alike, and every mantissa within.
  const int length = 1 + static_cast<int>(random() % static_cast<unsigned>(bits));
  return static_cast<std::int64_t>((random() | (std::uint64_t{1} << 63)) >> (64 - length));
}

}  // namespace

std::vector<Port> input_payload(const OperatorPlan& plan) {
  return named(plan, {"in_data_i", "in_gate_i", "in_keep_i", "in_last_i"});
}

std::vector<Port> output_payload(const OperatorPlan& plan) {
  return named(plan, {"out_data_o", "out_exponent_o", "out_zero_o", "out_keep_o", "out_last_o"});
}

int payload_bits(const std::vector<Port>& ports) {
  int bits = 0;
  for (const Port& port : ports) bits += port.width;
  return bits;
}

int result_bits(const OperatorPlan& plan) {
  if (plan.spec.kind != OperatorKind::wide) return plan.spec.output_bits;
  return plan.spec.output_bits + (plan.wide.spec.integer_form ? 0 : plan.wide.exponent_bits) + 1;
}

RowBeats row_beats(const OperatorPlan& plan, const OperatorImage& image, const Stimulus& stimulus) {
  const OperatorSpec& spec = plan.spec;
  const auto lanes = static_cast<std::size_t>(spec.lanes);
  const std::vector<Port> in_ports = input_payload(plan);
  const std::vector<Port> out_ports = output_payload(plan);
  if (in_ports.empty()) throw std::logic_error(spec.name + ": no payload; beats are those of the core");
  Stimulus padded = stimulus;
  while (padded.row.codes.size() % lanes != 0) {
    padded.row.codes.push_back(0);
    padded.row.keep.push_back(false);
  }
  padded.gates.resize(padded.row.codes.size());
  RowBeats beats;
  const std::size_t sent = padded.row.codes.size() / lanes;
  for (std::size_t beat = 0; beat < sent; ++beat) {
    Filler filler(payload_bits(in_ports));
    for (std::size_t lane = 0; lane < lanes; ++lane)
      filler.put(padded.row.codes[beat * lanes + lane], spec.element_bits);
    if (has(in_ports, "in_gate_i")) {
      for (std::size_t lane = 0; lane < lanes; ++lane) filler.put(padded.gates[beat * lanes + lane], spec.element_bits);
    }
    if (has(in_ports, "in_keep_i")) {
      for (std::size_t lane = 0; lane < lanes; ++lane) filler.put(padded.row.keep[beat * lanes + lane] ? 1 : 0, 1);
      filler.put(beat + 1 == sent ? 1 : 0, 1);
    }
    beats.inputs.push_back(filler.words());
  }
  std::size_t kept = sent;
  if (has_rows(spec.kind) && sent > static_cast<std::size_t>(plan.max_beats)) {
    kept = static_cast<std::size_t>(plan.max_beats);
    beats.overlong = true;
    padded.row.codes.resize(kept * lanes);
    padded.row.keep.resize(kept * lanes);
  }
  const golden::RowResult result = evaluate_row(plan, image, padded.row, padded.gates);
  beats.saturated = result.saturated;
  beats.empty = result.empty;
  const int bits = result_bits(plan);
  for (std::size_t beat = 0; beat < kept; ++beat) {
    Filler filler(payload_bits(out_ports));
    for (std::size_t lane = 0; lane < lanes; ++lane) filler.put(result.outputs[beat * lanes + lane], bits);
    if (has(out_ports, "out_keep_o")) {
      for (std::size_t lane = 0; lane < lanes; ++lane) filler.put(padded.row.keep[beat * lanes + lane] ? 1 : 0, 1);
      filler.put(beat + 1 == kept ? 1 : 0, 1);
    }
    beats.outputs.push_back(filler.words());
    const auto first = result.clamped.begin() + static_cast<std::ptrdiff_t>(beat * lanes);
    beats.clamped.push_back(std::find(first, first + static_cast<std::ptrdiff_t>(lanes), true) !=
                            first + static_cast<std::ptrdiff_t>(lanes));
  }
  return beats;
}

Stimulus random_stimulus(const OperatorPlan& plan, std::uint64_t seed, int length, bool masks) {
  std::mt19937_64 random(seed);
  Stimulus stimulus;
  // Kind 5, of floats: any bit patterns.
  const int kind = static_cast<int>(random() % (plan.spec.floating ? 6 : 5));
  const bool some_dropped = masks && random() % 2 == 0;
  const bool all_dropped = masks && random() % 32 == 0;
  const std::int64_t centre = random_code(plan, random);
  const bool wide = plan.spec.kind == OperatorKind::wide;
  const auto [low, high, dull] = extremes(plan);
  for (int i = 0; i < length; ++i) {
    std::int64_t code = random_code(plan, random);
    if (plan.spec.floating) {
      if (kind == 1) code = centre ^ static_cast<std::int64_t>(random() % 16);
      if (kind == 5) code = static_cast<std::int64_t>(random() >> 32);
    } else if (!wide && kind == 1) {
      code = std::clamp(centre + static_cast<std::int64_t>(random() % 9) - 4, low, high);
    }
    if (kind == 2) code = i == length / 2 ? high : dull;
    if (kind == 3 && random() % 2 == 0) code = random() % 2 == 0 ? low : high;
    if (kind == 4) code = centre;
    stimulus.row.codes.push_back(code);
    stimulus.row.keep.push_back(!all_dropped && !(some_dropped && random() % 3 == 0));
    stimulus.gates.push_back(random_code(plan, random));
  }
  return stimulus;
}

std::vector<Stimulus> extreme_stimuli(const OperatorPlan& plan, int length) {
  const Extremes ends = extremes(plan);
  const std::int64_t low = ends.low;
  const std::int64_t high = ends.high;
  const auto size = static_cast<std::size_t>(length);
  std::vector<Stimulus> all;
  const auto add = [&](const std::vector<std::int64_t>& codes, bool keep) {
    Stimulus one;
    one.row.codes = codes;
    one.row.keep.assign(codes.size(), keep);
    one.gates.assign(codes.size(), low);
    all.push_back(one);
  };
  add(std::vector<std::int64_t>(size, 5), true);
  std::vector<std::int64_t> hot(size, low);
  hot[size / 2] = high;
  add(hot, true);
  add(std::vector<std::int64_t>(size, high), false);
  std::vector<std::int64_t> alternating;
  for (std::size_t i = 0; i < size; ++i) alternating.push_back(i % 2 == 0 ? low : high);
  add(alternating, true);
  add(std::vector<std::int64_t>(size, low), true);
  add(std::vector<std::int64_t>(size, high), true);
  add(std::vector<std::int64_t>(size, 0), true);
  return all;
}

}  // namespace pwlforge
