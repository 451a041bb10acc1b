// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The requantizer cut between shift and rounding beside the whole one, for every R of 0..A.
`default_nettype none
module requantize_cut_proof #(
  parameter integer A = 9, parameter integer RW = 4, parameter integer O = 3,
  parameter integer OutputSigned = 1, parameter integer Rounding = 0
) (
  input wire [A-1:0] acc, input wire [RW-1:0] r,
  output wire [1:0] reached
);
  wire [O-1:0] y, expected;
  wire [O+3:0] shifted;
  wire saturated, expected_saturated;
  pwl_requantize #(.A(A), .RW(RW), .O(O), .OutputSigned(OutputSigned), .Rounding(Rounding)) u_expected (
    .acc_i(acc), .requant_i(r), .y_o(expected), .saturated_o(expected_saturated));
  pwl_requantize_shift #(.A(A), .RW(RW), .O(O)) u_shift (.acc_i(acc), .requant_i(r), .y_o(shifted));
  pwl_requantize #(.A(O + 4), .RW(2), .O(O), .OutputSigned(OutputSigned), .Rounding(Rounding)) u_round (
    .acc_i(shifted), .requant_i(2'd2), .y_o(y), .saturated_o(saturated));
  assign reached = {r == A && acc[A-1], r == 1 && shifted[0] != shifted[O+3]};
`ifdef FORMAL
  always @* if (r <= A) assert (y == expected && saturated == expected_saturated);
`endif
endmodule
`default_nettype wire
