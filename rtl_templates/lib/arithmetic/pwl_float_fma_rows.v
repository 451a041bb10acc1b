// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// First part of the fast fused multiply-add: multiply and align, up to the carry-save form.
//
//   rows_o, from the top: what pwl_float_align gives without the low part of the aligned addend,
//   then two words that add up to product + low part of the addend (subtract: its complement)
//
// The addend takes part in the last level of the tree: its shift runs beside the other levels. The
// words have one bit more than the window's low part, so that the carries that the tree has lost
// cancel in the one that matters.
//
// Latency: none (combinational). ExpBits 2..8, ManBits 1..23, Ftz 0..1. RowsBits must be left at
// its default; it is a parameter so that a parent can size its register.
// Example (FP32): a 1.5, b 2.0, c 0.25: the words add up to 0x600000000000 * 4 + 0x200000000000.
`default_nettype none

module pwl_float_fma_rows #(
  parameter integer ExpBits  = 8,
  parameter integer ManBits  = 23,
  parameter integer Ftz      = 0,
  parameter integer RowsBits = 5 * ManBits + $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5)
                             + ((Ftz != 0) ? 14 : 18)
) (
  input  wire [ExpBits+ManBits:0] a_i,    // factor
  input  wire [ExpBits+ManBits:0] b_i,    // factor
  input  wire [ExpBits+ManBits:0] c_i,    // addend
  output wire [     RowsBits-1:0] rows_o  // to pwl_float_fma_sum
);
  localparam integer P = ManBits + 1;
  localparam integer Below = (Ftz != 0) ? 0 : 2;
  localparam integer LowBits = 2 * P + Below;
  localparam integer D = LowBits + 1;
  localparam integer Rows = P / 2 + 1;
  localparam integer FrontBits = RowsBits - 2 * D + LowBits;

  wire [P-1:0] a_sig, b_sig;
  wire [FrontBits-1:0] front;
  pwl_float_align #(
    .ExpBits(ExpBits),
    .ManBits(ManBits),
    .Ftz    (Ftz)
  ) u_align (
    .a_i    (a_i),
    .b_i    (b_i),
    .c_i    (c_i),
    .a_sig_o(a_sig),
    .b_sig_o(b_sig),
    .front_o(front)
  );
  wire subtract = front[FrontBits-1];

  wire [3*Rows-1:0] digits;
  wire [Rows*(2*P+4)-1:0] products;
  wire unused_negative;  // an unsigned number ends in a digit that is not
  pwl_booth_digits #(
    .B(P + 1)
  ) u_digits (
    .b_i     ({1'b0, b_sig}),
    .digits_o(digits)
  );
  pwl_booth_rows #(
    .A   (P + 1),
    .Rows(Rows),
    .D   (2 * P + 4)
  ) u_rows (
    .a_i            ({1'b0, a_sig}),
    .digits_i       (digits),
    .rows_o         (products),
    .last_negative_o(unused_negative)
  );

  // Modulo 2^(2P+1) the rows still say what the product and the carry above it are.
  wire [(Rows+1)*D-1:0] words;
  wire [3*Rows-1:0] unused_top;
  genvar r;
  generate
    for (r = 0; r < Rows; r = r + 1) begin : gen_word
      assign unused_top[3*r+:3] = products[r*(2*P+4)+2*P+1+:3];
      if (Below == 0) begin : gen_no_guard
        assign words[r*D+:D] = products[r*(2*P+4)+:2*P+1];
      end else begin : gen_guard
        assign words[r*D+:D] = {products[r*(2*P+4)+:2*P+1], {Below{1'b0}}};
      end
    end
  endgenerate
  assign words[Rows*D+:D] = {1'b0, front[LowBits-1:0] ^ {LowBits{subtract}}};

  pwl_compress #(
    .Rows(Rows + 1),
    .D   (D)
  ) u_tree (
    .data_i(words),
    .data_o(rows_o[2*D-1:0])
  );
  assign rows_o[RowsBits-1:2*D] = front[FrontBits-1:LowBits];
endmodule

`default_nettype wire
