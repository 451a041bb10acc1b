// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operators from their parts. All have a gate in front and flags behind; softmax is two row engines in a row, a norm is
// one, a gated unit none.
#include "gen/operator/operator_design.hpp"
#include "gen/operator/operator_builder.hpp"
#include "gen/operator/operator_float.hpp"
#include "gen/operator/operator_peer.hpp"

namespace pwlforge {
namespace {

Design softmax_design(const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const int lanes = spec.lanes;
  const int w = spec.element_bits;
  const int e = plan.unit.output_bits;
  const int o = plan.wide.core.output_bits;
  const int k = plan.wide.exponent_bits;
  OperatorBuilder builder(plan);
  Design& design = builder.design();
  builder.gate();
  // The largest code needs no function: the reduction is the scalar.
  builder.engine("largest", Reduction::largest, w, w, "row", whole("in_data_i"), whole("in_keep_i"), whole("row_last"),
                 "largest_reduced", whole("largest_result"), w);
  design.part("pwl_row_subtract", "u_subtract")
      .parameter("Lanes", lanes)
      .parameter("W", w)
      .parameter("D", plan.unit.input_bits)
      .in("data_i", "largest_data")
      .in("largest_i", "largest_scalar")
      .out("difference_o", "difference", lanes * plan.unit.input_bits);
  builder.unit("largest", whole("difference"), join({whole("largest_last"), whole("largest_keep")}), "exp",
               {{"exp_last", 1}, {"exp_keep", lanes}});
  builder.mask("u_mask", e, "exp_data", "exp_keep", "exp_kept");
  const int s = 1 + k + o;
  builder.engine("sum", Reduction::sum, e, plan.reduce_bits, "exp", whole("exp_kept"), whole("exp_keep"),
                 whole("exp_last"), "root", join({whole("root_zero"), whole("root_k"), whole("root_y")}), s);
  builder.wide("sum_reduced", whole("sum_result"), {});
  builder.last_stages(2, "sum", join({bit("sum_scalar", s - 1), whole("sum_last"), whole("sum_keep")}),
                      {{"out_zero", 1}, {"out_last_o", 1}, {"out_keep_o", lanes}});
  const int a = plan.scale_accumulator;
  design.part("pwl_row_scale", "u_scale")
      .parameter("Lanes", lanes)
      .parameter("E", e)
      .parameter("O", o)
      .parameter("KB", k)
      .parameter("P", spec.output_bits)
      .parameter("A", a)
      .parameter("RW", ceil_log2(a + 1))
      .clocked(false)
      .in("load_i", join({bit("load", 3), bit("load", 1)}))
      .in("data_i", "sum_data")
      .in("y_i", bits("sum_scalar", o - 1, 0))
      .in("exponent_i", bits("sum_scalar", o + k - 1, o))
      .out("data_o", "out_data_o", lanes * spec.output_bits)
      .out("saturated_o", "lane_saturated");
  return builder.finish();
}

Design norm_design(const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const bool centred = spec.kind == OperatorKind::layernorm;
  const int lanes = spec.lanes;
  const int w = spec.element_bits;
  const int c = plan.count_bits;
  const int o = plan.wide.core.output_bits;
  const int k = plan.wide.exponent_bits;
  const int v = plan.wide.spec.input_bits;
  OperatorBuilder builder(plan);
  Design& design = builder.design();
  builder.gate();
  const int sums = builder.sums_bits();
  const Signal argument =
      builder.moments(join({whole("root_zero"), whole("root_k"), whole("root_y")}), 1 + k + o, v, whole("epsilon"));
  design.part("pwl_stream_stage", "u_argument_stage")
      .parameter("D", sums + v)
      .clocked()
      .sink("in", "moments_reduced")
      .in("in_data_i", argument)
      .source("out", "argument")
      .out("out_data_o", "argument_data", sums + v);
  builder.wide("argument", bits("argument_data", v - 1, 0),
               centred ? bits("argument_data", sums + v - 1, v) : Signal{});

  const int g = plan.gain_bits;
  const int b = plan.bias_bits;
  const auto [gains, biases] = builder.norm_words("shift", plan.epsilon_bits, g, b);
  builder.last_stages(4, "moments", join({bit("moments_scalar", o + k), whole("moments_last"), whole("moments_keep")}),
                      {{"out_zero", 1}, {"out_last_o", 1}, {"out_keep_o", lanes}});
  const int base = o + k + 1;
  design.part("pwl_norm_lanes", "u_lanes")
      .parameter("Lanes", lanes)
      .parameter("Centred", centred ? 1 : 0)
      .parameter("W", w)
      .parameter("CountBits", c)
      .parameter("O", o)
      .parameter("EB", k)
      .parameter("SB", plan.shift_bits)
      .parameter("KB", plan.total_shift_bits)
      .parameter("G", g)
      .parameter("B", b)
      .parameter("Fraction", golden::kBiasFraction)
      .parameter("P", spec.output_bits)
      .clocked(false)
      .in("load_i", "load")
      .in("data_i", "moments_data")
      .in("keep_i", "moments_keep")
      .in("count_i", centred ? bits("moments_scalar", base + w + 2 * c - 1, base + w + c) : literal(c, 0))
      .in("sum_i", centred ? bits("moments_scalar", base + w + c - 1, base) : literal(w + c, 0))
      .in("zero_i", bit("moments_scalar", o + k))
      .in("y_i", bits("moments_scalar", o - 1, 0))
      .in("exponent_i", bits("moments_scalar", o + k - 1, o))
      .in("shift_i", "shift")
      .in("gain_i", gains)
      .in("bias_i", biases)
      .out("data_o", "out_data_o", lanes * spec.output_bits)
      .out("saturated_o", "lane_saturated");
  return builder.finish();
}

Design gated_design(const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const int lanes = spec.lanes;
  const int w = spec.element_bits;
  const int rw = plan.requant_bits;
  OperatorBuilder builder(plan);
  Design& design = builder.design();
  builder.gate();
  builder.unit("row", whole("in_data_i"), join({whole("row_last"), whole("in_keep_i"), whole("in_gate_i")}), "unit",
               {{"unit_last", 1}, {"unit_keep", lanes}, {"unit_gate", lanes * w}});
  design.part("pwl_stage", "u_requant")
      .parameter("D", rw)
      .clocked(false)
      .in("en_i", builder.next_write())
      .in("data_i", bits("cfg_data_i", rw - 1, 0))
      .out("data_o", "gate_rdata", rw);
  builder.read_word("gate", rw);
  builder.last_stages(2, "unit", join({whole("unit_last"), whole("unit_keep")}),
                      {{"out_last_o", 1}, {"out_keep_o", lanes}});
  design.part("pwl_gate_lanes", "u_lanes")
      .parameter("Lanes", lanes)
      .parameter("U", plan.unit.output_bits)
      .parameter("B", w)
      .parameter("P", spec.output_bits)
      .parameter("RW", rw)
      .clocked(false)
      .in("load_i", join({bit("load", 3), bit("load", 1)}))
      .in("u_i", "unit_data")
      .in("b_i", "unit_gate")
      .in("requant_i", "gate_rdata")
      .out("data_o", "out_data_o", lanes * spec.output_bits)
      .out("saturated_o", "lane_saturated");
  return builder.finish();
}

}  // namespace

Design operator_design(const OperatorPlan& plan) {
  if (plan.spec.kind == OperatorKind::wide) return wide_design(plan.wide);
  if (plan.spec.floating) return float_operator_design(plan);
  if (plan.spec.peer != Peer::none) return peer_operator_design(plan);
  if (plan.spec.kind == OperatorKind::softmax) return softmax_design(plan);
  return is_norm(plan.spec.kind) ? norm_design(plan) : gated_design(plan);
}

}  // namespace pwlforge
