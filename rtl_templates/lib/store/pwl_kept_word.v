// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One configuration word of which only some bits are kept, because the tables need no others.
//
//   word_o = bits Low .. Low+Kept-1 of the last data_i that was written, with zeros below and
//   copies of the highest one above; Kept = 0: always 0; Kept = 255: the whole word
//
// Latency: 1 cycle from write_i to word_o. No reset: nothing uses the word before the first commit.
// Parameters: D >= 1 bits; Cell as pwl_word; Low + Kept <= D unless Kept is 255.
// Example: D = 8, Low = 2, Kept = 3: a write of 8'hf4 (bits 4..2 are 101) makes word_o 8'hf4.
`default_nettype none

module pwl_kept_word #(
  parameter integer D = 8,
  parameter integer Cell = 0,
  parameter integer Low = 0,
  parameter integer Kept = 255
) (
  input  wire         clk_i,
  input  wire         write_i,
  input  wire [D-1:0] data_i,
  output wire [D-1:0] word_o
);

  generate
    if (Kept == 255) begin : gen_whole
      pwl_word #(
        .D   (D),
        .Cell(Cell)
      ) u_word (
        .clk_i  (clk_i),
        .write_i(write_i),
        .data_i (data_i),
        .word_o (word_o)
      );
    end else if (Kept == 0) begin : gen_none
      wire unused_write;
      assign unused_write = &{1'b0, clk_i, write_i, data_i};
      assign word_o = {D{1'b0}};
    end else if (Low + Kept <= D) begin : gen_some
      wire [Kept-1:0] kept;
      wire            unused_data;
      assign unused_data = &{1'b0, data_i};
      pwl_word #(
        .D   (Kept),
        .Cell(Cell)
      ) u_word (
        .clk_i  (clk_i),
        .write_i(write_i),
        .data_i (data_i[Low+:Kept]),
        .word_o (kept)
      );
      genvar b;
      for (b = 0; b < D; b = b + 1) begin : gen_bit
        if (b < Low) begin : gen_below
          assign word_o[b] = 1'b0;
        end else if (b < Low + Kept) begin : gen_kept
          assign word_o[b] = kept[b-Low];
        end else begin : gen_sign
          assign word_o[b] = kept[Kept-1];
        end
      end
    end else begin : gen_bad_range
      pwl_bad_kept_bits_must_lie_in_the_word u_bad ();
    end
  endgenerate

endmodule

`default_nettype wire
