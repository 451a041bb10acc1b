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

  integer i;
  reg [D-1:0] data;
  always @* begin
    data = {D{1'b0}};
    for (i = 0; i < N; i = i + 1) data = data | (words_i[i*D+:D] & {D{hot_i[i]}});
  end
  assign data_o = data;

endmodule

`default_nettype wire
