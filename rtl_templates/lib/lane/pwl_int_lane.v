// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Data path of one lane of the integer unit.
//
//   i = number of thresholds T with q >= T
//   y = saturate( round( (K[i] * q + (B[i] << s)) * 2^-R ) )
//   RW = 0: y = K[i] * q + (B[i] << s)
//
// Latency: Pipeline cycles; load_i enables the registers: bit 0 input, 1 parameters, 2 accumulator,
// 3 output.
// Stages in the order in which they are added, Compact = 0: 1 output, 2 behind the select (q, K,
// B), 3 behind the multiply-accumulate, 4 input. Compact = 1, where the fewest bits cross: 1
// output, 2 in front of the select (q and the segment number), 3 input, 4 behind the
// multiply-accumulate: less area, and a longer path from segment to output.
// The shifts s and R must be those of the beat in the stage that uses them (see the parameter
// stores). threshold_o, hot_o, slope_o and intercept_o are what the configuration reads (see
// pwl_segment).
// Parameters: N 2..64, W 4..32, TW >= W, Terms and KW (see pwl_int_mac), BW, SW (0: direct
// intercept), A, RW (0: raw output), O output bits (raw: A), OutputSigned 0..1, Rounding 0..2,
// Pipeline 0..4; Compact 0..1, IndexBits = ceil(log2 N), Shared 0..1.
// Example: W = 8, s = 3, R = 3, half_up, segment with K = 25, B = -4, q = 12: acc 268, y = 34.
`default_nettype none

module pwl_int_lane #(
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
  input  wire [W-1:0]               q_i,
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
  output wire [O-1:0]               y_o,
  output wire                       saturated_o  // y_o is not the rounded value (raw: always 0)
);

  // Registers of the stages, by the number of stages from which on they are there.
  localparam integer InputFrom = (Compact != 0) ? 3 : 4;
  localparam integer AccFrom = (Compact != 0) ? 4 : 3;

  wire [W-1:0] param_q;

  pwl_segment #(
    .N         (N),
    .W         (W),
    .TW        (TW),
    .KW        (KW),
    .BW        (BW),
    .InputDepth(Pipeline >= InputFrom ? 1 : 0),
    .ParamDepth(Pipeline >= 2 ? 1 : 0),
    .Compact   (Compact),
    .IndexBits (IndexBits),
    .Shared    (Shared)
  ) u_segment (
    .clk_i       (clk_i),
    .load_input_i(load_i[0]),
    .load_param_i(load_i[1]),
    .x_i         (q_i),
    .thresholds_i(thresholds_i),
    .slopes_i    (slopes_i),
    .intercepts_i(intercepts_i),
    .searching_i (searching_i),
    .selecting_i (selecting_i),
    .cfg_index_i (cfg_index_i),
    .threshold_o (threshold_o),
    .hot_o       (hot_o),
    .x_o         (param_q),
    .slope_o     (slope_o),
    .intercept_o (intercept_o)
  );

  pwl_int_arithmetic #(
    .W           (W),
    .Terms       (Terms),
    .KW          (KW),
    .BW          (BW),
    .SW          (SW),
    .A           (A),
    .RW          (RW),
    .O           (O),
    .OutputSigned(OutputSigned),
    .Rounding    (Rounding),
    .AccDepth    (Pipeline >= AccFrom ? 1 : 0),
    .OutDepth    (Pipeline >= 1 ? 1 : 0)
  ) u_arithmetic (
    .clk_i      (clk_i),
    .load_acc_i (load_i[2]),
    .load_out_i (load_i[3]),
    .q_i        (param_q),
    .slope_i    (slope_o),
    .intercept_i(intercept_o),
    .shift_i    (shift_i),
    .requant_i  (requant_i),
    .y_o        (y_o),
    .saturated_o(saturated_o)
  );

endmodule

`default_nettype wire
