// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operators of others from their parts: our row engines, with theirs between and behind them.
#include "gen/operator/operator_builder.hpp"
#include "gen/operator/operator_peer.hpp"

namespace pwlforge {
namespace {

void exp_parameters(Part& part, const golden::PeerExp& exp, int element_bits, int exp_bits) {
  // The fewest bits with which the quotient of pwl_peer_quotient exceeds what it divides.
  int quotient = 0;
  while ((exp.octave << quotient) < std::int64_t{1} << (element_bits + exp.guard)) ++quotient;
  part.parameter("Polynomial", exp.polynomial ? 1 : 0)
      .parameter("Guard", exp.guard)
      .parameter("Octave", static_cast<int>(exp.octave))
      .parameter("B", static_cast<int>(exp.b))
      .parameter("C", static_cast<int>(exp.c))
      .parameter("Z", quotient)
      .parameter("E", exp_bits);
}

Part& stage(Design& design, const std::string& instance, const std::string& in, const Signal& data, int width,
            const std::string& out, const std::vector<std::pair<std::string, int>>& out_data) {
  return design.part("pwl_stream_stage", instance)
      .parameter("D", width)
      .clocked()
      .sink("in", in)
      .in("in_data_i", data)
      .source("out", out)
      .split("out_data_o", out_data);
}

void peer_softmax_parts(OperatorBuilder& builder, const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  Design& design = builder.design();
  const int lanes = spec.lanes;
  const int w = spec.element_bits;
  const int e = plan.peer.exp_bits;
  const int d = plan.reduce_bits;
  builder.engine("largest", Reduction::largest, w, w, "row", whole("in_data_i"), whole("in_keep_i"), whole("row_last"),
                 "largest_reduced", whole("largest_result"), w);
  Part& exp = design.part("pwl_peer_exp_lanes", "u_exp").parameter("Lanes", lanes).parameter("W", w);
  exp_parameters(exp, plan.peer.softmax.exp, w, e);
  exp.in("data_i", "largest_data")
      .in("keep_i", "largest_keep")
      .in("largest_i", "largest_scalar")
      .out("e_o", "exponentials", lanes * e);
  stage(design, "u_exp_stage", "largest", join({whole("largest_last"), whole("largest_keep"), whole("exponentials")}),
        1 + lanes + lanes * e, "exp", {{"exp_last", 1}, {"exp_keep", lanes}, {"exp_data", lanes * e}});
  // The sum needs no function: the reduction is the scalar.
  builder.engine("sum", Reduction::sum, e, d, "exp", whole("exp_data"), whole("exp_keep"), whole("exp_last"),
                 "sum_reduced", whole("sum_result"), d);
  builder.last_stages(plan.tail_stages, "sum", join({whole("sum_zero"), whole("sum_last"), whole("sum_keep")}),
                      {{"out_zero", 1}, {"out_last_o", 1}, {"out_keep_o", lanes}}, whole("sum_zero"));
  design.part("pwl_peer_share_lanes", "u_share")
      .parameter("Lanes", lanes)
      .parameter("E", e)
      .parameter("D", d)
      .parameter("P", spec.output_bits)
      .clocked(false)
      .in("load_i", "load")
      .in("data_i", "sum_data")
      .in("sum_i", "sum_scalar")
      .in("zero_i", "stage_acc_sel")
      .out("zero_o", "sum_zero")
      .out("data_o", "out_data_o", lanes * spec.output_bits)
      .out("saturated_o", "lane_saturated");
}

void peer_norm_parts(OperatorBuilder& builder, const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const PeerPlan& peer = plan.peer;
  const OperatorImage image = peer_table_image(plan, spec.numbers);
  Design& design = builder.design();
  const bool centred = spec.kind == OperatorKind::layernorm;
  const int lanes = spec.lanes;
  const int w = spec.element_bits;
  const int c = plan.count_bits;
  const int v = plan.scale_accumulator;
  const int r = peer.root_bits;
  const int sums = builder.sums_bits();
  const int tag = std::max(1, sums);
  const Signal argument = builder.moments(join({whole("root_zero"), whole("root")}), 1 + r, v,
                                          literal(plan.epsilon_bits, static_cast<int>(image.epsilon)));
  std::vector<std::pair<std::string, int>> held{{"argument_data", v}};
  if (centred) held.insert(held.begin(), {"argument_sums", sums});
  stage(design, "u_argument_stage", "moments_reduced", argument, sums + v, "argument", held);
  Part& root = design.part(peer.newton_steps > 0 ? "pwl_i_sqrt" : "pwl_di_sqrt", "u_root");
  root.parameter("V", v).parameter("R", r).parameter("T", tag).parameter("B",
                                                                         golden::bit_length(plan.scalar_stages - 1));
  if (peer.newton_steps > 0) root.parameter("Steps", peer.newton_steps);
  root.clocked()
      .sink("in", "argument")
      .in("in_data_i", "argument_data")
      .in("in_tag_i", centred ? whole("argument_sums") : literal(1, 0))
      .source("out", "root")
      .out("root_o", "root", r)
      .out("zero_o", "root_zero")
      .out("out_tag_o", "root_tag", tag);
  builder.last_stages(plan.tail_stages, "moments",
                      join({bit("moments_scalar", r), whole("moments_last"), whole("moments_keep")}),
                      {{"out_zero", 1}, {"out_last_o", 1}, {"out_keep_o", lanes}}, bit("moments_scalar", r));
  const int base = r + 1;
  design.part("pwl_peer_norm_lanes", "u_lanes")
      .parameter("Lanes", lanes)
      .parameter("Centred", centred ? 1 : 0)
      .parameter("W", w)
      .parameter("CountBits", c)
      .parameter("R", r)
      .parameter("Gain", static_cast<int>(image.gain.front()))
      .parameter("G", plan.gain_bits)
      .parameter("Shift", image.shift)
      .parameter("D", peer.divisor_bits)
      .parameter("P", spec.output_bits)
      .clocked(false)
      .in("load_i", "load")
      .in("data_i", "moments_data")
      .in("keep_i", "moments_keep")
      .in("count_i", centred ? bits("moments_scalar", base + w + 2 * c - 1, base + w + c) : literal(c, 0))
      .in("sum_i", centred ? bits("moments_scalar", base + w + c - 1, base) : literal(w + c, 0))
      .in("root_i", bits("moments_scalar", r - 1, 0))
      .in("zero_i", "stage_acc_sel")
      .out("data_o", "out_data_o", lanes * spec.output_bits)
      .out("saturated_o", "lane_saturated");
}

void gated_parts(OperatorBuilder& builder, const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const golden::PeerGate& gate = plan.peer.gate;
  Design& design = builder.design();
  const int lanes = spec.lanes;
  const int w = spec.element_bits;
  const int f = plan.peer.factor_bits;
  const int u = gate.gelu ? w : 2 * w;
  const int beside = 1 + lanes + lanes * w;  // last, keep, the other operand
  Part& factor = design.part("pwl_peer_factor_lanes", "u_factor")
                     .parameter("Lanes", lanes)
                     .parameter("Gelu", gate.gelu ? 1 : 0)
                     .parameter("W", w)
                     .parameter("F", f);
  if (gate.gelu) {
    factor.parameter("B", static_cast<int>(gate.polynomial.b)).parameter("C", static_cast<int>(gate.polynomial.c));
  } else {
    factor.parameter("One", static_cast<int>(golden::peer_exp(gate.exp, 0)));
    exp_parameters(factor, gate.exp, w, plan.peer.exp_bits);
  }
  factor.in("data_i", "in_data_i").out("factor_o", "factor_early", lanes * f);
  stage(design, "u_factor_stage", "row",
        join({whole("row_last"), whole("in_keep_i"), whole("in_gate_i"), whole("in_data_i"), whole("factor_early")}),
        beside + lanes * w + lanes * f, "factor",
        {{"factor_beside", beside}, {"factor_data", lanes * w}, {"factor", lanes * f}});
  const int m = golden::bit_length(gate.mantissa);
  const int a = w + f + m + 1;
  design.part("pwl_peer_unit_lanes", "u_unit")
      .parameter("Lanes", lanes)
      .parameter("W", w)
      .parameter("F", f)
      .parameter("Mantissa", static_cast<int>(gate.mantissa))
      .parameter("M", m)
      .parameter("Shift", gate.exponent)
      .parameter("A", a)
      .parameter("RW", golden::bit_length(a))
      .parameter("U", u)
      .in("data_i", "factor_data")
      .in("factor_i", "factor")
      .out("u_o", "unit_early", lanes * u);
  stage(design, "u_unit_stage", "factor", join({whole("factor_beside"), whole("unit_early")}), beside + lanes * u,
        "unit", {{"unit_last", 1}, {"unit_keep", lanes}, {"unit_gate", lanes * w}, {"unit_data", lanes * u}});
  builder.last_stages(plan.tail_stages, "unit", join({whole("unit_last"), whole("unit_keep")}),
                      {{"out_last_o", 1}, {"out_keep_o", lanes}});
  design.part("pwl_gate_lanes", "u_lanes")
      .parameter("Lanes", lanes)
      .parameter("U", u)
      .parameter("B", w)
      .parameter("P", spec.output_bits)
      .parameter("RW", plan.requant_bits)
      .clocked(false)
      .in("load_i", join({bit("load", 3), bit("load", 1)}))
      .in("u_i", "unit_data")
      .in("b_i", "unit_gate")
      .in("requant_i", literal(plan.requant_bits, peer_table_image(plan, spec.numbers).requant))
      .out("data_o", "out_data_o", lanes * spec.output_bits)
      .out("saturated_o", "lane_saturated");
}

}  // namespace

Design peer_operator_design(const OperatorPlan& plan) {
  OperatorBuilder builder(plan);
  builder.gate();
  if (plan.spec.kind == OperatorKind::softmax) peer_softmax_parts(builder, plan);
  if (is_norm(plan.spec.kind)) peer_norm_parts(builder, plan);
  if (is_gated(plan.spec.kind)) gated_parts(builder, plan);
  return builder.finish();
}

}  // namespace pwlforge
