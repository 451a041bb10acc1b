// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Bisection against a naive count of the thresholds that are reached, and its read-back against naive indexing.
`default_nettype none
module search_proof #(
  parameter integer N = 5, parameter integer W = 4, parameter integer TW = 5
) (
  input wire signed [W-1:0] q, input wire [(N-1)*TW-1:0] thresholds, input wire searching,
  input wire [((N > 4) ? 3 : (N > 2) ? 2 : 1)-1:0] cfg_index
);
  localparam integer IndexBits = (N > 4) ? 3 : (N > 2) ? 2 : 1;
  wire [IndexBits-1:0] own_index, shared_index;
  wire [TW-1:0] shown, unused;
  pwl_threshold_search #(.N(N), .W(W), .TW(TW), .IndexBits(IndexBits), .Shared(0)) own (
    .q_i(q), .thresholds_i(thresholds), .searching_i(searching), .cfg_index_i(cfg_index),
    .index_o(own_index), .threshold_o(unused));
  pwl_threshold_search #(.N(N), .W(W), .TW(TW), .IndexBits(IndexBits), .Shared(1)) shared (
    .q_i(q), .thresholds_i(thresholds), .searching_i(searching), .cfg_index_i(cfg_index),
    .index_o(shared_index), .threshold_o(shown));
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
  wire [(N-1)*TW-1:0] moved = thresholds >> (cfg_index * TW);
`ifdef FORMAL
  always @* if (sorted) assert (own_index == count);
  always @* if (sorted && searching) assert (shared_index == count);
  always @* if (!searching && cfg_index < N - 1) assert (shown == moved[TW-1:0]);
  always @* assert (own_index < N);
  always @* cover (sorted && count == 0);
  always @* cover (sorted && count == N - 1);
`endif
endmodule
`default_nettype wire
