// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Recoding, carry-save tree and prefix adder beside the multiply-accumulate of a single stage.
`default_nettype none
module staged_mac_proof #(
  parameter integer W = 4, parameter integer KW = 4, parameter integer BW = 4,
  parameter integer SW = 2, parameter integer A = 9
) (
  input wire [W-1:0] q, input wire [KW-1:0] k, input wire [BW-1:0] b,
  input wire [(SW>0 ? SW : 1)-1:0] s
);
  localparam integer Rows = (W + 1) / 2;
  wire [3*Rows-1:0] digits;
  wire [A-1:0] sum, carry, acc, expected;
  wire carry_out;
  wire signed [A-1:0] wide = $signed(b);
  pwl_int_mac #(.W(W), .KW(KW), .BW(BW), .SW(SW), .A(A)) u_expected (
    .q_i(q), .slope_i(k), .intercept_i(b), .shift_i(s), .acc_o(expected));
  pwl_booth_digits #(.B(W)) u_digits (.b_i(q), .digits_o(digits));
  pwl_int_rows #(.Rows(Rows), .KW(KW), .A(A)) u_rows (
    .digits_i(digits), .slope_i(k), .addend_i(SW > 0 ? wide <<< s : wide), .sum_o(sum), .carry_o(carry));
  pwl_prefix_add #(.D(A)) u_add (
    .a_i(sum), .b_i(carry), .carry_i(1'b0), .sum_o(acc), .carry_o(carry_out));
`ifdef FORMAL
  always @* assert (acc == expected);
  always @* cover (acc[A-1] && q[W-1] && !k[KW-1]);
`endif
endmodule
`default_nettype wire
