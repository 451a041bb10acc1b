// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The last step of a peer's softmax: each exponential of a beat as a share of its row's sum.
//
//   p = floor( e * 2^P / sum ), at most 2^P - 1; 0 where the sum is 0
//
// zero_o tells in the first cycle that the sum is 0; zero_i is the same behind the third register.
// Latency: 4 cycles; load_i enables the registers in their order.
// Parameters: Lanes >= 1, E bits of e, D >= E bits of the sum, P 2..32 bits of p.
// Example: P = 8, e = 9, sum = 34: 67.8, p = 67.
`default_nettype none

module pwl_peer_share_lanes #(
  parameter integer Lanes = 1,
  parameter integer E = 4,
  parameter integer D = 15,
  parameter integer P = 8
) (
  input  wire               clk_i,
  input  wire [3:0]         load_i,
  input  wire [Lanes*E-1:0] data_i,
  input  wire [D-1:0]       sum_i,
  input  wire               zero_i,
  output wire               zero_o,
  output wire [Lanes*P-1:0] data_o,
  output wire               saturated_o
);

  assign zero_o = !(|sum_i);

  wire [Lanes*(D+P)-1:0] dividend;
  wire [Lanes*P-1:0]     quotient;
  wire [Lanes-1:0]       over;
  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      wire [D+P+E-1:0] shifted;
      assign shifted = {{(D + P) {1'b0}}, data_i[l*E+:E]} << P;
      assign dividend[l*(D+P)+:D+P] = shifted[D+P-1:0];
      wire unused_top;
      assign unused_top = |shifted[D+P+E-1:D+P];
    end
  endgenerate
  pwl_divide_lanes #(
    .Lanes (Lanes),
    .D     (D),
    .Q     (P),
    .Stages(4)
  ) u_divide (
    .clk_i     (clk_i),
    .load_i    (load_i[2:0]),
    .dividend_i(dividend),
    .divisor_i (sum_i),
    .quotient_o(quotient),
    .over_o    (over)
  );
  // e = sum is the only way to exceed the range, and leaves all ones by itself.
  pwl_stage #(
    .D(Lanes * P + 1)
  ) u_output (
    .clk_i (clk_i),
    .en_i  (load_i[3]),
    .data_i({|over && !zero_i, quotient & {(Lanes * P) {!zero_i}}}),
    .data_o({saturated_o, data_o})
  );

endmodule

`default_nettype wire
