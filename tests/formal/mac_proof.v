// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Naive restatement of the multiply-accumulate, compared for every operand.
`default_nettype none
module mac_proof #(
  parameter integer W = 4, parameter integer KW = 4, parameter integer BW = 4,
  parameter integer SW = 2, parameter integer A = 9
) (
  input wire signed [W-1:0] q, input wire signed [KW-1:0] k, input wire signed [BW-1:0] b,
  input wire [(SW>0 ? SW : 1)-1:0] s
);
  wire [A-1:0] acc;
  pwl_int_mac #(.W(W), .KW(KW), .BW(BW), .SW(SW), .A(A)) dut (
    .q_i(q), .slope_i(k), .intercept_i(b), .shift_i(s), .acc_o(acc));
  wire signed [A-1:0] wide = b;
  wire signed [A-1:0] expected = q * k + (SW > 0 ? (wide <<< s) : wide);
`ifdef FORMAL
  always @* assert (acc == expected);
  always @* cover (acc[A-1] && q[W-1] && !k[KW-1]);
`endif
endmodule
`default_nettype wire
