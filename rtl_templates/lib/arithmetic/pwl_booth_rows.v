// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Partial products of a signed number and recoded digits, for a carry-save tree.
//
//   sum of the rows + (last_negative_o << 2 * (Rows - 1)) = a_i * b        modulo 2^D
//
// Row r is -2, -1, 0, 1 or 2 times a_i, at bit 2 r. A negative multiple is the complement; its +1
// stands in the next row, where bit 2 r is free, and that of the last row comes out on its own. The
// sign of row r is worth -2^(A+2r); written as (1 - sign) - 1, the constants of all rows add up to
// a one above each row, one more above the first and ones up to the top in the last, so no sign is
// extended.
//
// Latency: 0 (combinational). Parameters: A >= 3 bits of a_i, Rows >= 2 digits of b, D >= A + 4.
// Example: A = 4, Rows = 2, D = 8, 3 * -1 (digits -1, -0): 8'b00111100 + 8'b10111101, and 4 of
// last_negative_o, make 8'b11111101.
`default_nettype none

module pwl_booth_rows #(
  parameter integer A = 8,
  parameter integer Rows = 4,
  parameter integer D = 16
) (
  input  wire [A-1:0]      a_i,             // multiplicand
  input  wire [3*Rows-1:0] digits_i,        // from pwl_booth_digits
  output wire [Rows*D-1:0] rows_o,          // row r in bits [r*D +: D]
  output wire              last_negative_o  // worth 4^(Rows-1)
);

  generate
    if (Rows < 2 || D < A + 4) begin : gen_bad_rows
      pwl_bad_rows_need_2_digits_and_4_more_bits u_bad ();
    end
  endgenerate

  assign last_negative_o = digits_i[3*Rows-1];

  genvar r;
  generate
    for (r = 0; r < Rows; r = r + 1) begin : gen_row
      wire [A:0]   multiple;
      wire [D-1:0] row;
      assign multiple = (({a_i[A-1], a_i} & {(A + 1) {digits_i[3*r]}})
                         | ({a_i, 1'b0} & {(A + 1) {digits_i[3*r+1]}}))
                      ^ {(A + 1) {digits_i[3*r+2]}};
      if (r == 0) begin : gen_first
        assign row = {{(D - A - 3) {1'b0}}, ~multiple[A], multiple[A], multiple};
      end else if (r < Rows - 1) begin : gen_middle
        assign row = {{(D - A - 2) {1'b0}}, 1'b1, ~multiple[A], multiple[A-1:0]};
      end else begin : gen_last
        assign row = {{(D - A - 1) {1'b1}}, ~multiple[A], multiple[A-1:0]};
      end
      if (r == 0) begin : gen_bottom
        assign rows_o[r*D+:D] = row;
      end else begin : gen_carry
        assign rows_o[r*D+:D] = (row << (2 * r))
                              | ({{(D - 1) {1'b0}}, digits_i[3*r-1]} << (2 * r - 2));
      end
    end
  endgenerate

endmodule

`default_nettype wire
