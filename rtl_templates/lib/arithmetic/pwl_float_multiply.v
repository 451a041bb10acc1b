// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Product of two unsigned significands.
//
//   product_o = a_i * b_i
//
// Radix-4 Booth recoding of b_i: about Bits / 2 rows instead of Bits, each a multiple
// -2, -1, 0, 1 or 2 of a_i. A negative multiple is the complement; its +1 enters as the carry-in
// of its row. The sign of row r is worth -2^(Bits+1+2r); written as (1 - sign) - 1, the constants
// of all rows add up to ones above each row, so no sign is ever extended.
//
// Latency: none (combinational). Bits 2..24.
//
// Example (Bits = 4): 13 * 11 = 143.
`default_nettype none

module pwl_float_multiply #(
  parameter integer Bits = 24
) (
  input  wire [  Bits-1:0] a_i,       // multiplicand
  input  wire [  Bits-1:0] b_i,       // multiplier, recoded
  output wire [2*Bits-1:0] product_o  // exact product
);
  localparam Rows = Bits / 2 + 1;

  generate
    if (Bits < 2 || Bits > 24) begin : gen_bad_bits
      pwl_bad_bits_must_be_2_to_24 u_bad ();
    end
  endgenerate

  function [2*Bits-1:0] product;
    input [Bits-1:0] a;
    input [Bits-1:0] b;
    integer r, i;
    reg [2*Rows:0] digits;
    reg [Bits+1:0] row;
    reg negative, single, twice, carry, bottom;
    begin
      digits = {{(2 * Rows - Bits) {1'b0}}, b, 1'b0};
      product = {(2 * Bits) {1'b0}};
      for (r = 0; r < Rows; r = r + 1) begin
        negative = digits[2*r+2];
        single = digits[2*r] ^ digits[2*r+1];
        twice = (digits[2*r+2] ^ digits[2*r+1]) & ~single;
        row[Bits:0] = (({1'b0, a} & {(Bits + 1) {single}}) | ({a, 1'b0} & {(Bits + 1) {twice}}))
                    ^ {(Bits + 1) {negative}};
        row[Bits+1] = (r == 0) ? negative : ~negative;
        carry = negative;
        for (i = 0; i < Bits + 2; i = i + 1) begin
          if (2 * r + i < 2 * Bits) begin
            bottom = product[2*r+i];
            product[2*r+i] = bottom ^ row[i] ^ carry;
            carry = (bottom ^ row[i]) ? carry : bottom;
          end
        end
        // The ones above the row: 1 - sign - 1 is ..1110 or ..1111 there, of which each row but the
        // first adds a one and its own carry to two bits that are still zero.
        if (2 * r + Bits + 2 < 2 * Bits) product[2*r+Bits+2] = (r == 0) ? negative ^ carry : ~carry;
        if (2 * r + Bits + 3 < 2 * Bits) product[2*r+Bits+3] = (r == 0) ? carry | ~negative : carry;
      end
    end
  endfunction

  assign product_o = product(a_i, b_i);
endmodule

`default_nettype wire
