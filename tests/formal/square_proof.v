// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The square is the product.
`default_nettype none
module square_proof #(parameter integer W = 4) (input wire signed [W-1:0] q);
  wire [2*W-2:0] square;
  pwl_square #(.W(W)) dut (.q_i(q), .square_o(square));
  wire signed [2*W:0] wide = q;
  wire signed [2*W:0] product = wide * wide;
`ifdef FORMAL
  always @* assert ({2'b00, square} == product);
  always @* cover (square[2*W-2]);
`endif
endmodule
`default_nettype wire
