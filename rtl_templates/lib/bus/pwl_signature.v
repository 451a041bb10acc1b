// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Signature of a sequence of words: the remainder of a polynomial, which depends on every word and
// on their order.
//
//   s(t+1) = enter_i ? (s * x + word_i) mod P : s(t)
//   P = x^32 + 04c11db7 (hexadecimal), over GF(2)
//
// 0 after reset and after clear_i, which wins. Latency: 1 cycle.
// Example: words 1, 2, 3 in this order from 0: s = 1 * 4 ^ 2 * 2 ^ 3 = 3.
`default_nettype none

module pwl_signature (
  input  wire        clk_i,
  input  wire        rst_ni,
  input  wire        clear_i,
  input  wire        enter_i,
  input  wire [31:0] word_i,
  output wire [31:0] signature_o
);

  localparam [31:0] Polynomial = 32'h04c11db7;

  reg [31:0] signature_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) signature_q <= 32'd0;
    else if (clear_i) signature_q <= 32'd0;
    else if (enter_i)
      signature_q <= {signature_q[30:0], 1'b0} ^ (Polynomial & {32{signature_q[31]}}) ^ word_i;
  end

  assign signature_o = signature_q;

endmodule

`default_nettype wire
