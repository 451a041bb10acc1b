// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// IEEE 754 greater-or-equal comparator.
//
//   ge_o = (a_i >= b_i)        -0 equals +0; false when either operand is a NaN
//
// Sign and magnitude: equal signs compare magnitudes, with the carry-in that makes the
// comparison strict for negative operands; for unequal signs the non-negative one is larger.
// Zero a_i is taken as +0, so that one zero detector, shared by all comparators of a bank, does.
//
// Latency: none (combinational).
// ExpBits 2..8, ManBits 1..23: format. Ftz 1: subnormal operands count as zero.
//
// Example (FP32): a_i = 0x80000000 (-0), b_i = 0x00000000 (+0) gives 1.
`default_nettype none

module pwl_float_compare #(
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz     = 0
) (
  input  wire [ExpBits+ManBits:0] a_i,  // left operand, the input x of the unit
  input  wire [ExpBits+ManBits:0] b_i,  // right operand, a threshold
  output wire                     ge_o  // a_i >= b_i
);
  localparam MagBits = ExpBits + ManBits;

  generate
    if (ExpBits < 2 || ExpBits > 8) begin : gen_bad_exp_bits
      pwl_bad_exp_bits_must_be_2_to_8 u_bad ();
    end
    if (ManBits < 1 || ManBits > 23) begin : gen_bad_man_bits
      pwl_bad_man_bits_must_be_1_to_23 u_bad ();
    end
  endgenerate

  wire [MagBits-1:0] a_mag;
  wire [MagBits-1:0] b_mag;
  wire a_nan = (&a_i[MagBits-1:ManBits]) & (|a_i[ManBits-1:0]);
  wire b_nan = (&b_i[MagBits-1:ManBits]) & (|b_i[ManBits-1:0]);

  generate
    if (Ftz != 0) begin : gen_flush
      assign a_mag = a_i[MagBits-1:0] & {MagBits{|a_i[MagBits-1:ManBits]}};
      assign b_mag = b_i[MagBits-1:0] & {MagBits{|b_i[MagBits-1:ManBits]}};
    end else begin : gen_keep
      assign a_mag = a_i[MagBits-1:0];
      assign b_mag = b_i[MagBits-1:0];
    end
  endgenerate

  wire a_neg = a_i[MagBits] & (|a_mag);
  wire b_neg = b_i[MagBits];

  // Carry out of x + ~y + carry_in: x >= y for carry_in 1, x > y for carry_in 0.
  function exceeds;
    input [MagBits-1:0] x;
    input [MagBits-1:0] y;
    input carry_in;
    integer i;
    begin
      exceeds = carry_in;
      for (i = 0; i < MagBits; i = i + 1) begin
        exceeds = (x[i] == y[i]) ? exceeds : x[i];
      end
    end
  endfunction

  wire larger = exceeds(a_mag, b_mag, ~a_neg);

  // Equal signs: the magnitudes decide, the other way round for negative operands.
  wire order = (a_neg == b_neg) ? larger ^ a_neg : ~a_neg;
  assign ge_o = order & ~a_nan & ~b_nan;
endmodule

`default_nettype wire
