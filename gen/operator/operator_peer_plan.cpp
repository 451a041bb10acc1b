// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Plan, integers and evaluation of the operators of others.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/operator/operator_peer.hpp"
#include "gen/operator/plan_parts.hpp"
#include "sim/golden/dynamic_linear.hpp"

namespace pwlforge {
namespace {

constexpr int kExpStages = 1;
constexpr int kFactorStages = 1;    // of a gated unit: the factor of a
constexpr int kProductStages = 1;   // and a times it
constexpr int kGateStages = 2;      // of its product with b
constexpr int kDivisionStages = 4;  // of softmax; a norm has its product with the gain in the first one
constexpr int kArgumentStages = 1;
constexpr int kExpGuard = 4;   // bits of an exponential beyond those of a code, as ours have
constexpr int kGainBits = 10;  // of multipliers: the error of one is far below half a unit of an output
constexpr std::int64_t kLargestConstant = INT32_MAX;
constexpr double kClip = 15;  // DI-ClippedSoftmax

golden::PeerExp exp_words(const OperatorSpec& spec, double scale) {
  const int bits = spec.element_bits + kExpGuard;
  return spec.peer == Peer::illm ? golden::di_exp_words(scale, bits) : golden::i_exp_words(scale, bits);
}

/// An odd mantissa where possible: multiplying by a power of two costs nothing.
golden::Dyadic multiplier(double value) {
  golden::Dyadic factor = golden::dyadic(value, kGainBits);
  while (factor.shift > 0 && factor.mantissa % 2 == 0) {
    factor.mantissa /= 2;
    --factor.shift;
  }
  return factor;
}

/// Real value of a unit of u, the first factor of a gated unit's product.
double unit_scale(const OperatorSpec& spec, double scale) {
  return spec.kind == OperatorKind::geglu ? scale : std::ldexp(scale, -spec.element_bits);
}

int unit_bits(const OperatorSpec& spec) {
  return spec.kind == OperatorKind::geglu ? spec.element_bits : 2 * spec.element_bits;
}

void plan_peer_softmax(OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  plan.peer.softmax = {exp_words(spec, spec.numbers.element_scale), spec.output_bits};
  plan.peer.exp_bits = golden::bit_length(golden::peer_exp(plan.peer.softmax.exp, 0));
  plan.reduce_bits = plan.peer.divisor_bits = plan.peer.exp_bits + plan.count_bits;
  plan.unit_stages = kExpStages;
  plan.tail_stages = kDivisionStages;
  plan_row_depth(plan, 0);
  const int beat = spec.lanes + 1;
  plan.memories.push_back({"u_largest/u_buffer", plan.depth, spec.lanes * spec.element_bits + beat});
  plan.memories.push_back({"u_sum/u_buffer", plan.depth, spec.lanes * plan.peer.exp_bits + beat});
  plan.latency_rows = 2;
  plan.latency = 2 * kEngineLatency + kExpStages + kDivisionStages;
}

void plan_peer_norm(OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const bool centred = spec.kind == OperatorKind::layernorm;
  const OperatorImage image = peer_table_image(plan, spec.numbers);
  const int w = spec.element_bits;
  const int squares = 2 * w - 1 + plan.count_bits;
  plan.reduce_bits = centred ? squares + w + 2 * plan.count_bits : squares;
  plan.epsilon_bits = std::max(1, golden::bit_length(image.epsilon));
  plan.gain_bits = golden::signed_width(std::min<std::int64_t>(0, image.gain.front()), image.gain.front());
  plan.scale_accumulator = std::max(centred ? squares + plan.count_bits : squares, plan.epsilon_bits) + 1;
  PeerPlan& peer = plan.peer;
  peer.root_bits = (plan.scale_accumulator + 1) / 2;
  peer.newton_steps = spec.peer == Peer::ibert ? golden::newton_steps(plan.scale_accumulator) : 0;
  const int product = plan.gain_bits + (centred ? w + plan.count_bits + 1 : w);
  peer.divisor_bits = std::max(peer.root_bits + image.shift, product - spec.output_bits);
  const int cycles = spec.peer == Peer::ibert ? peer.newton_steps * (peer.root_bits + 2) : peer.root_bits;
  plan.scalar_stages = cycles + 1;
  plan.interval = cycles + 2;
  plan.tail_stages = kDivisionStages;
  plan_row_depth(plan, kArgumentStages + plan.scalar_stages);
  plan.memories.push_back({"u_moments/u_buffer", plan.depth, spec.lanes * w + spec.lanes + 1});
  plan.latency_rows = 1;
  plan.latency = kEngineLatency + kArgumentStages + plan.scalar_stages + kDivisionStages;
}

void plan_peer_gated(OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const double scale = spec.numbers.element_scale;
  golden::PeerGate& gate = plan.peer.gate;
  gate.gelu = spec.kind == OperatorKind::geglu;
  gate.element_bits = spec.element_bits;
  gate.output_bits = spec.output_bits;
  if (gate.gelu) {
    gate.polynomial = golden::i_gelu_words(scale);
    const golden::Dyadic factor = multiplier(gate.polynomial.scale / unit_scale(spec, scale));
    gate.mantissa = factor.mantissa;
    gate.exponent = factor.shift;
    plan.peer.factor_bits = golden::bit_length(2 * golden::Wide{gate.polynomial.c});
  } else {
    gate.exp = exp_words(spec, scale);
    plan.peer.exp_bits = golden::bit_length(golden::peer_exp(gate.exp, 0));
    plan.peer.factor_bits = spec.element_bits;
  }
  plan.requant_bits = golden::bit_length(unit_bits(spec) + spec.element_bits);
  plan.unit_stages = kProductStages;
  plan.tail_stages = kGateStages;
  plan.latency = kFactorStages + kProductStages + kGateStages;
  plan.row_bits = golden::bit_length(2 * plan.latency + 8);
  plan.count_bits = 0;
}

}  // namespace

double peer_element_scale(const OperatorSpec& spec) {
  if (spec.kind == OperatorKind::softmax && spec.peer == Peer::illm) {
    return kClip / static_cast<double>(golden::max_of(spec.element_bits, false));
  }
  return std::ldexp(1.0, 4 - spec.element_bits);
}

void check_peer(const OperatorSpec& spec, Problems& problems) {
  const char* name = peer_names()[static_cast<std::size_t>(spec.peer)].c_str();
  if (spec.element_bits > 16 || spec.floating) {
    problems.add("--peer", fmt::format("{} with elements of {} bits", name, spec.element_bits), "use --width 8 or 16");
  }
  if (spec.kind == OperatorKind::wide || (spec.kind == OperatorKind::geglu && spec.peer == Peer::illm)) {
    problems.add("--peer", fmt::format("{} has no {}", name, operator_name(spec.kind)),
                 "use ibert for geglu, either for softmax, rmsnorm, layernorm and swiglu");
    return;
  }
  if (!spec.tables.empty()) problems.add("--table", fmt::format("{} has no tables", name), "leave it out");
  if (spec.affine || spec.numbers.gamma.size() != 1 || spec.numbers.beta != std::vector<double>{0}) {
    problems.add("--affine", fmt::format("norms of {} have one gain and no bias here", name),
                 "leave it out, and fold gain and bias into the next layer");
  }
  if (is_norm(spec.kind)) return;
  const double scale = spec.numbers.element_scale;
  const bool gelu = spec.kind == OperatorKind::geglu;
  // 1 / scale^2 is about the largest constant.
  if (1 / (scale * scale) > static_cast<double>(kLargestConstant) / 16) {
    problems.add("--scale-in", fmt::format("so fine that constants of {} exceed 31 bits (found {:g})", name, scale),
                 "use at least 2^-13");
    return;
  }
  if (gelu) return;
  const golden::PeerExp words = exp_words(spec, scale);
  if (words.octave >= 1 && words.octave >> words.guard < 1 << spec.element_bits) return;
  problems.add("--scale-in", fmt::format("exp halves within one step, or never (found {:g})", scale),
               fmt::format("use {:g} or so", peer_element_scale(spec)));
}

void plan_peer_rows(OperatorPlan& plan) {
  if (plan.spec.kind == OperatorKind::softmax) plan_peer_softmax(plan);
  if (is_norm(plan.spec.kind)) plan_peer_norm(plan);
  if (is_gated(plan.spec.kind)) plan_peer_gated(plan);
}

OperatorImage peer_table_image(const OperatorPlan& plan, const OperatorNumbers& numbers) {
  const OperatorSpec& spec = plan.spec;
  OperatorImage image;
  const double scale = numbers.element_scale;
  if (is_gated(spec.kind)) {
    image.requant = shift_of(numbers.output_scale / (unit_scale(spec, scale) * scale), plan.requant_bits);
  }
  if (!is_norm(spec.kind)) return image;
  const double n = numbers.length > 0 ? numbers.length : spec.max_row;
  const bool centred = spec.kind == OperatorKind::layernorm;
  image.epsilon = static_cast<golden::Wide>(std::nearbyint((centred ? n * n : n) * numbers.epsilon / (scale * scale)));
  const golden::Dyadic gain = multiplier(numbers.gamma.front() * (centred ? 1.0 : std::sqrt(n)) / numbers.output_scale);
  image.gain = {gain.mantissa};
  image.shift = gain.shift;
  if (image.epsilon > kLargestConstant || gain.mantissa > kLargestConstant) {
    throw InputError("--scale-in, --scale-out: so fine that constants exceed 31 bits; use coarser ones");
  }
  return image;
}

golden::RowResult evaluate_peer_row(const OperatorPlan& plan, const OperatorImage& image, const golden::Row& row,
                                    const std::vector<std::int64_t>& gates) {
  const OperatorSpec& spec = plan.spec;
  if (spec.kind == OperatorKind::softmax) return golden::peer_softmax(plan.peer.softmax, row);
  if (is_norm(spec.kind)) {
    return golden::peer_norm({spec.kind == OperatorKind::layernorm, spec.peer == Peer::ibert, image.epsilon,
                              image.gain.front(), image.shift, spec.output_bits},
                             row);
  }
  golden::PeerGate gate = plan.peer.gate;
  gate.requant = image.requant;
  golden::RowResult result;
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    bool clamped = false;
    result.outputs.push_back(golden::peer_gated(gate, row.codes[j], gates[j], &clamped));
    result.clamped.push_back(clamped);
    result.saturated = result.saturated || clamped;
  }
  return result;
}

}  // namespace pwlforge
