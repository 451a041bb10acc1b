// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Comparator bank against a naive count, and select, for every thermometer code, against naive indexing by its count.
`default_nettype none
module segment_proof #(
  parameter integer N = 5, parameter integer W = 5, parameter integer TW = 6, parameter integer D = 3
) (
  input wire signed [W-1:0] q, input wire [(N-1)*TW-1:0] thresholds,
  input wire [N-2:0] code, input wire [N*D-1:0] words
);
  wire [N-2:0] reached;
  wire [D-1:0] word;
  pwl_comparator_bank #(.N(N), .W(W), .TW(TW)) compare (
    .q_i(q), .thresholds_i(thresholds), .reached_o(reached));
  // A code of its own: the solver need not look through the comparators.
  pwl_select #(.N(N), .D(D)) select (.words_i(words), .reached_i(code), .data_o(word));
  function thermometer;
    input [N-2:0] bits;
    integer b;
    begin
      thermometer = 1'b1;
      for (b = 1; b < N - 1; b = b + 1) if (bits[b] && !bits[b-1]) thermometer = 1'b0;
    end
  endfunction
  function [6:0] ones;
    input [N-2:0] bits;
    integer b;
    begin
      ones = 0;
      for (b = 0; b < N - 1; b = b + 1) if (bits[b]) ones = ones + 1;
    end
  endfunction
  reg [6:0] count;
  reg sorted;
  reg signed [TW-1:0] t, before;
  integer i;
  always @* begin
    count = 0; sorted = 1'b1; before = 0; t = 0;
    for (i = 0; i < N - 1; i = i + 1) begin
      t = thresholds[i*TW +: TW];
      if (i > 0 && t < before) sorted = 1'b0;
      before = t;
      if (q >= t) count = count + 1;
    end
  end
  reg [D-1:0] expected;
  integer w;
  always @* begin
    expected = 0;
    for (w = 0; w < N; w = w + 1) if (ones(code) == w) expected = words[w*D +: D];
  end
`ifdef FORMAL
  always @* assert (ones(reached) == count);
  always @* if (sorted) assert (thermometer(reached));
  always @* if (thermometer(code)) assert (word == expected);
  always @* cover (sorted && count == 0);
  always @* cover (sorted && count == N - 1);
  always @* cover (thermometer(code) && ones(code) == N - 1);
`endif
endmodule
`default_nettype wire
