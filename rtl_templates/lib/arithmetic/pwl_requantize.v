// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Requantizer: the only place of the integer unit where a result is shortened.
//
//   v = acc_i * 2^-requant_i      y_o = saturate( round( v ) )
//   saturated_o = (y_o is not round(v))
//
// Rounding 0: half_up floor(v + 1/2), 1: half_even (to nearest, ties to the even integer), 2:
// floor. The range of y_o is that of a two's complement (OutputSigned = 1) or unsigned (0) number
// of O bits.
//
// The shifter takes its largest step first and keeps only the bits that the later steps can still
// bring into the result; of the others only one fact survives: whether they all equal the sign. One
// bit below the binary point is kept, the half.
//
// Latency: 0 (combinational). requant_i 0..A; what larger values give is unspecified.
// Parameters: A 6..96, O 2..32, RW = bits of requant_i, Rounding 0..2, OutputSigned 0..1.
// Example: A = 16, O = 8, half_up, acc 268, requant 3: v = 33.5, y = 34; requant 0: y = 127,
// saturated.
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
  // Bits in front of the first step: the accumulator with the half below it, or what is kept at
  // last.
  localparam integer V = (A > M) ? A + 1 : M + 2;
  // A step as wide as the accumulator happens only for R = A, where rounding to nearest gives zero.
  localparam integer ZeroStep = (Rounding != 2 && A == (1 << (RW - 1))) ? 1 : 0;
  localparam integer Steps = RW - ZeroStep;

  wire sign;
  assign sign = acc_i[A-1];

  wire [V-1:0] extended;
  generate
    if (V > A + 1) begin : gen_extend
      assign extended = {{(V - A - 1) {sign}}, acc_i, 1'b0};
    end else begin : gen_same
      assign extended = {acc_i, 1'b0};
    end
  endgenerate

  // {beyond, sticky, magnitude with one more bit on top, half}
  //   beyond: a bit above the kept ones is not the sign
  //   sticky: a one was shifted out below the half
  function [M+3:0] shift_right;
    input [V-1:0] value;
    input [RW-1:0] amount;
    input filler;
    integer k, i;
    reg [V-1:0] x, ones;
    reg beyond, sticky, take;
    begin
      x = value;
      ones = {V{1'b1}};
      beyond = 1'b0;
      sticky = 1'b0;
      for (k = Steps - 1; k >= 0; k = k - 1) begin
        take = amount[k];
        sticky = sticky | (take & (|(x & ~(ones << (1 << k)))));
        // Later steps shift by at most 2^k - 1.
        for (i = M + 2 + (1 << k) - 1; i < V; i = i + 1) begin
          if (i < M + 2 + 2 * (1 << k) - 1 || k == Steps - 1) begin
            if (i < M + 2 + (1 << k) - 1 + (1 << k)) beyond = beyond | (~take & (x[i] ^ filler));
            else beyond = beyond | (x[i] ^ filler);
          end
        end
        x = take ? (x >> (1 << k)) | ({V{filler}} & ~(ones >> (1 << k))) : x;
      end
      shift_right = {beyond, sticky, x[M+1:0]};
    end
  endfunction

  wire beyond, sticky, top, half;
  wire [M-1:0] whole;
  assign {beyond, sticky, top, whole, half} = shift_right(extended, requant_i, sign);

  wire increment;
  generate
    if (Rounding == 0) begin : gen_half_up
      wire unused_sticky;
      assign unused_sticky = sticky;
      assign increment = half;
    end else if (Rounding == 1) begin : gen_half_even
      assign increment = half && (sticky || whole[0]);
    end else begin : gen_floor
      wire unused_bits;
      assign unused_bits = &{1'b0, sticky, half};
      assign increment = 1'b0;
    end
  endgenerate

  // The carry out of the magnitude turns -1 into 0 and the largest number into one too many.
  wire [M-1:0] rounded;
  wire         carry;
  assign {carry, rounded} = {1'b0, whole} + {{M{1'b0}}, increment};

  wire outside;  // before rounding the value was out of range
  assign outside = beyond || (top != sign);

  wire         zero;
  wire         saturated;
  wire [O-1:0] y;
  generate
    if (ZeroStep != 0) begin : gen_zero_step
      assign zero = requant_i[RW-1];
    end else begin : gen_no_zero_step
      assign zero = 1'b0;
    end
    if (OutputSigned != 0) begin : gen_signed
      // One below the smallest number may round up to it: then nothing is cut off.
      assign saturated = sign ? (beyond || (!top && !carry)) : (outside || carry);
      assign y = (outside || (!sign && carry)) ? {sign, {M{!sign}}} : {sign && !carry, rounded};
    end else begin : gen_unsigned
      assign saturated = sign ? (outside || !carry) : (outside || carry);
      assign y = (outside || carry) ? {O{!sign}} : rounded & {O{!sign}};
    end
  endgenerate
  assign y_o = y & {O{!zero}};
  assign saturated_o = saturated && !zero;

endmodule

`default_nettype wire
