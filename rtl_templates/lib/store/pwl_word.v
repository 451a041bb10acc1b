// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One configuration word, in one of three kinds of cells.
//
//   word_o(t+1) = write_i(t) ? data_i(t) : word_o(t)
//
//   Cell = 0: flip-flops with enable, from data_i
//   Cell = 1: flip-flops behind a clock gate, from data_i
//   Cell = 2: latches, open in the low phase of clk_i in the cycle of the write; write_i must not
//             move in that phase (pwl_write_lines), data_i must hold until clk_i rises
//
// Latency: 1 cycle. No reset: nothing uses the word before the first commit.
// Parameters: D >= 1 bits, Cell 0..2.
// Example: write_i = 1 with data_i = 7: word_o = 7 one clock later.
`default_nettype none

module pwl_word #(
  parameter integer D = 8,
  parameter integer Cell = 0
) (
  input  wire         clk_i,
  input  wire         write_i,
  input  wire [D-1:0] data_i,
  output wire [D-1:0] word_o
);

  generate
    if (Cell == 0) begin : gen_enable
      pwl_word_register #(
        .D(D)
      ) u_word (
        .clk_i  (clk_i),
        .write_i(write_i),
        .data_i (data_i),
        .word_o (word_o)
      );
    end else if (Cell == 1) begin : gen_gated
      wire gated_clk;
      pwl_clock_gate u_gate (
        .clk_i    (clk_i),
        .en_i     (write_i),
        .test_en_i(1'b0),
        .clk_o    (gated_clk)
      );
      pwl_word_register #(
        .D(D)
      ) u_word (
        .clk_i  (gated_clk),
        .write_i(1'b1),
        .data_i (data_i),
        .word_o (word_o)
      );
    end else if (Cell == 2) begin : gen_latch
      pwl_latch #(
        .D(D)
      ) u_word (
        .gate_i(write_i && !clk_i),
        .data_i(data_i),
        .data_o(word_o)
      );
    end else begin : gen_bad_cell
      pwl_bad_cell_must_be_0_to_2 u_bad ();
    end
  endgenerate

endmodule

`default_nettype wire
