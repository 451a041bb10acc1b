// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a reciprocal or a reciprocal root of any float looks up, and what is left for the exponent.
//
//   Root = 0: v = m * 2^E,     1 <= m < 2,   scale_o = -E    for 1 / v = (1 / m) * 2^-E
//   Root = 1: v = m * 2^(2 h), 1 <= m < 4,   scale_o = -h    for 1 / sqrt(v) = (1 / sqrt(m)) * 2^-h
//
// zero_o: v is zero or subnormal. clear_o: the result is zero: v is that, or infinite. nan_o: v is
// a NaN or below zero (-0 is a zero). mantissa_o is m whatever v is, so it is always finite.
// -E is the exponent field with the bits below its sign inverted; no adder.
// Latency: 0 (combinational). Parameters: Root 0..1, ExpBits 3..8, ManBits 1..23.
// Example (FP32, Root = 1): v = 8.0 = 2.0 * 2^2: mantissa_o = 2.0, scale_o = -1.
`default_nettype none

module pwl_float_wide_argument #(
  parameter integer Root = 0,
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23
) (
  input  wire [ExpBits+ManBits:0] v_i,
  output wire [ExpBits+ManBits:0] mantissa_o,
  output wire [ExpBits-1:0]       scale_o,     // signed
  output wire                     zero_o,
  output wire                     clear_o,
  output wire                     nan_o
);

  wire [ExpBits-1:0] field;
  wire [ManBits-1:0] fraction;
  wire               top;
  assign field    = v_i[ManBits+:ExpBits];
  assign fraction = v_i[ManBits-1:0];
  assign top      = &field;
  assign zero_o   = !(|field);
  assign clear_o  = zero_o || top;
  assign nan_o    = (top && |fraction) || (v_i[ExpBits+ManBits] && !zero_o);

  generate
    if (Root == 0) begin : gen_reciprocal
      assign mantissa_o = {2'b00, {(ExpBits - 1) {1'b1}}, fraction};
      assign scale_o    = {field[ExpBits-1], ~field[ExpBits-2:0]};
    end else begin : gen_root
      // The bias is odd: an odd field is an even exponent.
      wire [ExpBits-1:0] half;
      assign mantissa_o = {1'b0, !field[0], {(ExpBits - 1) {field[0]}}, fraction};
      assign half       = {{2{field[ExpBits-1]}}, ~field[ExpBits-2:1]};
      assign scale_o    = half + {{(ExpBits - 1) {1'b0}}, !field[0]};
    end
  endgenerate

endmodule

`default_nettype wire
