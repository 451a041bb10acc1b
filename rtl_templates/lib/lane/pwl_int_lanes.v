// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Lanes of the integer unit side by side: one table, one value per lane and beat.
//
//   y[l] = lane(q[l])        l = 0 .. Lanes-1, lane 0 in the low bits
//   saturated_o = OR over the lanes
//
// threshold_o, hot_o, slope_o and intercept_o are lane 0's: only that one shows words of the
// configuration.
//
// Latency: Pipeline cycles. Parameters: Lanes >= 1, the others as pwl_int_lane.
// Example: Lanes = 2, W = O = 8: q_i = {q1, q0} gives y_o = {y1, y0}.
`default_nettype none

module pwl_int_lanes #(
  parameter integer Lanes = 1,
  parameter integer N = 8,
  parameter integer W = 8,
  parameter integer TW = 8,
  parameter integer Terms = 0,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer A = 16,
  parameter integer RW = 5,
  parameter integer O = 8,
  parameter integer OutputSigned = 1,
  parameter integer Rounding = 0,
  parameter integer Pipeline = 3,
  parameter integer Compact = 0,
  parameter integer IndexBits = 3,
  parameter integer Shared = 0
) (
  input  wire                       clk_i,
  input  wire [3:0]                 load_i,
  input  wire [Lanes*W-1:0]         q_i,
  input  wire [(N-1)*TW-1:0]        thresholds_i,
  input  wire [N*KW-1:0]            slopes_i,
  input  wire [N*BW-1:0]            intercepts_i,
  input  wire [(SW>0 ? SW : 1)-1:0] shift_i,
  input  wire [(RW>0 ? RW : 1)-1:0] requant_i,
  input  wire                       searching_i,
  input  wire                       selecting_i,
  input  wire [IndexBits-1:0]       cfg_index_i,
  output wire [TW-1:0]              threshold_o,
  output wire [N-1:0]               hot_o,
  output wire [KW-1:0]              slope_o,
  output wire [BW-1:0]              intercept_o,
  output wire [Lanes*O-1:0]         y_o,
  output wire                       saturated_o
);

  wire [Lanes-1:0]    saturated;
  wire [Lanes*TW-1:0] threshold;
  wire [Lanes*N-1:0] hot;
  wire [Lanes*KW-1:0] slope;
  wire [Lanes*BW-1:0] intercept;
  wire unused_entries;
  assign unused_entries = &{1'b0, threshold, hot, slope, intercept};
  assign threshold_o = threshold[TW-1:0];
  assign hot_o       = hot[N-1:0];
  assign slope_o     = slope[KW-1:0];
  assign intercept_o = intercept[BW-1:0];

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      pwl_int_lane #(
        .N           (N),
        .W           (W),
        .TW          (TW),
        .Terms       (Terms),
        .KW          (KW),
        .BW          (BW),
        .SW          (SW),
        .A           (A),
        .RW          (RW),
        .O           (O),
        .OutputSigned(OutputSigned),
        .Rounding    (Rounding),
        .Pipeline    (Pipeline),
        .Compact     (Compact),
        .IndexBits   (IndexBits),
        .Shared      (l == 0 ? Shared : 0)
      ) u_lane (
        .clk_i       (clk_i),
        .load_i      (load_i),
        .q_i         (q_i[l*W+:W]),
        .thresholds_i(thresholds_i),
        .slopes_i    (slopes_i),
        .intercepts_i(intercepts_i),
        .shift_i     (shift_i),
        .requant_i   (requant_i),
        .searching_i (searching_i),
        .selecting_i (selecting_i),
        .cfg_index_i (cfg_index_i),
        .threshold_o (threshold[l*TW+:TW]),
        .hot_o       (hot[l*N+:N]),
        .slope_o     (slope[l*KW+:KW]),
        .intercept_o (intercept[l*BW+:BW]),
        .y_o         (y_o[l*O+:O]),
        .saturated_o (saturated[l])
      );
    end
  endgenerate

  assign saturated_o = |saturated;

endmodule

`default_nettype wire
