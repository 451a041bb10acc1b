// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Lanes of the float unit side by side: one table, one value per lane and beat.
//
//   y[l] = lane(x[l])        l = 0 .. Lanes-1, lane 0 in the low bits
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
  parameter integer Pipeline = 3
) (
  input  wire                                 clk_i,
  input  wire [3:0]                           load_i,
  input  wire [Lanes*(ExpBits+ManBits+1)-1:0] x_i,
  input  wire [(N-1)*(ExpBits+ManBits+1)-1:0] thresholds_i,
  input  wire [N*(ExpBits+ManBits+1)-1:0]     slopes_i,
  input  wire [N*(ExpBits+ManBits+1)-1:0]     intercepts_i,
  output wire [Lanes*(ExpBits+ManBits+1)-1:0] y_o
);

  localparam integer W = ExpBits + ManBits + 1;

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      pwl_float_lane #(
        .N       (N),
        .ExpBits (ExpBits),
        .ManBits (ManBits),
        .Ftz     (Ftz),
        .InfIeee (InfIeee),
        .Pipeline(Pipeline)
      ) u_lane (
        .clk_i       (clk_i),
        .load_i      (load_i),
        .x_i         (x_i[l*W+:W]),
        .thresholds_i(thresholds_i),
        .slopes_i    (slopes_i),
        .intercepts_i(intercepts_i),
        .y_o         (y_o[l*W+:W])
      );
    end
  endgenerate

endmodule

`default_nettype wire
