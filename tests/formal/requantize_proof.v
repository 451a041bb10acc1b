// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Naive restatement of the requantizer: add half, divide with floor, clamp; every accumulator, R 0..A.
`default_nettype none
module requantize_proof #(
  parameter integer A = 16, parameter integer RW = 5, parameter integer O = 8,
  parameter integer OutputSigned = 1, parameter integer Rounding = 0
) (
  input wire signed [A-1:0] acc, input wire [RW-1:0] r, output wire [1:0] reached
);
  wire [O-1:0] y;
  wire saturated;
  pwl_requantize #(.A(A), .RW(RW), .O(O), .OutputSigned(OutputSigned), .Rounding(Rounding)) dut (
    .acc_i(acc), .requant_i(r), .y_o(y), .saturated_o(saturated));
  localparam integer X = 2 * A + O + 4;
  assign reached = {(saturated || O >= A) && acc[A-1], r == A};
  wire signed [X-1:0] value = acc;
  wire signed [X-1:0] one = 1;
  wire signed [X-1:0] whole = value >>> r;
  wire signed [X-1:0] rest = value - (whole <<< r);    // 0 .. 2^R - 1
  wire signed [X-1:0] twice = rest <<< 1;
  wire signed [X-1:0] unit = one <<< r;
  wire up = Rounding == 0 ? twice >= unit
          : Rounding == 1 ? (twice > unit || (twice == unit && whole[0])) : 1'b0;
  wire signed [X-1:0] rounded = up ? whole + one : whole;
  wire signed [X-1:0] high = OutputSigned != 0 ? (one <<< (O - 1)) - one : (one <<< O) - one;
  wire signed [X-1:0] low = OutputSigned != 0 ? -(one <<< (O - 1)) : one - one;
  wire signed [X-1:0] clamped = rounded > high ? high : rounded < low ? low : rounded;
`ifdef FORMAL
  always @* assume (r <= A);
  always @* assert (y == clamped[O-1:0]);
  always @* assert (saturated == (clamped != rounded));
`endif
endmodule
`default_nettype wire
