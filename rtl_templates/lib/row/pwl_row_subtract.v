// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Distance of each code of a beat from the largest of its row.
//
//   difference = max( q - largest, -2^(D-1) )     for q <= largest
//
// Latency: 0 (combinational). A code above largest_i, which only a dropped one is, gives a
// difference that counts for nothing.
// Parameters: Lanes >= 1, W >= 2, D: W (clipped) or W + 1 (which holds every difference).
// Example: W = D = 8, q = -100, largest = 100: -128 (D = 9: -200); q = 90: -10.
`default_nettype none

module pwl_row_subtract #(
  parameter integer Lanes = 1,
  parameter integer W = 8,
  parameter integer D = 8
) (
  input  wire [Lanes*W-1:0] data_i,
  input  wire [W-1:0]       largest_i,
  output wire [Lanes*D-1:0] difference_o
);

  genvar l;
  generate
    if (D != W && D != W + 1) begin : gen_bad_width
      pwl_bad_difference_width_must_be_w_or_one_more u_bad ();
    end
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      wire [W:0] difference;
      assign difference = {data_i[l*W+W-1], data_i[l*W+:W]} - {largest_i[W-1], largest_i};
      if (D == W) begin : gen_clip
        assign difference_o[l*W+:W] = (difference[W] && !difference[W-1])
                                      ? {1'b1, {(W - 1) {1'b0}}} : difference[W-1:0];
      end else begin : gen_whole
        assign difference_o[l*D+:D] = difference;
      end
    end
  endgenerate

endmodule

`default_nettype wire
