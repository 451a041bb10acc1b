// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// First half of the fused multiply-add: unpack, multiply, align, add.
//
//   mid_o = exact a_i * b_i + c_i, not yet normalised: sign, exponent, sum and what was shifted out
//
// The product stands at a fixed place of a window of SumBits bits; the addend is shifted right from
// the top of the window, and what leaves it at the bottom is kept as one sticky bit. The place of
// the addend is also its end stop: a product further down than two bits below it can only act as a
// sticky bit. Operands are not normalised before the multiplication: two bits below the product
// hold the guard bits of an addend against a product of a subnormal operand.
//
//   window  [ addend P | 2 | product 2P | 2 ]          P = ManBits + 1; without the last 2 if Ftz
//
// An effective subtraction computes product + ~addend with the end-around carry: the magnitude is
// the sum, or, when the addend is the larger, its complement.
//
// mid_o, from the top: zero_positive, sign, nan, infinity, sticky, exponent, sum.
// Latency: none (combinational). ExpBits 2..8, ManBits 1..23: format. Ftz 1: subnormals are zeros.
// MidBits must be left at its default; it is a parameter so that a parent can size its register.
// Example (FP32): a 1.5, b 2.0, c 0.25: exponent and sum of mid_o stand for 3.25, sticky is 0.
`default_nettype none

module pwl_float_fma_add #(
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz     = 0,
  parameter integer MidBits = 3 * ManBits + $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5) + 12
) (
  input  wire [ExpBits+ManBits:0] a_i,   // factor
  input  wire [ExpBits+ManBits:0] b_i,   // factor
  input  wire [ExpBits+ManBits:0] c_i,   // addend
  output wire [      MidBits-1:0] mid_o  // to pwl_float_fma_round
);
  localparam P = ManBits + 1;
  localparam Below = (Ftz != 0) ? 0 : 2;
  localparam LowBits = 2 * P + Below;
  localparam HighBits = P + 2;
  localparam integer SumBits = LowBits + HighBits;
  localparam TopBits = $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5);
  localparam ExpSum = TopBits + 1;
  localparam ShiftBits = $clog2(SumBits + 1);
  localparam Bias = (1 << (ExpBits - 1)) - 1;
  localparam ShiftedBits = SumBits + P;
  localparam DistanceBits = (ExpSum > ShiftBits + 1) ? ExpSum : ShiftBits + 2;
  localparam integer Top = ManBits + 4 - Bias;

  generate
    if (ExpBits < 2 || ExpBits > 8) begin : gen_bad_exp_bits
      pwl_bad_exp_bits_must_be_2_to_8 u_bad ();
    end
    if (ManBits < 1 || ManBits > 23) begin : gen_bad_man_bits
      pwl_bad_man_bits_must_be_1_to_23 u_bad ();
    end
  endgenerate

  // Unpack. A significand without its leading bit has the exponent of the smallest normal number.
  wire [ExpBits-1:0] a_field = a_i[ManBits+:ExpBits];
  wire [ExpBits-1:0] b_field = b_i[ManBits+:ExpBits];
  wire [ExpBits-1:0] c_field = c_i[ManBits+:ExpBits];
  wire a_normal = |a_field;
  wire b_normal = |b_field;
  wire c_normal = |c_field;
  wire a_full = &a_field;
  wire b_full = &b_field;
  wire c_full = &c_field;
  wire a_rest = |a_i[ManBits-1:0];
  wire b_rest = |b_i[ManBits-1:0];
  wire c_rest = |c_i[ManBits-1:0];

  wire a_zero, b_zero, c_zero;
  wire [P-1:0] a_sig, b_sig, c_sig;
  generate
    if (Ftz != 0) begin : gen_flush
      assign a_zero = ~a_normal;
      assign b_zero = ~b_normal;
      assign c_zero = ~c_normal;
      assign a_sig = {1'b1, a_i[ManBits-1:0]};
      assign b_sig = {1'b1, b_i[ManBits-1:0]} & {P{a_normal & b_normal}};
      assign c_sig = {1'b1, c_i[ManBits-1:0]} & {P{c_normal}};
    end else begin : gen_keep
      assign a_zero = ~a_normal & ~a_rest;
      assign b_zero = ~b_normal & ~b_rest;
      assign c_zero = ~c_normal & ~c_rest;
      assign a_sig = {a_normal, a_i[ManBits-1:0]};
      assign b_sig = {b_normal, b_i[ManBits-1:0]};
      assign c_sig = {c_normal, c_i[ManBits-1:0]};
    end
  endgenerate

  // Special cases.
  wire a_inf = a_full & ~a_rest;
  wire b_inf = b_full & ~b_rest;
  wire c_inf = c_full & ~c_rest;
  wire product_inf = a_inf | b_inf;
  wire product_sign = a_i[ExpBits+ManBits] ^ b_i[ExpBits+ManBits];
  wire c_sign = c_i[ExpBits+ManBits];
  wire subtract = product_sign ^ c_sign;
  wire nan = (a_full & a_rest) | (b_full & b_rest) | (c_full & c_rest)
           | (a_inf & b_zero) | (b_inf & a_zero) | (product_inf & c_inf & subtract);

  // Exponent of the top of the window if the product decides, and distance of the addend from it.
  wire signed [ExpSum-1:0] a_exp = {{(ExpSum - ExpBits) {1'b0}}, a_field[ExpBits-1:1],
                                    a_field[0] | ~a_normal};
  wire signed [ExpSum-1:0] b_exp = {{(ExpSum - ExpBits) {1'b0}}, b_field[ExpBits-1:1],
                                    b_field[0] | ~b_normal};
  wire signed [ExpSum-1:0] c_exp = {{(ExpSum - ExpBits) {1'b0}}, c_field[ExpBits-1:1],
                                    c_field[0] | ~c_normal};
  wire signed [ExpSum-1:0] top_exp = a_exp + b_exp + $signed(Top[ExpSum-1:0]);
  wire signed [ExpSum-1:0] difference = top_exp - c_exp;
  wire [DistanceBits-1:0] distance = {{(DistanceBits - ExpSum + 1) {difference[ExpSum-1]}},
                                      difference[ExpSum-2:0]};
  wire at_top = distance[DistanceBits-1] | a_zero | b_zero;
  wire beyond = |distance[DistanceBits-2:ShiftBits];
  wire [ShiftBits-1:0] shift = (distance[ShiftBits-1:0] | {ShiftBits{beyond}})
                             & {ShiftBits{~at_top}};
  wire [TopBits-1:0] exponent = at_top ? c_exp[TopBits-1:0] : top_exp[TopBits-1:0];

  // Align.
  wire [ShiftedBits-1:0] shifted = {c_sig, {SumBits{1'b0}}} >> shift;
  wire [SumBits-1:0] aligned = shifted[ShiftedBits-1:P];
  // All of the addend is below the window.
  wire far = beyond | (distance[ShiftBits-1:0] >= SumBits[ShiftBits-1:0]);
  wire sticky = (|shifted[P-1:0]) | (far & ~at_top & ~c_zero);

  // Add. High part: only the addend and a carry or borrow.
  wire [2*P-1:0] product;
  pwl_float_multiply #(
    .Bits(P)
  ) u_multiply (
    .a_i      (a_sig),
    .b_i      (b_sig),
    .product_o(product)
  );
  wire [LowBits-1:0] low_x;
  generate
    if (Ftz != 0) begin : gen_no_guard
      assign low_x = product;
    end else begin : gen_guard
      assign low_x = {product, 2'b00};
    end
  endgenerate
  wire [LowBits-1:0] low_y = aligned[LowBits-1:0] ^ {LowBits{subtract}};
  wire [HighBits-1:0] high = aligned[SumBits-1:LowBits];
  wire high_zero = ~(|high);


  // Carry out of x + y.
  function carry_out;
    input [LowBits-1:0] x;
    input [LowBits-1:0] y;
    integer i;
    begin
      carry_out = 1'b0;
      for (i = 0; i < LowBits; i = i + 1) begin
        carry_out = (x[i] ^ y[i]) ? carry_out : x[i];
      end
    end
  endfunction

  // x + y + carry_in, without the carry out.
  function [LowBits-1:0] add;
    input [LowBits-1:0] x;
    input [LowBits-1:0] y;
    input carry_in;
    integer i;
    reg carry;
    begin
      carry = carry_in;
      for (i = 0; i < LowBits; i = i + 1) begin
        add[i] = x[i] ^ y[i] ^ carry;
        carry = (x[i] ^ y[i]) ? carry : y[i];
      end
    end
  endfunction

  // x with its lowest bits toggled up to the first one that equals `down`: x + 1 or x - 1.
  function [HighBits-1:0] step;
    input [HighBits-1:0] x;
    input enable;
    input down;
    integer i;
    reg toggle;
    begin
      toggle = enable;
      for (i = 0; i < HighBits; i = i + 1) begin
        step[i] = toggle ^ x[i];
        toggle = (x[i] ^ down) & toggle;
      end
    end
  endfunction

  wire carry = carry_out(low_x, low_y);
  wire c_larger = subtract & ~(high_zero & carry);
  wire end_around = subtract & ~c_larger & ~sticky;
  wire [LowBits-1:0] low_sum = add(low_x, low_y, end_around) ^ {LowBits{c_larger}};
  wire [HighBits-1:0] high_sum = step(high, carry & ~(subtract & high_zero), subtract);

  wire sign = ((subtract & c_larger & ~product_inf) | c_inf) ? c_sign : product_sign;
  wire infinity = product_inf | c_inf;
  wire zero_positive = subtract & ~infinity;
  wire [SumBits-1:0] sum = {high_sum, low_sum};
  generate
    if (Ftz != 0) begin : gen_short
      assign mid_o = {zero_positive, sign, nan, infinity, sticky, exponent, sum, 2'b00};
    end else begin : gen_long
      assign mid_o = {zero_positive, sign, nan, infinity, sticky, exponent, sum};
    end
  endgenerate
endmodule

`default_nettype wire
