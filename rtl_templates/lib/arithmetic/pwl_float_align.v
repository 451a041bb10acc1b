// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the fast fused multiply-add does beside its multiplier: unpack, classify, align the addend.
//
//   front_o, from the top: subtract, sign, nan, infinity, sticky, exponent, aligned addend
//   a_sig_o, b_sig_o: the significands to be multiplied
//
// The window, the exponent and the sticky bit are those of pwl_float_fma_add, with the addend where
// that one has the sum. subtract: signs differ, and nothing is infinite; sign: that of the product,
// or of an infinite addend.
//
// The distance of the addend comes out of a carry-save row and a prefix adder, its low bits first;
// so the shifter takes the small steps first, and what ends the shift (the end stop, all of the
// addend below the window) comes last.
//
// Latency: none (combinational). ExpBits 2..8, ManBits 1..23: format. Ftz 1: subnormals are zeros.
// FrontBits must be left at its default.
// Example (FP32): a 1.5, b 2.0, c 0.25: a_sig_o 0xc00000, b_sig_o 0x800000, the addend 3 places
// below the product's leading bit.
`default_nettype none

module pwl_float_align #(
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz     = 0,
  parameter integer FrontBits = 3 * ManBits + $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5)
                              + ((Ftz != 0) ? 10 : 12)
) (
  input  wire [ExpBits+ManBits:0] a_i,      // factor
  input  wire [ExpBits+ManBits:0] b_i,      // factor
  input  wire [ExpBits+ManBits:0] c_i,      // addend
  output wire [        ManBits:0] a_sig_o,
  output wire [        ManBits:0] b_sig_o,
  output wire [    FrontBits-1:0] front_o
);
  localparam integer P = ManBits + 1;
  localparam integer SumBits = 3 * P + ((Ftz != 0) ? 2 : 4);
  localparam integer TopBits = $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5);
  localparam integer ExpSum = TopBits + 1;
  localparam integer ShiftBits = $clog2(SumBits + 1);
  localparam integer ShiftedBits = SumBits + P;
  localparam integer DistanceBits = (ExpSum > ShiftBits + 1) ? ExpSum : ShiftBits + 2;
  localparam integer Bias = (1 << (ExpBits - 1)) - 1;
  // Exponent of the top of the window less those of the factors; one more for the complement of the
  // addend's.
  localparam integer Top = ManBits + 4 - Bias;
  localparam integer TopAndOne = Top + 1;
  localparam [TopBits-1:0] TopOffset = Top[TopBits-1:0];
  localparam [DistanceBits-1:0] DistanceOffset = TopAndOne[DistanceBits-1:0];

  generate
    if (ExpBits < 2 || ExpBits > 8) begin : gen_bad_exp_bits
      pwl_bad_exp_bits_must_be_2_to_8 u_bad ();
    end
    if (ManBits < 1 || ManBits > 23) begin : gen_bad_man_bits
      pwl_bad_man_bits_must_be_1_to_23 u_bad ();
    end
  endgenerate

  // Unpack the three operands: bit or field n of each vector is that of a, b, c.
  wire [2:0]         sign, normal, full, rest, zero, inf;
  wire [3*P-1:0]     sig;
  wire [3*DistanceBits-1:0] exp;
  genvar n;
  generate
    for (n = 0; n < 3; n = n + 1) begin : gen_operand
      wire [ExpBits+ManBits:0] operand;
      assign operand = (n == 0) ? a_i : (n == 1) ? b_i : c_i;
      wire [ExpBits-1:0] field;
      assign field = operand[ManBits+:ExpBits];
      assign sign[n] = operand[ExpBits+ManBits];
      assign normal[n] = |field;
      assign full[n] = &field;
      assign rest[n] = |operand[ManBits-1:0];
      assign inf[n] = full[n] & ~rest[n];
      // Without its leading bit a significand has the exponent of the smallest normal number.
      assign exp[n*DistanceBits+:DistanceBits] =
          {{(DistanceBits - ExpBits) {1'b0}}, field[ExpBits-1:1], field[0] | ~normal[n]};
      if (Ftz != 0) begin : gen_flush
        assign zero[n] = ~normal[n];
        assign sig[n*P+:P] = {1'b1, operand[ManBits-1:0]} & {P{normal[n]}};
      end else begin : gen_keep
        assign zero[n] = ~normal[n] & ~rest[n];
        assign sig[n*P+:P] = {normal[n], operand[ManBits-1:0]};
      end
    end
  endgenerate
  assign a_sig_o = sig[0+:P];
  assign b_sig_o = sig[P+:P];

  wire product_inf = inf[0] | inf[1];
  wire product_sign = sign[0] ^ sign[1];
  wire differ = product_sign ^ sign[2];
  wire nan = (|(full & rest)) | (inf[0] & zero[1]) | (inf[1] & zero[0])
           | (product_inf & inf[2] & differ);
  wire infinity = product_inf | inf[2];

  // Distance of the addend from the top of the window: the factors' exponents less its own.
  wire [DistanceBits-1:0] a_exp = exp[0+:DistanceBits];
  wire [DistanceBits-1:0] b_exp = exp[DistanceBits+:DistanceBits];
  wire [DistanceBits-1:0] c_exp = exp[2*DistanceBits+:DistanceBits];
  wire [2*DistanceBits-1:0] rows;
  wire [DistanceBits-1:0] distance;
  wire unused_carry;
  pwl_compress #(
    .Rows(4),
    .D   (DistanceBits)
  ) u_rows (
    .data_i({DistanceOffset, ~c_exp, b_exp, a_exp}),
    .data_o(rows)
  );
  pwl_prefix_add #(
    .D(DistanceBits)
  ) u_distance (
    .a_i    (rows[0+:DistanceBits]),
    .b_i    (rows[DistanceBits+:DistanceBits]),
    .carry_i(1'b0),
    .sum_o  (distance),
    .carry_o(unused_carry)
  );
  wire [TopBits-1:0] top_exp = a_exp[TopBits-1:0] + b_exp[TopBits-1:0] + TopOffset;

  wire at_top = distance[DistanceBits-1] | zero[0] | zero[1];
  wire beyond = |distance[DistanceBits-2:ShiftBits];
  // All of the addend is below the window.
  wire far = ~at_top & (beyond | (distance[ShiftBits-1:0] >= SumBits[ShiftBits-1:0]));

  integer k;
  reg [ShiftedBits-1:0] shifted;
  always @* begin
    shifted = {sig[2*P+:P], {SumBits{1'b0}}};
    for (k = 0; k < ShiftBits; k = k + 1) begin
      if (distance[k]) shifted = shifted >> (1 << k);
    end
  end
  wire [SumBits-1:0] aligned = at_top ? {sig[2*P+:P], {(SumBits - P) {1'b0}}}
                                      : shifted[ShiftedBits-1:P] & {SumBits{~far}};
  wire sticky = ~at_top & (far ? ~zero[2] : |shifted[P-1:0]);
  wire [TopBits-1:0] exponent = at_top ? c_exp[TopBits-1:0] : top_exp;

  assign front_o = {differ & ~infinity, inf[2] ? sign[2] : product_sign, nan, infinity, sticky,
                    exponent, aligned};
endmodule

`default_nettype wire
