// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Lanes of the float unit side by side: one table, one value per lane and beat.
//
//   y[l] = lane(x[l])        l = 0 .. Lanes-1, lane 0 in the low bits
//
// threshold_o, hot_o, slope_o and intercept_o are lane 0's: only that one shows words of the
// configuration.
//
// Latency: Pipeline cycles. Parameters: Lanes >= 1, the others as pwl_float_lane.
// Example: Lanes = 2: x_i = {x1, x0} gives y_o = {y1, y0}.
`default_nettype none

module pwl_float_lanes #(
  parameter integer Lanes = 1,
  parameter integer N = 8,
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz = 0,
  parameter integer InfIeee = 0,
  parameter integer Pipeline = 3,
  parameter integer Compact = 0,
  parameter integer IndexBits = 3,
  parameter integer Shared = 0
) (
  input  wire                                 clk_i,
  input  wire [3:0]                           load_i,
  input  wire [Lanes*(ExpBits+ManBits+1)-1:0] x_i,
  input  wire [(N-1)*(ExpBits+ManBits+1)-1:0] thresholds_i,
  input  wire [N*(ExpBits+ManBits+1)-1:0]     slopes_i,
  input  wire [N*(ExpBits+ManBits+1)-1:0]     intercepts_i,
  input  wire                                 searching_i,
  input  wire                                 selecting_i,
  input  wire [IndexBits-1:0]                 cfg_index_i,
  output wire [ExpBits+ManBits:0]             threshold_o,
  output wire [N-1:0]                         hot_o,
  output wire [ExpBits+ManBits:0]             slope_o,
  output wire [ExpBits+ManBits:0]             intercept_o,
  output wire [Lanes*(ExpBits+ManBits+1)-1:0] y_o
);

  localparam integer W = ExpBits + ManBits + 1;

  wire [Lanes*W-1:0] threshold;
  wire [Lanes*N-1:0] hot;
  wire [Lanes*W-1:0] slope;
  wire [Lanes*W-1:0] intercept;
  wire unused_entries;
  assign unused_entries = &{1'b0, threshold, hot, slope, intercept};
  assign threshold_o = threshold[W-1:0];
  assign hot_o       = hot[N-1:0];
  assign slope_o     = slope[W-1:0];
  assign intercept_o = intercept[W-1:0];

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      pwl_float_lane #(
        .N        (N),
        .ExpBits  (ExpBits),
        .ManBits  (ManBits),
        .Ftz      (Ftz),
        .InfIeee  (InfIeee),
        .Pipeline (Pipeline),
        .Compact  (Compact),
        .IndexBits(IndexBits),
        .Shared   (l == 0 ? Shared : 0)
      ) u_lane (
        .clk_i       (clk_i),
        .load_i      (load_i),
        .x_i         (x_i[l*W+:W]),
        .thresholds_i(thresholds_i),
        .slopes_i    (slopes_i),
        .intercepts_i(intercepts_i),
        .searching_i (searching_i),
        .selecting_i (selecting_i),
        .cfg_index_i (cfg_index_i),
        .threshold_o (threshold[l*W+:W]),
        .hot_o       (hot[l*N+:N]),
        .slope_o     (slope[l*W+:W]),
        .intercept_o (intercept[l*W+:W]),
        .y_o         (y_o[l*W+:W])
      );
    end
  endgenerate

endmodule

`default_nettype wire
