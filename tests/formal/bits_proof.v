// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Modules that only lead bits somewhere: dropped values are zero, lanes become bytes, words meet wider ports, a wide
// unit's result for zero.
`default_nettype none
module bits_proof #(parameter integer W = 5) (
  input wire [2*W-1:0] data, input wire [1:0] keep, input wire zero, input wire [2:0] exponent
);
  wire [2*W-1:0] masked;
  wire [31:0] bytes;
  wire [3:0] byte_keep;
  wire [2*W+1:0] wider;
  wire [2*W-1:0] same;
  wire [W-1:0] y;
  wire [2:0] exponent_out;
  wire zero_out;
  pwl_row_mask #(.Lanes(2), .W(W)) mask (.data_i(data), .keep_i(keep), .data_o(masked));
  pwl_lane_bytes #(.Lanes(2), .D(W), .Bytes(2)) lanes (
    .data_i(data), .keep_i(keep), .data_o(bytes), .keep_o(byte_keep));
  pwl_zero_extend #(.D(2*W), .DataBits(2*W+2)) extend (.data_i(data), .data_o(wider));
  pwl_zero_extend #(.D(2*W), .DataBits(2*W)) fits (.data_i(data), .data_o(same));
  pwl_wide_result #(.O(W), .KB(3), .Largest(5)) result (
    .zero_i(zero), .y_i(data[W-1:0]), .exponent_i(exponent), .y_o(y), .exponent_o(exponent_out), .zero_o(zero_out));
`ifdef FORMAL
  always @* assert (masked[W-1:0] == (keep[0] ? data[W-1:0] : 0) && masked[W+:W] == (keep[1] ? data[W+:W] : 0));
  always @* assert (bytes[15:0] == data[W-1:0] && bytes[31:16] == data[W+:W]);
  always @* assert (byte_keep == {keep[1], keep[1], keep[0], keep[0]});
  always @* assert (wider == data && same == data);
  always @* assert (y == (zero ? (1 << W) - 1 : data[W-1:0]) && exponent_out == (zero ? 5 : exponent) && zero_out == zero);
  always @* cover (keep == 2'b10 && |masked);
`endif
endmodule
`default_nettype wire
