// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Integer multiply-accumulate, exact.
//
//   acc_o = slope_i * q_i + (intercept_i << shift_i)      SW > 0: shifted intercept
//   acc_o = slope_i * q_i + intercept_i                   SW = 0: direct intercept, no shifter
//
// Latency: 0 (combinational). A is wide enough for every operand, so nothing wraps. The expression is
// left whole: synthesis merges product and addend into one carry-save tree with one final adder.
// Parameters: W 4..32, KW 2..32, BW 2..64, SW 0..5, A the accumulator width of the format.
// Example: slope 25, q 12, intercept -4, shift 3: acc = 300 - 32 = 268.
`default_nettype none

module pwl_int_mac #(
  parameter integer W = 8,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer A = 16
) (
  input  wire [W-1:0]                q_i,
  input  wire [KW-1:0]               slope_i,
  input  wire [BW-1:0]               intercept_i,
  input  wire [(SW>0 ? SW : 1)-1:0]  shift_i,
  output wire [A-1:0]                acc_o
);

  generate
    if (W < 4 || W > 32) begin : gen_bad_input_width
      pwl_bad_input_width_must_be_4_to_32 u_bad ();
    end
    if (A < BW || A < W + KW) begin : gen_bad_accumulator
      pwl_bad_accumulator_narrower_than_operands u_bad ();
    end
  endgenerate

  wire signed [A-1:0] q;
  wire signed [A-1:0] slope;
  wire signed [A-1:0] intercept;
  wire signed [A-1:0] addend;
  assign q     = {{(A - W) {q_i[W-1]}}, q_i};
  assign slope = {{(A - KW) {slope_i[KW-1]}}, slope_i};

  generate
    if (A > BW) begin : gen_extend
      assign intercept = {{(A - BW) {intercept_i[BW-1]}}, intercept_i};
    end else begin : gen_same
      assign intercept = intercept_i;
    end
    if (SW > 0) begin : gen_shifted
      assign addend = intercept <<< shift_i;
    end else begin : gen_direct
      wire unused_shift;
      assign unused_shift = shift_i;
      assign addend = intercept;
    end
  endgenerate

  assign acc_o = slope * q + addend;

endmodule

`default_nettype wire
