// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Square of a signed code.
//
//   square_o = q_i * q_i
//
// Latency: 0 (combinational). The largest square, that of -2^(W-1), is 2^(2W-2): 2W - 1 bits.
// Parameters: W >= 2.
// Example: W = 8, q_i = -128: square_o = 16384.
`default_nettype none

module pwl_square #(
  parameter integer W = 8
) (
  input  wire [W-1:0]   q_i,
  output wire [2*W-2:0] square_o
);

  localparam [W-1:0] One = 1;
  wire [W-1:0] magnitude;
  assign magnitude = q_i[W-1] ? ~q_i + One : q_i;

  // m^2 = sum of m[i] 4^i + sum over i < j of m[i] m[j] 2^(i+j+1): half the partial products of a
  // multiplier. Row i holds what m[i] brings.
  wire [W*2*W-1:0] rows;
  genvar i;
  generate
    for (i = 0; i < W; i = i + 1) begin : gen_row
      wire [2*W-1:0] row;
      if (i < W - 1) begin : gen_products
        assign row = {{(W - 1 + i) {1'b0}}, magnitude[W-1:i+1] & {(W - 1 - i) {magnitude[i]}},
                      1'b0, magnitude[i]};
      end else begin : gen_last
        assign row = {{(2 * W - 1) {1'b0}}, magnitude[i]};
      end
      assign rows[i*2*W+:2*W] = row << (2 * i);
    end
  endgenerate

  reg [2*W-1:0] total;
  integer r;
  always @* begin
    total = {(2 * W) {1'b0}};
    for (r = 0; r < W; r = r + 1) total = total + rows[r*2*W+:2*W];
  end
  assign square_o = total[2*W-2:0];

  wire unused_top;
  assign unused_top = total[2*W-1];

endmodule

`default_nettype wire
