// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Write lines of a store, kept still while its words may take them.
//
//   Latched = 0: line_o = line_i
//   Latched = 1: line_o = line_i as it was when clk_i fell, for the low phase of the clock
//
// Latches open in the low phase (pwl_word, Cell = 2) see no line move then, so what decodes the
// lines must settle in the high phase: clk_i falls half a period after the edge that launches it.
//
// Latency: 0. Parameters: D >= 1 lines, Latched 0..1.
// Example: Latched = 1, line_i = 1 while clk_i is high: line_o = 1 until clk_i rises again.
`default_nettype none

module pwl_write_lines #(
  parameter integer D = 8,
  parameter integer Latched = 0
) (
  input  wire         clk_i,
  input  wire [D-1:0] line_i,
  output wire [D-1:0] line_o
);

  generate
    if (Latched != 0) begin : gen_latched
      pwl_latch #(
        .D(D)
      ) u_lines (
        .gate_i(clk_i),
        .data_i(line_i),
        .data_o(line_o)
      );
    end else begin : gen_wire
      wire unused_clock;
      assign unused_clock = clk_i;
      assign line_o = line_i;
    end
  endgenerate

endmodule

`default_nettype wire
