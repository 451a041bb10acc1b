// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Integer multiply-accumulate up to the carry-save form: what pwl_int_mac gives, as two words.
//
//   sum_o + carry_o = slope_i * q + addend_i        modulo 2^A
//
// All rows of the product and the addend go through one tree.
//
// Latency: 0 (combinational). Parameters: Rows = ceil(W / 2) >= 2 digits of q, KW >= 3 bits of the
// slope, A >= KW + 4 bits of the accumulator, wide enough for the result.
// Example: slope 25, digits of q = 12, addend -32: sum_o + carry_o = 268.
`default_nettype none

module pwl_int_rows #(
  parameter integer Rows = 4,
  parameter integer KW = 8,
  parameter integer A = 16
) (
  input  wire [3*Rows-1:0] digits_i,  // q from pwl_booth_digits
  input  wire [KW-1:0]     slope_i,
  input  wire [A-1:0]      addend_i,
  output wire [A-1:0]      sum_o,
  output wire [A-1:0]      carry_o
);

  wire [Rows*A-1:0] rows;
  wire              last_negative;

  pwl_booth_rows #(
    .A   (KW),
    .Rows(Rows),
    .D   (A)
  ) u_rows (
    .a_i            (slope_i),
    .digits_i       (digits_i),
    .rows_o         (rows),
    .last_negative_o(last_negative)
  );
  pwl_compress #(
    .Rows(Rows + 2),
    .D   (A)
  ) u_tree (
    .data_i({addend_i, {{(A - 1) {1'b0}}, last_negative} << (2 * Rows - 2), rows}),
    .data_o({carry_o, sum_o})
  );

endmodule

`default_nettype wire
