// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Comparator bank against a naive count, and select against naive indexing by that count.
`default_nettype none
module segment_proof #(
  parameter integer N = 5, parameter integer W = 5, parameter integer TW = 6, parameter integer D = 3
) (
  input wire signed [W-1:0] q, input wire [(N-1)*TW-1:0] thresholds, input wire [N*D-1:0] words
);
  wire [N-2:0] reached;
  wire [D-1:0] word;
  pwl_comparator_bank #(.N(N), .W(W), .TW(TW)) compare (
    .q_i(q), .thresholds_i(thresholds), .reached_o(reached));
  pwl_select #(.N(N), .D(D)) select (.words_i(words), .reached_i(reached), .data_o(word));
  reg [6:0] count;
  reg [6:0] ones;
  reg sorted;
  reg thermometer;
  reg signed [TW-1:0] t, before;
  integer i;
  always @* begin
    count = 0; ones = 0; sorted = 1'b1; thermometer = 1'b1; before = 0; t = 0;
    for (i = 0; i < N - 1; i = i + 1) begin
      t = thresholds[i*TW +: TW];
      if (i > 0 && t < before) sorted = 1'b0;
      before = t;
      if (q >= t) count = count + 1;
      if (reached[i]) ones = ones + 1;
      if (i > 0 && reached[i] && !reached[(i>0)?i-1:0]) thermometer = 1'b0;
    end
  end
  wire [N*D-1:0] moved = words >> (count * D);
`ifdef FORMAL
  always @* assert (ones == count);
  always @* if (sorted) assert (thermometer);
  always @* if (sorted) assert (word == moved[D-1:0]);
  always @* cover (sorted && count == 0);
  always @* cover (sorted && count == N - 1);
`endif
endmodule
`default_nettype wire
