// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Parameter select by segment number: the word of segment index_i, and its one-hot select lines.
//
//   data_o = words_i[index_i];   hot_o[i] = (index_i == i)
//
// Latency: 0 (combinational). An index of N or more selects zero.
// Parameters: N 2..64 entries, D >= 1 bits per word (slope and intercept side by side), IndexBits =
// ceil(log2 N).
// Example: N = 4, D = 8, words 10, 20, 30, 40 and index_i = 2: data_o = 30, hot_o = 4'b0100.
`default_nettype none

module pwl_indexed_select #(
  parameter integer N = 8,
  parameter integer D = 16,
  parameter integer IndexBits = 3
) (
  input  wire [N*D-1:0]       words_i,  // word i in bits [i*D +: D]
  input  wire [IndexBits-1:0] index_i,
  output wire [D-1:0]         data_o,
  output wire [N-1:0]         hot_o
);

  pwl_decode #(
    .N        (N),
    .IndexBits(IndexBits)
  ) u_decode (
    .en_i   (1'b1),
    .index_i(index_i),
    .hot_o  (hot_o)
  );
  pwl_onehot_mux #(
    .N(N),
    .D(D)
  ) u_mux (
    .words_i(words_i),
    .hot_i  (hot_o),
    .data_o (data_o)
  );

endmodule

`default_nettype wire
