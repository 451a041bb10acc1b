// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Row operators in FP32 from their parts: the row engines of the integer operators with reductions over floats.
#include "gen/operator/operator_builder.hpp"
#include "gen/operator/operator_float.hpp"

namespace pwlforge {
namespace {

constexpr int kOne = 0x3f800000;

/// A lane-wise part without a clock: data_i, and what else `extra` gives, to data_o.
Part& lane_part(Design& design, const std::string& module, const std::string& instance, int lanes, const Signal& data,
                const std::string& out, const char* out_port = "data_o") {
  return design.part(module, instance)
      .parameter("Lanes", lanes)
      .in("data_i", data)
      .out(out_port, out, lanes * kFloatBits);
}

void softmax_parts(OperatorBuilder& builder, const OperatorPlan& plan) {
  Design& design = builder.design();
  const int lanes = plan.spec.lanes;
  // As integers of the same order the floats need no comparator of their own; behind the engine they are floats again.
  lane_part(design, "pwl_float_row_order", "u_order", lanes, whole("in_data_i"), "ordered");
  builder.engine("largest", Reduction::largest, kFloatBits, kFloatBits, "row", whole("ordered"), whole("in_keep_i"),
                 whole("row_last"), "largest_reduced", whole("largest_result"), kFloatBits);
  lane_part(design, "pwl_float_row_order", "u_unorder", lanes + 1,
            join({whole("largest_scalar"), whole("largest_data")}), "unordered");
  lane_part(design, "pwl_float_row_subtract", "u_subtract", lanes, bits("unordered", lanes * kFloatBits - 1, 0),
            "difference", "difference_o")
      .in("centre_i", bits("unordered", (lanes + 1) * kFloatBits - 1, lanes * kFloatBits));
  builder.unit("largest", whole("difference"), join({whole("largest_last"), whole("largest_keep")}), "exp",
               {{"exp_last", 1}, {"exp_keep", lanes}});
  lane_part(design, "pwl_float_row_mask", "u_mask", lanes, whole("exp_data"), "exp_kept").in("keep_i", "exp_keep");
  builder.engine("sum", Reduction::float_sum, kFloatBits, kFloatBits, "exp", whole("exp_kept"), whole("exp_keep"),
                 whole("exp_last"), "root", join({whole("root_zero"), whole("root_value")}), kFloatBits + 1);
  builder.float_wide("sum_reduced", whole("sum_result"), false);
  builder.last_stages(2, "sum", join({bit("sum_scalar", kFloatBits), whole("sum_last"), whole("sum_keep")}),
                      {{"out_zero", 1}, {"out_last_o", 1}, {"out_keep_o", lanes}});
  design.part("pwl_float_row_scale", "u_scale")
      .parameter("Lanes", lanes)
      .clocked(false)
      .in("load_i", join({bit("load", 3), bit("load", 1)}))
      .in("data_i", "sum_data")
      .in("factor_i", bits("sum_scalar", kFloatBits - 1, 0))
      .out("data_o", "out_data_o", lanes * kFloatBits)
      .out("special_o", "lane_saturated");
}

/// layernorm: the row again, less its mean, as stream `sum` with sum_centred.
void centre_parts(OperatorBuilder& builder, const OperatorPlan& plan) {
  Design& design = builder.design();
  const int lanes = plan.spec.lanes;
  builder.engine("sum", Reduction::float_sum, kFloatBits, kFloatBits, "row", whole("row_kept"), whole("in_keep_i"),
                 whole("row_last"), "sum_reduced", whole("mean"), kFloatBits);
  design.part("pwl_float_fma", "u_mean")
      .in("a_i", "sum_result")
      .in("b_i", "reciprocal_length")
      .in("c_i", literal(kFloatBits, 0))
      .out("y_o", "mean", kFloatBits);
  lane_part(design, "pwl_float_row_subtract", "u_subtract", lanes, whole("sum_data"), "difference", "difference_o")
      .in("centre_i", "sum_scalar");
  builder.mask("u_centred_mask", kFloatBits, "difference", "sum_keep", "sum_centred");
}

void norm_parts(OperatorBuilder& builder, const OperatorPlan& plan) {
  Design& design = builder.design();
  const int lanes = plan.spec.lanes;
  const bool centred = plan.spec.kind == OperatorKind::layernorm;
  builder.mask("u_mask", kFloatBits, "in_data_i", "in_keep_i", "row_kept");
  if (centred) centre_parts(builder, plan);
  builder.engine("moments", Reduction::float_squares, kFloatBits, kFloatBits, centred ? "sum" : "row",
                 whole(centred ? "sum_centred" : "row_kept"), whole(centred ? "sum_keep" : "in_keep_i"),
                 whole(centred ? "sum_last" : "row_last"), "root", join({whole("root_zero"), whole("root_value")}),
                 kFloatBits + 1);
  design.part("pwl_float_fma", "u_epsilon")
      .in("a_i", literal(kFloatBits, kOne))
      .in("b_i", "moments_result")
      .in("c_i", "epsilon")
      .out("y_o", "argument", kFloatBits);
  builder.float_wide("moments_reduced", whole("argument"), true);
  const auto [gains, biases] = builder.norm_words("reciprocal_length", kFloatBits, kFloatBits, kFloatBits);
  builder.last_stages(4, "moments",
                      join({bit("moments_scalar", kFloatBits), whole("moments_last"), whole("moments_keep")}),
                      {{"out_zero", 1}, {"out_last_o", 1}, {"out_keep_o", lanes}});
  design.part("pwl_float_norm_lanes", "u_lanes")
      .parameter("Lanes", lanes)
      .parameter("Affine", plan.spec.affine ? 1 : 0)
      .clocked(false)
      .in("load_i", "load")
      .in("data_i", "moments_data")
      .in("root_i", bits("moments_scalar", kFloatBits - 1, 0))
      .in("gain_i", gains)
      .in("bias_i", biases)
      .out("data_o", "out_data_o", lanes * kFloatBits)
      .out("special_o", "lane_saturated");
}

}  // namespace

Design float_operator_design(const OperatorPlan& plan) {
  OperatorBuilder builder(plan);
  builder.gate();
  if (plan.spec.kind == OperatorKind::softmax) {
    softmax_parts(builder, plan);
  } else {
    norm_parts(builder, plan);
  }
  return builder.finish();
}

}  // namespace pwlforge
