// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Word selected by a one-hot code, as an AND-OR network.
//
//   data_o = OR over i of (words_i[i] AND hot_i[i])      all zero when no bit of hot_i is set
//
// Latency: 0 (combinational). An AND-OR network maps to about half the cells of a multiplexer tree.
// Parameters: N >= 1 words of D >= 1 bits.
// Example: N = 3, D = 4, words 1, 2, 3 and hot_i = 3'b010: data_o = 2.
`default_nettype none

module pwl_onehot_mux #(
  parameter integer N = 8,
  parameter integer D = 8
) (
  input  wire [N*D-1:0] words_i,  // word i in bits [i*D +: D]
  input  wire [N-1:0]   hot_i,    // one bit set, or none
  output wire [D-1:0]   data_o
);

  // A balanced tree, word by word: simulators take a word in one step, and mapping for speed begins
  // from the least depth.
  localparam integer Levels = $clog2(N);
  genvar l, i;
  generate
    for (l = 0; l <= Levels; l = l + 1) begin : gen_level
      localparam integer Below = (l == 0) ? 0 : (N + ((1 << l) >> 1) - 1) >> (l - 1);
      for (i = 0; i < ((N + (1 << l) - 1) >> l); i = i + 1) begin : gen_node
        wire [D-1:0] data;
        if (l == 0) begin : gen_word
          assign data = words_i[i*D+:D] & {D{hot_i[i]}};
        end else if (2 * i + 1 < Below) begin : gen_or
          assign data = gen_level[l-1].gen_node[2*i].data | gen_level[l-1].gen_node[2*i+1].data;
        end else begin : gen_rest
          assign data = gen_level[l-1].gen_node[2*i].data;
        end
      end
    end
  endgenerate
  assign data_o = gen_level[Levels].gen_node[0].data;

endmodule

`default_nettype wire
