// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The operand of the multiplication, from the input of the unit.
//
//   y_o = the largest finite number of x_i's sign   if x_i is infinite and InfIeee is 0
//       = zero of x_i's sign                        if x_i is subnormal and Ftz is 1
//       = x_i                                       otherwise
//
// A clamped infinity makes a zero slope give the intercept instead of a NaN.
//
// Latency: none (combinational).
// ExpBits 2..8, ManBits 1..23: format. Ftz 0..1, InfIeee 0..1: see above.
//
// Example (FP32, InfIeee = 0): x_i = 0xff800000 gives 0xff7fffff.
`default_nettype none

module pwl_float_condition #(
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz     = 0,
  parameter integer InfIeee = 0
) (
  input  wire [ExpBits+ManBits:0] x_i,  // input of the unit
  output wire [ExpBits+ManBits:0] y_o   // operand of the multiplication
);
  generate
    if (ExpBits < 2 || ExpBits > 8) begin : gen_bad_exp_bits
      pwl_bad_exp_bits_must_be_2_to_8 u_bad ();
    end
    if (ManBits < 1 || ManBits > 23) begin : gen_bad_man_bits
      pwl_bad_man_bits_must_be_1_to_23 u_bad ();
    end
  endgenerate

  wire               sign = x_i[ExpBits+ManBits];
  wire [ExpBits-1:0] exponent = x_i[ManBits+:ExpBits];
  wire [ManBits-1:0] fraction = x_i[ManBits-1:0];

  wire [ManBits-1:0] flushed;
  generate
    if (Ftz != 0) begin : gen_flush
      assign flushed = fraction & {ManBits{|exponent}};
    end else begin : gen_keep
      assign flushed = fraction;
    end
    if (InfIeee != 0) begin : gen_ieee
      assign y_o = {sign, exponent, flushed};
    end else begin : gen_clamp
      wire infinite = (&exponent) & ~(|fraction);
      assign y_o = {sign, exponent[ExpBits-1:1], exponent[0] & ~infinite,
                    flushed | {ManBits{infinite}}};
    end
  endgenerate
endmodule

`default_nettype wire
