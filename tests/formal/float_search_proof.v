// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Bisection of floats against their comparator bank, which float_compare_proof holds against IEEE 754: the same segment for
// thresholds in order, NaN, infinities, subnormals and both zeros among inputs and thresholds; its read-back against
// naive indexing.
`default_nettype none
module float_search_proof #(
  parameter integer N = 5, parameter integer ExpBits = 2, parameter integer ManBits = 1, parameter integer Ftz = 0
) (
  input wire [ExpBits+ManBits:0] x, input wire [(N-1)*(ExpBits+ManBits+1)-1:0] thresholds, input wire searching,
  input wire [((N > 4) ? 3 : (N > 2) ? 2 : 1)-1:0] cfg_index,
  output wire [1:0] reached  // what the proof must be able to see
);
  localparam integer W = ExpBits + ManBits + 1;
  localparam integer IndexBits = (N > 4) ? 3 : (N > 2) ? 2 : 1;
  wire [IndexBits-1:0] index;
  wire [W-1:0] shown;
  wire [N-2:0] over;
  // A threshold reaches the one below it, each stands for itself: neither is a NaN.
  wire [N-2:0] in_order;
  pwl_threshold_search #(.N(N), .W(W), .TW(W), .ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz), .IndexBits(IndexBits),
                         .Shared(1)) search (
    .q_i(x), .thresholds_i(thresholds), .searching_i(searching), .cfg_index_i(cfg_index), .index_o(index),
    .threshold_o(shown));
  pwl_comparator_bank #(.N(N), .W(W), .TW(W), .ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz)) bank (
    .q_i(x), .thresholds_i(thresholds), .reached_o(over));
  genvar g;
  generate
    for (g = 0; g < N - 1; g = g + 1) begin : gen_order
      pwl_float_compare #(.ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz)) order (
        .a_i(thresholds[g*W+:W]), .b_i(thresholds[((g > 0) ? g - 1 : 0)*W+:W]), .ge_o(in_order[g]));
    end
  endgenerate
  reg [6:0] count;
  integer i;
  always @* begin
    count = 0;
    for (i = 0; i < N - 1; i = i + 1) if (over[i]) count = count + 1;
  end
  wire [(N-1)*W-1:0] moved = thresholds >> (cfg_index * W);
`ifdef FORMAL
  always @* if (&in_order && searching) assert (index == count);
  always @* if (!searching && cfg_index < N - 1) assert (shown == moved[W-1:0]);
`endif
  assign reached = {&in_order && searching && count == N - 1, &in_order && searching && count == 0};
endmodule
`default_nettype wire
