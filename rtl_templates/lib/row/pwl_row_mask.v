// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Sets the dropped values of a beat to zero.
//
//   data_o = keep ? data : 0, lane by lane
//
// Latency: 0 (combinational). Parameters: Lanes >= 1, W >= 1.
// Example: Lanes = 2, W = 4, data 8'h5A, keep 2'b01: 8'h0A.
`default_nettype none

module pwl_row_mask #(
  parameter integer Lanes = 1,
  parameter integer W = 8
) (
  input  wire [Lanes*W-1:0] data_i,
  input  wire [Lanes-1:0]   keep_i,
  output wire [Lanes*W-1:0] data_o
);

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      assign data_o[l*W+:W] = data_i[l*W+:W] & {W{keep_i[l]}};
    end
  endgenerate

endmodule

`default_nettype wire
