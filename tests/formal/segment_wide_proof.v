// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Both ways to a segment, of any width and kind, for all inputs and all thresholds, sorted or not.
//   comparator bank: every output is the plain comparison of the code with its threshold
//   bisection: the code has reached the threshold below the segment that it finds, and not the one above
// For sorted thresholds the second says that the segment is the number of thresholds that are reached: with
// q >= t[index-1] all below are reached, with q < t[index] none above is.
`default_nettype none
module segment_wide_proof #(
  parameter integer N = 8, parameter integer W = 8, parameter integer TW = 8,
  parameter integer ExpBits = 0, parameter integer ManBits = 0, parameter integer Ftz = 0
) (
  input wire [W-1:0] q, input wire [(N-1)*TW-1:0] thresholds, input wire searching,
  input wire [$clog2(N)-1:0] cfg_index,
  output wire [3:0] reached
);
  localparam integer IndexBits = $clog2(N);
  wire [N-2:0] over;
  wire [IndexBits-1:0] own_index, shared_index;
  wire [TW-1:0] shown, unused;
  pwl_comparator_bank #(.N(N), .W(W), .TW(TW), .ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz)) bank (
    .q_i(q), .thresholds_i(thresholds), .reached_o(over));
  pwl_threshold_search #(.N(N), .W(W), .TW(TW), .ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz), .IndexBits(IndexBits),
                         .Shared(0)) own (
    .q_i(q), .thresholds_i(thresholds), .searching_i(searching), .cfg_index_i(cfg_index), .index_o(own_index),
    .threshold_o(unused));
  pwl_threshold_search #(.N(N), .W(W), .TW(TW), .ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz), .IndexBits(IndexBits),
                         .Shared(1)) shared (
    .q_i(q), .thresholds_i(thresholds), .searching_i(searching), .cfg_index_i(cfg_index), .index_o(shared_index),
    .threshold_o(shown));

  // A float as a signed number: the two zeros, and with Ftz all that is subnormal, are one.
  function signed [TW:0] number;
    input [TW-1:0] v;
    begin
      number = $signed(v);
      if (ExpBits != 0) begin
        number = {2'b00, v[TW-2:0]};
        if (Ftz != 0 && (v[TW-2:0] >> ManBits) == 0) number = 0;
        if (v[TW-1]) number = -number;
      end
    end
  endfunction
  localparam [TW:0] One = 1;
  localparam [TW:0] Infinity = ((One << ExpBits) - One) << ManBits;
  function nan;
    input [TW-1:0] v;
    nan = ExpBits != 0 && v[TW-2:0] > Infinity;
  endfunction

  wire signed [W-1:0] signed_q = q;
  wire signed [TW-1:0] code = signed_q;
  // Bit i + 1: threshold i is reached. Below the first there is one that all reach, above the last one that none does.
  reg [N:0] plain;
  reg [TW-1:0] t;
  integer i;
  always @* begin
    plain = 1;
    t = 0;
    for (i = 0; i < N - 1; i = i + 1) begin
      t = thresholds[i*TW +: TW];
      plain[i+1] = number(code) >= number(t) && !nan(code) && !nan(t);
    end
  end
  wire [N:0] own_here = plain >> own_index;
  wire [N:0] shared_here = plain >> shared_index;
  wire [(N-1)*TW-1:0] moved = thresholds >> (cfg_index * TW);
`ifdef FORMAL
  always @* assert (over == plain[N-1:1]);
  always @* assert (own_index < N && own_here[1:0] == 2'b01);
  always @* if (searching) assert (shared_index < N && shared_here[1:0] == 2'b01);
  always @* if (!searching && cfg_index < N - 1) assert (shown == moved[TW-1:0]);
`endif
  assign reached = {&over, !(|over), own_index == N - 1, searching && shared_index == 1};
endmodule
`default_nettype wire
