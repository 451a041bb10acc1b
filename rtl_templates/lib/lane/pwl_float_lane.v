// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Data path of one lane of the float unit.
//
//   i = number of thresholds T with x >= T
//   y = fma(K[i], x', B[i])        one rounding, to nearest even; x' see pwl_float_condition
//
// Latency: Pipeline cycles; load_i enables the registers: bit 0 input, 1 parameters, 2 middle of
// the multiply-add (between the aligned sum and normalise and round), 3 output.
// Stages in the order in which they are added, Compact = 0: 1 output, 2 behind the select (x', K,
// B), 3 middle of the multiply-add, 4 input. Compact = 1, where the fewest bits cross: 1 output, 2
// in front of the select (x' and the segment number), 3 input, 4 middle of the multiply-add: less
// area, and a longer path from segment to output.
// threshold_o, hot_o, slope_o and intercept_o are what the configuration reads (see pwl_segment).
// Parameters: N 2..64; ExpBits 2..8, ManBits 1..23, Ftz 0..1, InfIeee 0..1; Pipeline 0..4; Compact
// 0..1, IndexBits = ceil(log2 N), Shared 0..1.
// Example (FP32): segment with K = 2.0, B = 0.25 and x = 1.5: y = 3.25.
`default_nettype none

module pwl_float_lane #(
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
  input  wire [ExpBits+ManBits:0]             x_i,
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
  output wire [ExpBits+ManBits:0]             y_o
);

  localparam integer W = ExpBits + ManBits + 1;

  // Registers of the stages, by the number of stages from which on they are there.
  localparam integer InputFrom = (Compact != 0) ? 3 : 4;
  localparam integer MidFrom = (Compact != 0) ? 4 : 3;

  wire [W-1:0] param_x;

  pwl_segment #(
    .N         (N),
    .W         (W),
    .TW        (W),
    .KW        (W),
    .BW        (W),
    .ExpBits   (ExpBits),
    .ManBits   (ManBits),
    .Ftz       (Ftz),
    .InfIeee   (InfIeee),
    .InputDepth(Pipeline >= InputFrom ? 1 : 0),
    .ParamDepth(Pipeline >= 2 ? 1 : 0),
    .Compact   (Compact),
    .IndexBits (IndexBits),
    .Shared    (Shared)
  ) u_segment (
    .clk_i       (clk_i),
    .load_input_i(load_i[0]),
    .load_param_i(load_i[1]),
    .x_i         (x_i),
    .thresholds_i(thresholds_i),
    .slopes_i    (slopes_i),
    .intercepts_i(intercepts_i),
    .searching_i (searching_i),
    .selecting_i (selecting_i),
    .cfg_index_i (cfg_index_i),
    .threshold_o (threshold_o),
    .hot_o       (hot_o),
    .x_o         (param_x),
    .slope_o     (slope_o),
    .intercept_o (intercept_o)
  );

  pwl_float_arithmetic #(
    .ExpBits (ExpBits),
    .ManBits (ManBits),
    .Ftz     (Ftz),
    .MidDepth(Pipeline >= MidFrom ? 1 : 0),
    .OutDepth(Pipeline >= 1 ? 1 : 0)
  ) u_arithmetic (
    .clk_i      (clk_i),
    .load_mid_i (load_i[2]),
    .load_out_i (load_i[3]),
    .x_i        (param_x),
    .slope_i    (slope_o),
    .intercept_i(intercept_o),
    .y_o        (y_o)
  );

endmodule

`default_nettype wire
