// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Fused multiply-add, IEEE 754-2019, round to nearest even.
//
//   y_o = a_i * b_i + c_i        one rounding; every NaN result is the canonical quiet NaN
//
// pwl_float_fma_add and pwl_float_fma_round back to back. A unit that pipelines the multiply-add
// instantiates the halves and puts its register on mid.
//
// Files: this one and pwl_float_fma_add, pwl_float_fma_round, pwl_float_multiply, pwl_float_round.
// A number: the sign, ExpBits exponent bits, ManBits fraction bits, from the top.
//
// Latency: none (combinational). ExpBits 2..8, ManBits 1..23: format.
// Ftz 1: subnormal operands are zeros of their sign, and so is a result that is below the smallest
// normal number after rounding with unbounded exponent.
//
// Example (FP32): 1.5 * 2.0 + 0.25 = 3.25: 0x3fc00000, 0x40000000, 0x3e800000 give 0x40500000.
`default_nettype none

module pwl_float_fma #(
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz     = 0
) (
  input  wire [ExpBits+ManBits:0] a_i,  // factor
  input  wire [ExpBits+ManBits:0] b_i,  // factor
  input  wire [ExpBits+ManBits:0] c_i,  // addend
  output wire [ExpBits+ManBits:0] y_o   // a_i * b_i + c_i
);
  localparam MidBits = 3 * ManBits + $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5) + 12;

  wire [MidBits-1:0] mid;

  pwl_float_fma_add #(
    .ExpBits(ExpBits),
    .ManBits(ManBits),
    .Ftz    (Ftz)
  ) u_add (
    .a_i  (a_i),
    .b_i  (b_i),
    .c_i  (c_i),
    .mid_o(mid)
  );

  pwl_float_fma_round #(
    .ExpBits(ExpBits),
    .ManBits(ManBits),
    .Ftz    (Ftz)
  ) u_round (
    .mid_i(mid),
    .y_o  (y_o)
  );
endmodule

`default_nettype wire
