// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Exponentials that count: what is dropped, or below zero as a coarse table may be, is zero.
//
//   data_o = keep and not data < 0 ? data : +0, lane by lane
//
// Latency: 0 (combinational). Parameters: Lanes >= 1, W >= 2.
// Example (FP32): data {-0.25, 0.5}, keep 2'b11: {0.0, 0.5}.
`default_nettype none

module pwl_float_row_mask #(
  parameter integer Lanes = 1,
  parameter integer W = 32
) (
  input  wire [Lanes*W-1:0] data_i,
  input  wire [Lanes-1:0]   keep_i,
  output wire [Lanes*W-1:0] data_o
);

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      assign data_o[l*W+:W] = data_i[l*W+:W] & {W{keep_i[l] && !data_i[l*W+W-1]}};
    end
  endgenerate

endmodule

`default_nettype wire
