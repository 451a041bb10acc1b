// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What follows the select in one lane of the float unit: the fused multiply-add, a register
// between the aligned sum and normalise and round, and one behind it.
//
//   y_o = fma(slope_i, x_i, intercept_i)        one rounding, to nearest even
//
// Latency: MidDepth + OutDepth, each 0 or 1 cycle. Parameters: ExpBits 2..8, ManBits 1..23, Ftz
// 0..1.
// Example (FP32): slope 2.0, intercept 0.25, x = 1.5: y_o = 3.25.
`default_nettype none

module pwl_float_arithmetic #(
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz = 0,
  parameter integer MidDepth = 1,
  parameter integer OutDepth = 1
) (
  input  wire                     clk_i,
  input  wire                     load_mid_i,
  input  wire                     load_out_i,
  input  wire [ExpBits+ManBits:0] x_i,
  input  wire [ExpBits+ManBits:0] slope_i,
  input  wire [ExpBits+ManBits:0] intercept_i,
  output wire [ExpBits+ManBits:0] y_o
);

  localparam integer W = ExpBits + ManBits + 1;
  // Width between the halves of the multiply-add (see pwl_float_fma_add).
  localparam integer MidBits = 3 * ManBits + $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5) + 12;

  wire [MidBits-1:0] sum, mid;
  wire [W-1:0]       result;

  pwl_float_fma_add #(
    .ExpBits(ExpBits),
    .ManBits(ManBits),
    .Ftz    (Ftz)
  ) u_fma_add (
    .a_i  (slope_i),
    .b_i  (x_i),
    .c_i  (intercept_i),
    .mid_o(sum)
  );

  pwl_stage #(
    .D    (MidBits),
    .Depth(MidDepth)
  ) u_mid_stage (
    .clk_i (clk_i),
    .en_i  (load_mid_i),
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
    .Depth(OutDepth)
  ) u_out_stage (
    .clk_i (clk_i),
    .en_i  (load_out_i),
    .data_i(result),
    .data_o(y_o)
  );

endmodule

`default_nettype wire
