// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The words of a bank: each is what its own write line let in last, of which some keep only bits 1 and 2.
`default_nettype none
module words_proof #(parameter integer Shifts = 1) (
  input wire clk, input wire [1:0] threshold_we, input wire [2:0] slope_we, input wire [2:0] intercept_we,
  input wire requant_we, input wire shift_we, input wire [4:0] data, output wire [1:0] reached
);
  localparam integer TW = 3, KW = 4, BW = 5, SW = Shifts != 0 ? 2 : 0, RW = Shifts != 0 ? 3 : 0;
  wire [2*TW-1:0] thresholds;
  wire [3*KW-1:0] slopes;
  wire [3*BW-1:0] intercepts;
  wire [(SW > 0 ? SW : 1)-1:0] shift;
  wire [(RW > 0 ? RW : 1)-1:0] requant;
  pwl_words #(
    .N(3), .TW(TW), .KW(KW), .BW(BW), .SW(SW), .RW(RW), .DataBits(5), .ThresholdKept({16'h00ff, 16'h0102}),
    .SlopeKept({16'h0102, 16'h00ff, 16'h0000}), .InterceptKept({16'h00ff, 16'h0102, 16'h00ff})) dut (
    .clk_i(clk), .threshold_we_i(threshold_we), .slope_we_i(slope_we), .intercept_we_i(intercept_we),
    .requant_we_i(requant_we), .shift_we_i(shift_we), .data_i(data), .thresholds_o(thresholds), .slopes_o(slopes),
    .intercepts_o(intercepts), .shift_o(shift), .requant_o(requant));

  // Word by word: thresholds, slopes, intercepts, R, shift.
  wire [9:0] we = {shift_we, requant_we, intercept_we, slope_we, threshold_we};
  reg [9:0] written = 10'd0;
  reg [4:0] last [0:9];
  integer i;
  always @(posedge clk) for (i = 0; i < 10; i = i + 1) if (we[i]) begin
    written[i] <= 1'b1;
    last[i] <= data;
  end
  function [4:0] few;  // bits 1 and 2, as a signed number
    input [4:0] v;
    few = {v[2], v[2], v[2], v[1], 1'b0};
  endfunction
  wire [4:0] t0 = few(last[0]), s2 = few(last[4]), b1 = few(last[6]);
`ifdef FORMAL
  always @* begin
    if (written[0]) assert (thresholds[0+:TW] == t0[TW-1:0]);
    if (written[1]) assert (thresholds[TW+:TW] == last[1][TW-1:0]);
    assert (slopes[0+:KW] == 0);
    if (written[3]) assert (slopes[KW+:KW] == last[3][KW-1:0]);
    if (written[4]) assert (slopes[2*KW+:KW] == s2[KW-1:0]);
    if (written[5]) assert (intercepts[0+:BW] == last[5]);
    if (written[6]) assert (intercepts[BW+:BW] == b1);
    if (written[7]) assert (intercepts[2*BW+:BW] == last[7]);
    if (Shifts == 0) assert (requant == 0 && shift == 0);
    if (Shifts != 0 && written[8]) assert (requant == last[8][2:0]);
    if (Shifts != 0 && written[9]) assert (shift == last[9][1:0]);
  end
`endif
  assign reached = {&written && |intercepts[2*BW+:BW] && slopes[2*KW+KW-1], written[0] && thresholds[TW-1]};
endmodule
`default_nettype wire
