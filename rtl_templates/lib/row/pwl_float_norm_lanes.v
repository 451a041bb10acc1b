// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The last steps of a norm in floats, for each element of a beat.
//
//   data_o = fma(fma(data, root, +0), gain, bias);  special_o: some float of data_o is infinite or
//     a NaN
//
// gain_i and bias_i: Affine = 1: those of the beat in the first register; Affine = 0: the same for
// all beats that are inside.
// Latency: 4 cycles; load_i enables the registers, bits 0 and 1 of the first multiply-add, 2 and 3
// of the second.
// Parameters: Lanes >= 1, Affine 0..1, ExpBits 2..8, ManBits 1..23.
// Example (FP32): data 2.0, root 0.5, gain 3.0, bias 1.0: 4.0.
`default_nettype none

module pwl_float_norm_lanes #(
  parameter integer Lanes = 1,
  parameter integer Affine = 0,
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23
) (
  input  wire                                 clk_i,
  input  wire [3:0]                           load_i,
  input  wire [Lanes*(ExpBits+ManBits+1)-1:0] data_i,
  input  wire [ExpBits+ManBits:0]             root_i,
  input  wire [Lanes*(ExpBits+ManBits+1)-1:0] gain_i,
  input  wire [Lanes*(ExpBits+ManBits+1)-1:0] bias_i,
  output wire [Lanes*(ExpBits+ManBits+1)-1:0] data_o,
  output wire                                 special_o
);

  localparam integer W = ExpBits + ManBits + 1;

  wire [Lanes*W-1:0] rooted, gain, bias;
  wire [Lanes-1:0]   special;

  pwl_stage #(
    .D    (2 * Lanes * W),
    .Depth(Affine)
  ) u_affine (
    .clk_i (clk_i),
    .en_i  (load_i[1]),
    .data_i({gain_i, bias_i}),
    .data_o({gain, bias})
  );

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      pwl_float_fma_staged #(
        .ExpBits(ExpBits),
        .ManBits(ManBits)
      ) u_root (
        .clk_i (clk_i),
        .load_i(load_i[1:0]),
        .a_i   (data_i[l*W+:W]),
        .b_i   (root_i),
        .c_i   ({W{1'b0}}),
        .y_o   (rooted[l*W+:W])
      );
      pwl_float_fma_staged #(
        .ExpBits(ExpBits),
        .ManBits(ManBits)
      ) u_gain (
        .clk_i (clk_i),
        .load_i(load_i[3:2]),
        .a_i   (rooted[l*W+:W]),
        .b_i   (gain[l*W+:W]),
        .c_i   (bias[l*W+:W]),
        .y_o   (data_o[l*W+:W])
      );
      assign special[l] = &data_o[l*W+ManBits+:ExpBits];
    end
  endgenerate
  assign special_o = |special;

endmodule

`default_nettype wire
