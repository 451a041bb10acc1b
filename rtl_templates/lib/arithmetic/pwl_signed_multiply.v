// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Product of two signed numbers.
//
//   product_o = a_i * b_i, exact
//
// Latency: 0 (combinational). Parameters: A, B >= 2 bits of the factors.
// Example: A = B = 8, -3 * 5 = -15.
`default_nettype none

module pwl_signed_multiply #(
  parameter integer A = 8,
  parameter integer B = 8
) (
  input  wire [A-1:0]   a_i,
  input  wire [B-1:0]   b_i,
  output wire [A+B-1:0] product_o
);

  wire signed [A+B-1:0] a, b;
  assign a = {{B{a_i[A-1]}}, a_i};
  assign b = {{A{b_i[B-1]}}, b_i};
  assign product_o = a * b;

endmodule

`default_nettype wire
