// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Rounding to nearest even, overflow and packing: the only place where a float result is shortened.
//
//   guard sticky | up
//     0     *    | 0          below the tie
//     1     0    | sig_i[0]   tie: to the even one
//     1     1    | 1          above the tie
//
// Exponent field and fraction are one number to the incrementer: a carry out of the fraction moves
// to the next power of two, from the largest subnormal to the smallest normal number, and from the
// largest finite number to infinity.
//
// Latency: none (combinational). ExpBits 2..8, ManBits 1..23: format; TopBits: width of exponent_i.
//
// Example (FP32): exponent 127, sig 0xffffff, guard 1 gives 2.0 = 0x40000000.
`default_nettype none

module pwl_float_round #(
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz     = 0,  // 1: a rounded exponent below 1 gives zero
  parameter integer TopBits = 9
) (
  input  wire                     zero_positive_i,  // an exact zero gets the positive sign
  input  wire                     sign_i,      // sign of the result
  input  wire                     nan_i,       // the result is the canonical NaN
  input  wire                     infinity_i,  // the result is infinite
  input  wire [        TopBits:0] exponent_i,  // biased, signed; unused without a leading bit
  input  wire [        ManBits:0] sig_i,       // leading bit and fraction
  input  wire                     guard_i,     // first bit below sig_i
  input  wire                     sticky_i,    // some lower bit is 1
  output wire [ExpBits+ManBits:0] y_o          // packed
);
  localparam [ManBits-1:0] Quiet = 1 << (ManBits - 1);

  generate
    if (ExpBits < 2 || ExpBits > 8) begin : gen_bad_exp_bits
      pwl_bad_exp_bits_must_be_2_to_8 u_bad ();
    end
    if (ManBits < 1 || ManBits > 23) begin : gen_bad_man_bits
      pwl_bad_man_bits_must_be_1_to_23 u_bad ();
    end
  endgenerate

  wire leading = sig_i[ManBits];
  wire up = guard_i & (sticky_i | sig_i[0]);
  wire [TopBits:0] field;
  wire [ManBits-1:0] fraction;
  wire exact_zero = ~(|sig_i) & ~guard_i & ~sticky_i;
  wire tiny;
  assign {field, fraction} = {exponent_i & {(TopBits + 1) {leading}}, sig_i[ManBits-1:0]}
                           + {{(TopBits + ManBits) {1'b0}}, up};
  generate
    if (Ftz != 0) begin : gen_flush
      assign tiny = field[TopBits] | ~(|field);
    end else begin : gen_keep
      assign tiny = 1'b0;
    end
  endgenerate

  wire special = nan_i | infinity_i;
  wire overflow = (&field[ExpBits-1:0]) | (|field[TopBits:ExpBits]);
  wire inf = special | (overflow & ~tiny);
  wire clear = inf | tiny;
  assign y_o = {sign_i & ~nan_i & ~(exact_zero & zero_positive_i),
                (field[ExpBits-1:0] & {ExpBits{~tiny}}) | {ExpBits{inf}},
                (fraction & {ManBits{~clear}}) | (Quiet & {ManBits{nan_i}})};
endmodule

`default_nettype wire
