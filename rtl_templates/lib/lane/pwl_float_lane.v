// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Data path of one lane of the float unit.
//
//   i = number of thresholds T with x >= T
//   y = fma(K[i], x', B[i])        one rounding, to nearest even; x' see pwl_float_condition
//
// Latency: Pipeline cycles, the stages under load_i (bit 0 input, 1 parameters,
// 2 middle of the multiply-add, 3 output). Stages in the order in which they are
// added: 1 output, 2 behind the select (x', K, B), 3 between the aligned sum and normalise and
// round, 4 input.
// Parameters: N 2..64; ExpBits 2..8, ManBits 1..23, Ftz 0..1, InfIeee 0..1; Pipeline 0..4.
// Example (FP32): segment with K = 2.0, B = 0.25 and x = 1.5: y = 3.25.
`default_nettype none

module pwl_float_lane #(
  parameter integer N = 8,
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz = 0,
  parameter integer InfIeee = 0,
  parameter integer Pipeline = 3
) (
  input  wire                                 clk_i,
  input  wire [3:0]                           load_i,
  input  wire [ExpBits+ManBits:0]             x_i,
  input  wire [(N-1)*(ExpBits+ManBits+1)-1:0] thresholds_i,
  input  wire [N*(ExpBits+ManBits+1)-1:0]     slopes_i,
  input  wire [N*(ExpBits+ManBits+1)-1:0]     intercepts_i,
  output wire [ExpBits+ManBits:0]             y_o
);

  localparam integer W = ExpBits + ManBits + 1;
  // Width between the halves of the multiply-add (see pwl_float_fma_add).
  localparam integer MidBits = 3 * ManBits + $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5) + 12;

  wire [W-1:0]       input_x, operand, param_x;
  wire [N-2:0]       reached;
  wire [N*2*W-1:0]   words;
  wire [W-1:0]       slope, param_slope;
  wire [W-1:0]       intercept, param_intercept;
  wire [MidBits-1:0] sum, mid;
  wire [W-1:0]       result;

  pwl_stage #(
    .D    (W),
    .Depth(Pipeline >= 4 ? 1 : 0)
  ) u_input_stage (
    .clk_i (clk_i),
    .en_i  (load_i[0]),
    .data_i(x_i),
    .data_o(input_x)
  );

  pwl_float_comparator_bank #(
    .N      (N),
    .ExpBits(ExpBits),
    .ManBits(ManBits),
    .Ftz    (Ftz)
  ) u_compare (
    .x_i         (input_x),
    .thresholds_i(thresholds_i),
    .reached_o   (reached)
  );

  genvar e;
  generate
    for (e = 0; e < N; e = e + 1) begin : gen_word
      assign words[e*2*W+:2*W] = {slopes_i[e*W+:W], intercepts_i[e*W+:W]};
    end
  endgenerate

  pwl_select #(
    .N(N),
    .D(2 * W)
  ) u_select (
    .words_i  (words),
    .reached_i(reached),
    .data_o   ({slope, intercept})
  );

  pwl_float_condition #(
    .ExpBits(ExpBits),
    .ManBits(ManBits),
    .Ftz    (Ftz),
    .InfIeee(InfIeee)
  ) u_condition (
    .x_i(input_x),
    .y_o(operand)
  );

  pwl_stage #(
    .D    (3 * W),
    .Depth(Pipeline >= 2 ? 1 : 0)
  ) u_param_stage (
    .clk_i (clk_i),
    .en_i  (load_i[1]),
    .data_i({operand, slope, intercept}),
    .data_o({param_x, param_slope, param_intercept})
  );

  pwl_float_fma_add #(
    .ExpBits(ExpBits),
    .ManBits(ManBits),
    .Ftz    (Ftz)
  ) u_fma_add (
    .a_i  (param_slope),
    .b_i  (param_x),
    .c_i  (param_intercept),
    .mid_o(sum)
  );

  pwl_stage #(
    .D    (MidBits),
    .Depth(Pipeline >= 3 ? 1 : 0)
  ) u_acc_stage (
    .clk_i (clk_i),
    .en_i  (load_i[2]),
    .data_i(sum),
    .data_o(mid)
  );

  pwl_float_fma_round #(
    .ExpBits(ExpBits),
    .ManBits(ManBits),
    .Ftz    (Ftz)
  ) u_fma_round (
    .mid_i(mid),
    .y_o  (result)
  );

  pwl_stage #(
    .D    (W),
    .Depth(Pipeline >= 1 ? 1 : 0)
  ) u_out_stage (
    .clk_i (clk_i),
    .en_i  (load_i[3]),
    .data_i(result),
    .data_o(y_o)
  );

endmodule

`default_nettype wire
