// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a norm takes the root of, against the formula, for moments that a row can have.
`default_nettype none
module norm_argument_proof #(
  parameter integer Centred = 0, parameter integer W = 3, parameter integer CountBits = 2, parameter integer V = 10,
  parameter integer E = 4
) (
  input wire [CountBits-1:0] count, input wire [W+CountBits-1:0] sum, input wire [2*W-2+CountBits:0] squares,
  input wire [E-1:0] epsilon, output wire [0:0] reached
);
  localparam integer SumBits = W + CountBits;
  localparam integer SquareBits = 2 * W - 1 + CountBits;
  localparam integer R = Centred != 0 ? SquareBits + SumBits + CountBits : SquareBits;
  wire [V-1:0] argument;
  pwl_norm_argument #(.Centred(Centred), .W(W), .CountBits(CountBits), .EpsilonBits(E), .V(V), .R(R)) dut (
    .moments_i({count, sum, squares}), .epsilon_i(epsilon), .argument_o(argument));
  wire signed [SumBits-1:0] total = sum;
  wire signed [31:0] wide = total;
  wire [31:0] spread = count * squares - wide * wide;
  wire [31:0] expected = Centred != 0 ? spread + epsilon : squares + epsilon;
`ifdef FORMAL
  // Cauchy and Schwarz.
  always @* if (Centred != 0) assume (wide * wide <= count * squares);
  always @* assume (expected < (1 << V));
  always @* assert (argument == expected[V-1:0]);
`endif
  assign reached = count == 2 && total < 0 && expected == 5;
endmodule
`default_nettype wire
