// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// i-gelu against its formula.
`default_nettype none
module i_gelu_proof #(
  parameter integer W = 8, parameter integer B = 41, parameter integer C = 1773, parameter integer F = 12
) (
  input wire signed [W-1:0] a
);
  wire [F-1:0] factor;
  pwl_i_gelu #(.W(W), .B(B), .C(C), .F(F)) dut (.a_i(a), .factor_o(factor));
  wire [31:0] magnitude = a < 0 ? -a : a;
  wire [31:0] height = B - (magnitude < B ? magnitude : B);
  wire [31:0] expected = a < 0 ? height * height : 2 * C - height * height;
`ifdef FORMAL
  always @* assert (factor == expected);
  always @* cover (a < 0 && height > 0);
`endif
endmodule
`default_nettype wire
