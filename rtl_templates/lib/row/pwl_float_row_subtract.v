// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Distance of each float of a beat from one of its row: the largest, or the mean.
//
//   difference_o = fma(1, data, -centre)      one rounding
//
// Latency: 0 (combinational). Parameters: Lanes >= 1, ExpBits 2..8, ManBits 1..23.
// Example (FP32): data 1.5, centre 2.0: -0.5.
`default_nettype none

module pwl_float_row_subtract #(
  parameter integer Lanes = 1,
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23
) (
  input  wire [Lanes*(ExpBits+ManBits+1)-1:0] data_i,
  input  wire [ExpBits+ManBits:0]             centre_i,
  output wire [Lanes*(ExpBits+ManBits+1)-1:0] difference_o
);

  localparam integer W = ExpBits + ManBits + 1;

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      pwl_float_fma #(
        .ExpBits(ExpBits),
        .ManBits(ManBits)
      ) u_subtract (
        .a_i({2'b00, {(ExpBits - 1) {1'b1}}, {ManBits{1'b0}}}),
        .b_i(data_i[l*W+:W]),
        .c_i({!centre_i[W-1], centre_i[W-2:0]}),
        .y_o(difference_o[l*W+:W])
      );
    end
  endgenerate

endmodule

`default_nettype wire
