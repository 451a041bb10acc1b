// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Fused multiply-add with a register between its halves and one behind it.
//
//   y_o = a_i * b_i + c_i, two cycles later     (pwl_float_fma)
//
// Latency: 2 cycles; load_i enables the registers: bit 0 the middle, bit 1 the output. No reset.
// Parameters: ExpBits 2..8, ManBits 1..23.
// Example (FP32): 1.5 * 2.0 + 0.25 = 3.25.
`default_nettype none

module pwl_float_fma_staged #(
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23
) (
  input  wire                     clk_i,
  input  wire [1:0]               load_i,
  input  wire [ExpBits+ManBits:0] a_i,
  input  wire [ExpBits+ManBits:0] b_i,
  input  wire [ExpBits+ManBits:0] c_i,
  output wire [ExpBits+ManBits:0] y_o
);

  // Width between the halves of the multiply-add (see pwl_float_fma_add).
  localparam integer MidBits = 3 * ManBits + $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5) + 12;

  wire [MidBits-1:0]       sum, mid;
  wire [ExpBits+ManBits:0] result;

  pwl_float_fma_add #(
    .ExpBits(ExpBits),
    .ManBits(ManBits)
  ) u_add (
    .a_i  (a_i),
    .b_i  (b_i),
    .c_i  (c_i),
    .mid_o(sum)
  );
  pwl_stage #(
    .D(MidBits)
  ) u_middle (
    .clk_i (clk_i),
    .en_i  (load_i[0]),
    .data_i(sum),
    .data_o(mid)
  );
  pwl_float_fma_round #(
    .ExpBits(ExpBits),
    .ManBits(ManBits)
  ) u_round (
    .mid_i(mid),
    .y_o  (result)
  );
  pwl_stage #(
    .D(ExpBits + ManBits + 1)
  ) u_output (
    .clk_i (clk_i),
    .en_i  (load_i[1]),
    .data_i(result),
    .data_o(y_o)
  );

endmodule

`default_nettype wire
