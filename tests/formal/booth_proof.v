// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Recoded digits and the rows that they make of a multiplicand: their sum is the product.
`default_nettype none
module booth_proof #(
  parameter integer A = 4, parameter integer B = 5, parameter integer Rows = 3, parameter integer D = 9
) (
  input wire signed [A-1:0] a, input wire signed [B-1:0] b
);
  wire [3*Rows-1:0] digits;
  wire [Rows*D-1:0] rows;
  wire last_negative;
  pwl_booth_digits #(.B(B)) u_digits (.b_i(b), .digits_o(digits));
  pwl_booth_rows #(.A(A), .Rows(Rows), .D(D)) u_rows (
    .a_i(a), .digits_i(digits), .rows_o(rows), .last_negative_o(last_negative));
  reg [D-1:0] sum;
  integer i;
  always @* begin
    sum = {{(D-1) {1'b0}}, last_negative} << (2 * Rows - 2);
    for (i = 0; i < Rows; i = i + 1) sum = sum + rows[i*D +: D];
  end
  wire signed [D-1:0] wide_a = a, wide_b = b;
  wire [D-1:0] expected = wide_a * wide_b;
`ifdef FORMAL
  always @* assert (sum == expected);
  always @* cover (last_negative && a[A-1] && sum != 0);
`endif
endmodule
`default_nettype wire
