// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What an operator computes, for the README of its directory.
#include <fmt/format.h>

#include "gen/rtl/operator_parts.hpp"

namespace pwlforge {
namespace {

std::string float_formulas(const OperatorPlan& plan) {
  const std::string order =
      "\nFP32, IEEE 754, to nearest even, subnormals in full; fma has one rounding. A sum takes the beats in order: "
      "the "
      "lanes of\na beat in a tree whose node n is node 2n + 1 plus node 2n + 2 and whose last nodes are the terms, "
      "then "
      "the sum so far plus\nnode 0, each fma(1, a, b). reciprocal and root look up the mantissa and negate or halve "
      "the "
      "exponent: 0 for zero,\nsubnormal and infinite arguments, NaN for NaN and below zero, 0 below the smallest "
      "normal "
      "number.\n";
  const std::string pairs =
      "Squares are summed in pairs, fma(c, c, c' * c') for lanes 2i and 2i + 1; a single lane is fma(c, c, sum so "
      "far).\n";
  if (plan.spec.kind == OperatorKind::softmax) {
    return "    M   = largest float of the row, over what is kept\n"
           "    e_j = exp unit( fma(1, q_j, -M) )        0 where dropped or below zero\n"
           "    p_j = fma(e_j, reciprocal( sum of all e_j ), 0)\n" +
           order;
  }
  const bool centred = plan.spec.kind == OperatorKind::layernorm;
  return fmt::format(
             "{}    c_j   = {}        0 where dropped\n"
             "    Q     = sum of c_j^2\n"
             "    out_j = fma( fma(c_j, root( fma(1, Q, epsilon) ), 0), gain_j, bias_j )\n",
             centred ? "    mean  = fma( sum of q_j, reciprocal_length, 0 )\n" : "",
             centred ? "fma(1, q_j, -mean)" : "q_j") +
         order + pairs;
}

std::string peer_exp_formula(const golden::PeerExp& exp) {
  return exp.polynomial
             ? fmt::format("    e(x)  = floor( (({} - r)^2 + {}) * 2^-z )        z = floor(x / {}), r = x - z * {}\n",
                           exp.b, exp.c, exp.octave, exp.octave)
             : fmt::format(
                   "    e(x)  = floor( ({0} - ceil(r / 2)) * 2^-z )        z = floor(x * 2^{1} / {0}), r = x * "
                   "2^{1} - z * {0}\n",
                   exp.octave, exp.guard);
}

std::string peer_formulas(const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const PeerPlan& peer = plan.peer;
  const OperatorImage image = table_image(plan);
  const int w = spec.element_bits;
  if (spec.kind == OperatorKind::softmax) {
    return fmt::format(
        "    M     = largest code of the row, over what is kept\n{}"
        "    p_j   = saturate( floor( e(M - q_j) * 2^{} / sum of all e(M - q_j) ) )        0 where dropped\n",
        peer_exp_formula(peer.softmax.exp), spec.output_bits);
  }
  if (is_norm(spec.kind)) {
    const bool centred = spec.kind == OperatorKind::layernorm;
    return fmt::format(
        "    root  = floor( sqrt( {} + {} ) ), {}\n    c_j   = {}        0 where dropped\n"
        "    out_j = saturate( round half up( c_j * {} / (root * 2^{}) ) )\n",
        centred ? "n * sum of q_j^2 - (sum of q_j)^2" : "sum of q_j^2", static_cast<std::int64_t>(image.epsilon),
        peer.newton_steps > 0 ? "by Newton's steps" : "digit by digit", centred ? "n * q_j - sum of q_j" : "q_j",
        image.gain.front(), image.shift);
  }
  const std::string out = fmt::format(
      "    out_j = saturate( round half up( u_j * b_j * 2^-{} ) )        a: in_data_i, b: in_gate_i\n", image.requant);
  if (peer.gate.gelu) {
    return fmt::format(
               "    h_j   = {0} - min(|a_j|, {0})\n"
               "    u_j   = saturate( round half up( a_j * (a_j < 0 ? h_j^2 : {1} - h_j^2) * {2} * 2^-{3} ) )\n",
               peer.gate.polynomial.b, 2 * peer.gate.polynomial.c, peer.gate.mantissa, peer.gate.exponent) +
           out;
  }
  return peer_exp_formula(peer.gate.exp) +
         fmt::format(
             "    u_j   = a_j * min( 2^{0} - 1, floor( (a_j < 0 ? e(|a_j|) : e(0)) * 2^{0} / (e(0) + e(|a_j|)) ) )\n",
             w) +
         out;
}

}  // namespace

std::string operator_formulas(const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  if (spec.floating) return float_formulas(plan);
  if (spec.peer != Peer::none) return peer_formulas(plan);
  const int o = plan.wide.core.output_bits;
  switch (spec.kind) {
    case OperatorKind::softmax:
      return fmt::format(
          "    M   = largest code of the row, over what is kept\n"
          "    e_j = exp unit( max(q_j - M, -2^{}) )        0 where dropped\n"
          "    y, k = reciprocal of the sum of all e_j:  1 / sum = y * 2^-{} * 2^-k\n"
          "    p_j = saturate( round half up( e_j * y * 2^({} - {} - k) ) )        scale 2^-{}\n",
          plan.unit.input_bits - 1, o, spec.output_bits, o, spec.output_bits);
    case OperatorKind::rmsnorm:
    case OperatorKind::layernorm: {
      const bool centred = spec.kind == OperatorKind::layernorm;
      return fmt::format(
          "    Q     = {}        n elements are kept\n"
          "    y, k  = reciprocal root of Q:  1 / sqrt(Q) = y * 2^-{} * 2^-k\n"
          "    c_j   = {}        0 where dropped\n"
          "    out_j = saturate( round half up( c_j * y * gain_j * 2^-(k + shift + {}) + bias_j * 2^-{} ) )\n",
          centred ? "n * sum of q_j^2 - (sum of q_j)^2 + epsilon" : "sum of q_j^2 + epsilon", o,
          centred ? "n * q_j - sum of q_j" : "q_j", golden::kBiasFraction, golden::kBiasFraction);
    }
    case OperatorKind::swiglu:
    case OperatorKind::geglu:
      return "    out_j = saturate( round half up( unit(a_j) * b_j * 2^-R ) )        a: in_data_i, b: in_gate_i\n";
    case OperatorKind::wide: break;
  }
  const bool root = plan.wide.spec.function == golden::WideFunction::rsqrt;
  const std::string f = root ? "1 / sqrt(v)" : "1 / v";
  if (plan.wide.spec.integer_form) {
    return fmt::format("    out = saturate( round half up( {} * 2^{} ) )        all ones for v = 0\n", f,
                       plan.wide.spec.fraction_bits);
  }
  return fmt::format("    {} = y * 2^-{} * 2^-k        y = {}, k = {} for v = 0\n", f, plan.wide.core.output_bits,
                     (std::int64_t{1} << plan.wide.core.output_bits) - 1, plan.wide.largest);
}

}  // namespace pwlforge
