// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Requantizer: the only place of the integer unit where a result is shortened.
//
//   v = acc_i * 2^-requant_i      y_o = saturate( round( v ) )      saturated_o = (y_o is not round(v))
//
// Rounding 0: half_up floor(v + 1/2), 1: half_even (to nearest, ties to the even integer), 2: floor.
// The range of y_o is that of a two's complement (OutputSigned = 1) or unsigned (0) number of O bits.
// Latency: 0 (combinational). requant_i 0..A; larger values are not used.
// Parameters: A 6..96, O 2..32, RW = bits of requant_i, Rounding 0..2, OutputSigned 0..1.
// Example: A = 16, O = 8, half_up, acc 268, requant 3: v = 33.5, y = 34; requant 0: y = 127, saturated.
`default_nettype none

module pwl_requantize #(
  parameter integer A = 16,
  parameter integer RW = 5,
  parameter integer O = 8,
  parameter integer OutputSigned = 1,
  parameter integer Rounding = 0
) (
  input  wire [A-1:0]  acc_i,
  input  wire [RW-1:0] requant_i,
  output wire [O-1:0]  y_o,
  output wire          saturated_o
);

  generate
    if (Rounding < 0 || Rounding > 2) begin : gen_bad_rounding
      pwl_bad_rounding_must_be_0_to_2 u_bad ();
    end
    if (O < 2 || O > 32) begin : gen_bad_output_width
      pwl_bad_output_width_must_be_2_to_32 u_bad ();
    end
  endgenerate

  // Bits of the magnitude that the output can hold; the sign comes on top.
  localparam integer M = (OutputSigned != 0) ? O - 1 : O;
  // Width of the shifted value: the accumulator, or the kept part when that is wider.
  localparam integer V = (A > M + 2) ? A : M + 2;

  wire sign;
  assign sign = acc_i[A-1];

  // One bit below the binary point survives the shift: the half.
  wire signed [V:0] extended;
  wire signed [V:0] shifted;
  generate
    if (V > A) begin : gen_extend
      assign extended = {{(V - A) {sign}}, acc_i, 1'b0};
    end else begin : gen_same
      assign extended = {acc_i, 1'b0};
    end
  endgenerate
  assign shifted = extended >>> requant_i;

  wire half;
  assign half = shifted[0];

  wire increment;
  generate
    if (Rounding == 0) begin : gen_half_up
      assign increment = half;
    end else if (Rounding == 1) begin : gen_half_even
      // Whether a one was shifted out below the half.
      wire [V:0] ones;
      wire [V:0] below;
      assign ones  = {(V + 1) {1'b1}};
      assign below = extended & ~(ones << requant_i);
      assign increment = half && (|below || shifted[1]);
    end else begin : gen_floor
      wire unused_half;
      assign unused_half = half;
      assign increment = 1'b0;
    end
  endgenerate

  // Two bits above the magnitude are enough to see every overflow that the increment can cause: the
  // bits further up are copies of the sign, or the value was out of range before the increment.
  wire [M+1:0] rounded;
  wire         beyond;
  wire         out_of_range;
  assign rounded = shifted[M+2:1] + {{(M + 1) {1'b0}}, increment};
  assign beyond  = |(shifted[V:M+2] ^ {(V - M - 1) {sign}});

  generate
    if (OutputSigned != 0) begin : gen_signed
      assign out_of_range = beyond || (rounded[M+1] != rounded[M]);
      assign y_o = out_of_range ? {sign, {M{!sign}}} : rounded[O-1:0];
    end else begin : gen_unsigned
      assign out_of_range = beyond || rounded[M+1] || rounded[M];
      assign y_o = out_of_range ? {O{!sign}} : rounded[O-1:0];
    end
  endgenerate
  assign saturated_o = out_of_range;

endmodule

`default_nettype wire
