// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Signed product against the product of magnitudes.
`default_nettype none
module signed_multiply_proof #(parameter integer A = 4, parameter integer B = 3) (
  input wire [A-1:0] a, input wire [B-1:0] b
);
  wire [A+B-1:0] product;
  pwl_signed_multiply #(.A(A), .B(B)) dut (.a_i(a), .b_i(b), .product_o(product));
  wire [A-1:0] size_a = a[A-1] ? -a : a;
  wire [B-1:0] size_b = b[B-1] ? -b : b;
  wire [A+B-1:0] size = {{B{1'b0}}, size_a} * {{A{1'b0}}, size_b};
`ifdef FORMAL
  always @* assert (product == ((a[A-1] ^ b[B-1]) ? -size : size));
  always @* cover (a == 1 << (A - 1) && b == 1 << (B - 1));
`endif
endmodule
`default_nettype wire
