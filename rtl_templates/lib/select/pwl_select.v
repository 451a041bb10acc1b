// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Parameter select: the word of the segment that a thermometer code names.
//
//   segment = number of ones in reached_i;   data_o = words_i[segment]
//
// Latency: 0 (combinational). The thermometer code becomes one-hot with one gate per entry, so no
// binary index is ever formed. A code that is not a thermometer (unsorted thresholds) selects an
// unspecified OR of words.
// Parameters: N 2..64 entries, D >= 1 bits per word (slope and intercept side by side).
// Example: N = 4, D = 8, words 10, 20, 30, 40 and reached_i = 3'b011: data_o = 30.
`default_nettype none

module pwl_select #(
  parameter integer N = 8,
  parameter integer D = 16
) (
  input  wire [N*D-1:0] words_i,    // word i in bits [i*D +: D]
  input  wire [N-2:0]   reached_i,  // thermometer code of the comparator bank
  output wire [D-1:0]   data_o
);

  wire [N-1:0] hot;
  assign hot = {reached_i, 1'b1} & ~{1'b0, reached_i};

  pwl_onehot_mux #(
    .N(N),
    .D(D)
  ) u_mux (
    .words_i(words_i),
    .hot_i  (hot),
    .data_o (data_o)
  );

endmodule

`default_nettype wire
