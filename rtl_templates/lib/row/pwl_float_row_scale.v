// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The last step of softmax in floats: each exponential of a beat times the reciprocal of its row's
// sum.
//
//   data_o = fma(data, factor, +0);  special_o: some float of data_o is infinite or a NaN
//
// Latency: 2 cycles; load_i as pwl_float_fma_staged.
// Parameters: Lanes >= 1, ExpBits 2..8, ManBits 1..23.
// Example (FP32): data 0.5, factor 0.25: 0.125.
`default_nettype none

module pwl_float_row_scale #(
  parameter integer Lanes = 1,
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23
) (
  input  wire                                 clk_i,
  input  wire [1:0]                           load_i,
  input  wire [Lanes*(ExpBits+ManBits+1)-1:0] data_i,
  input  wire [ExpBits+ManBits:0]             factor_i,
  output wire [Lanes*(ExpBits+ManBits+1)-1:0] data_o,
  output wire                                 special_o
);

  localparam integer W = ExpBits + ManBits + 1;

  wire [Lanes-1:0] special;
  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      pwl_float_fma_staged #(
        .ExpBits(ExpBits),
        .ManBits(ManBits)
      ) u_scale (
        .clk_i (clk_i),
        .load_i(load_i),
        .a_i   (data_i[l*W+:W]),
        .b_i   (factor_i),
        .c_i   ({W{1'b0}}),
        .y_o   (data_o[l*W+:W])
      );
      assign special[l] = &data_o[l*W+ManBits+:ExpBits];
    end
  endgenerate
  assign special_o = |special;

endmodule

`default_nettype wire
