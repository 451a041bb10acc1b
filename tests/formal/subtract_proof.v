// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Distance from the largest code, clipped in a width that holds everything; codes above the largest are not asked for.
`default_nettype none
module subtract_proof #(parameter integer W = 4, parameter integer D = 4) (
  input wire [2*W-1:0] data, input wire signed [W-1:0] largest
);
  wire [2*D-1:0] difference;
  pwl_row_subtract #(.Lanes(2), .W(W), .D(D)) dut (
    .data_i(data), .largest_i(largest), .difference_o(difference));
  wire signed [W-1:0] first = data[W-1:0], second = data[2*W-1:W];
  wire signed [W+1:0] least = -(1 << (D - 1));
  wire signed [W+1:0] exact_first = first - largest, exact_second = second - largest;
  wire signed [W+1:0] clipped_first = exact_first < least ? least : exact_first;
  wire signed [W+1:0] clipped_second = exact_second < least ? least : exact_second;
`ifdef FORMAL
  always @* if (first <= largest) assert (difference[D-1:0] == clipped_first[D-1:0]);
  always @* if (second <= largest) assert (difference[2*D-1:D] == clipped_second[D-1:0]);
  always @* cover (first <= largest && exact_first < -(1 << (W - 1)));
`endif
endmodule
`default_nettype wire
