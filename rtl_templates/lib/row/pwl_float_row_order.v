// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Floats as signed integers of the same order, and back: one and the same map.
//
//   data_o = data_i with the bits below the sign inverted where the sign is 1
//
// The order is IEEE's, with -0 below +0 and NaNs at both ends, so that an integer comparison finds
// the largest.
// Latency: 0 (combinational). Parameters: Lanes >= 1, W >= 2.
// Example (W = 8): 8'h83 gives 8'hfc, and 8'hfc gives 8'h83.
`default_nettype none

module pwl_float_row_order #(
  parameter integer Lanes = 1,
  parameter integer W = 32
) (
  input  wire [Lanes*W-1:0] data_i,
  output wire [Lanes*W-1:0] data_o
);

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      assign data_o[l*W+:W] = data_i[l*W+:W] ^ {1'b0, {(W - 1) {data_i[l*W+W-1]}}};
    end
  endgenerate

endmodule

`default_nettype wire
