// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Lanes of a unit whose arithmetic has more stages than one register on either side of the adder.
//
//   y[l] = lane(x[l])        l = 0 .. Lanes-1, lane 0 in the low bits; saturated_o = OR over them
//
// A lane is pwl_segment and the arithmetic of its numbers, integer or float. threshold_o, hot_o,
// slope_o and intercept_o are lane 0's: only that one shows words of the configuration.
//
// Latency: InputDepth + 1 (parameters) + FrontCuts + 1 (accumulator) + BackCuts + 1 (output);
// load_i enables the registers in that order, bit 0 the input, also where there is none.
// Parameters: Lanes >= 1, InputDepth 0..1, FrontCuts, BackCuts as pwl_int_staged and
// pwl_float_staged (there FrontCuts is 1); ExpBits 0: integers with KW, BW, SW, A, RW, O,
// OutputSigned, Rounding as pwl_int_arithmetic; else floats of W = TW = KW = BW = O = ExpBits +
// ManBits + 1 bits with Ftz, InfIeee as pwl_float_lane; N, TW, Compact, IndexBits, Shared as
// pwl_segment.
// Example: Lanes = 2, W = O = 8: x_i = {x1, x0} gives y_o = {y1, y0}.
`default_nettype none

module pwl_staged_lanes #(
  parameter integer Lanes = 1,
  parameter integer N = 8,
  parameter integer W = 8,
  parameter integer TW = 8,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer A = 16,
  parameter integer RW = 5,
  parameter integer O = 8,
  parameter integer OutputSigned = 1,
  parameter integer Rounding = 0,
  parameter integer ExpBits = 0,
  parameter integer ManBits = 0,
  parameter integer Ftz = 0,
  parameter integer InfIeee = 0,
  parameter integer InputDepth = 0,
  parameter integer FrontCuts = 1,
  parameter integer BackCuts = 0,
  parameter integer Compact = 0,
  parameter integer IndexBits = 3,
  parameter integer Shared = 0
) (
  input  wire                          clk_i,
  input  wire [FrontCuts+BackCuts+3:0] load_i,
  input  wire [Lanes*W-1:0]            x_i,
  input  wire [(N-1)*TW-1:0]           thresholds_i,
  input  wire [N*KW-1:0]               slopes_i,
  input  wire [N*BW-1:0]               intercepts_i,
  input  wire [(SW>0 ? SW : 1)-1:0]    shift_i,
  input  wire [(RW>0 ? RW : 1)-1:0]    requant_i,
  input  wire                          searching_i,
  input  wire                          selecting_i,
  input  wire [IndexBits-1:0]          cfg_index_i,
  output wire [TW-1:0]                 threshold_o,
  output wire [N-1:0]                  hot_o,
  output wire [KW-1:0]                 slope_o,
  output wire [BW-1:0]                 intercept_o,
  output wire [Lanes*O-1:0]            y_o,
  output wire                          saturated_o
);

  localparam integer Cuts = FrontCuts + BackCuts;

  wire [Lanes-1:0]    saturated;
  wire [Lanes*TW-1:0] threshold;
  wire [Lanes*N-1:0]  hot;
  wire [Lanes*KW-1:0] slope;
  wire [Lanes*BW-1:0] intercept;
  wire unused_entries;
  assign unused_entries = &{1'b0, threshold, hot};
  assign threshold_o = threshold[TW-1:0];
  assign hot_o       = hot[N-1:0];
  assign slope_o     = slope[KW-1:0];
  assign intercept_o = intercept[BW-1:0];

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      wire [W-1:0] operand;
      pwl_segment #(
        .N         (N),
        .W         (W),
        .TW        (TW),
        .KW        (KW),
        .BW        (BW),
        .ExpBits   (ExpBits),
        .ManBits   (ManBits),
        .Ftz       (Ftz),
        .InfIeee   (InfIeee),
        .InputDepth(InputDepth),
        .ParamDepth(1),
        .Compact   (Compact),
        .IndexBits (IndexBits),
        .Shared    (l == 0 ? Shared : 0)
      ) u_segment (
        .clk_i       (clk_i),
        .load_input_i(load_i[0]),
        .load_param_i(load_i[1]),
        .x_i         (x_i[l*W+:W]),
        .thresholds_i(thresholds_i),
        .slopes_i    (slopes_i),
        .intercepts_i(intercepts_i),
        .searching_i (searching_i),
        .selecting_i (selecting_i),
        .cfg_index_i (cfg_index_i),
        .threshold_o (threshold[l*TW+:TW]),
        .hot_o       (hot[l*N+:N]),
        .x_o         (operand),
        .slope_o     (slope[l*KW+:KW]),
        .intercept_o (intercept[l*BW+:BW])
      );

      if (ExpBits == 0) begin : gen_int
        pwl_int_staged #(
          .FrontCuts   (FrontCuts),
          .BackCuts    (BackCuts),
          .W           (W),
          .KW          (KW),
          .BW          (BW),
          .SW          (SW),
          .A           (A),
          .RW          (RW),
          .O           (O),
          .OutputSigned(OutputSigned),
          .Rounding    (Rounding)
        ) u_arithmetic (
          .clk_i      (clk_i),
          .load_i     (load_i[Cuts+3:2]),
          .q_i        (operand),
          .slope_i    (slope[l*KW+:KW]),
          .intercept_i(intercept[l*BW+:BW]),
          .shift_i    (shift_i),
          .requant_i  (requant_i),
          .y_o        (y_o[l*O+:O]),
          .saturated_o(saturated[l])
        );
      end else begin : gen_float
        wire unused_integer;
        assign unused_integer = &{1'b0, shift_i, requant_i, A != 0, OutputSigned != 0,
                                  Rounding != 0};
        assign saturated[l] = 1'b0;
        pwl_float_staged #(
          .BackCuts(BackCuts),
          .ExpBits (ExpBits),
          .ManBits (ManBits),
          .Ftz     (Ftz)
        ) u_arithmetic (
          .clk_i      (clk_i),
          .load_i     (load_i[Cuts+3:2]),
          .x_i        (operand),
          .slope_i    (slope[l*KW+:KW]),
          .intercept_i(intercept[l*BW+:BW]),
          .y_o        (y_o[l*O+:O])
        );
      end
    end
  endgenerate

  assign saturated_o = |saturated;

endmodule

`default_nettype wire
