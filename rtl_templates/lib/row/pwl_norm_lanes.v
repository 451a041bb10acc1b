// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The last steps of a norm, for each element of a beat: pwl_norm_lane side by side, and what they
// share.
//
//   shift = exponent_i + shift_i;  an element counts where it is kept and zero_i = 0
//
// gain_i and bias_i are those of the beat in the first register; everything else comes with the
// beat.
// Latency: 4 cycles; load_i as pwl_norm_lane.
// Parameters: as pwl_norm_lane; Lanes >= 1, EB bits of exponent_i, SB bits of shift_i, KB: bits of
// their sum.
// Example: see pwl_norm_lane.
`default_nettype none

module pwl_norm_lanes #(
  parameter integer Lanes = 1,
  parameter integer Centred = 0,
  parameter integer W = 8,
  parameter integer CountBits = 13,
  parameter integer O = 8,
  parameter integer EB = 5,
  parameter integer SB = 6,
  parameter integer KB = 7,
  parameter integer G = 16,
  parameter integer B = 20,
  parameter integer Fraction = 8,
  parameter integer P = 8
) (
  input  wire                   clk_i,
  input  wire [3:0]             load_i,
  input  wire [Lanes*W-1:0]     data_i,
  input  wire [Lanes-1:0]       keep_i,
  input  wire [CountBits-1:0]   count_i,
  input  wire [W+CountBits-1:0] sum_i,
  input  wire                   zero_i,
  input  wire [O-1:0]           y_i,
  input  wire [EB-1:0]          exponent_i,
  input  wire [SB-1:0]          shift_i,
  input  wire [Lanes*G-1:0]     gain_i,
  input  wire [Lanes*B-1:0]     bias_i,
  output wire [Lanes*P-1:0]     data_o,
  output wire                   saturated_o
);

  wire [O-1:0]  early_y;
  wire [KB-1:0] shift, early_shift, middle_shift, late_shift;
  assign shift = {{(KB - EB) {1'b0}}, exponent_i} + {{(KB - SB) {1'b0}}, shift_i};

  pwl_stage #(
    .D(O + KB)
  ) u_early (
    .clk_i (clk_i),
    .en_i  (load_i[0]),
    .data_i({y_i, shift}),
    .data_o({early_y, early_shift})
  );
  pwl_stage #(
    .D(KB)
  ) u_middle (
    .clk_i (clk_i),
    .en_i  (load_i[1]),
    .data_i(early_shift),
    .data_o(middle_shift)
  );
  pwl_stage #(
    .D(KB)
  ) u_late (
    .clk_i (clk_i),
    .en_i  (load_i[2]),
    .data_i(middle_shift),
    .data_o(late_shift)
  );

  wire [Lanes-1:0] clamped;
  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      pwl_norm_lane #(
        .Centred  (Centred),
        .W        (W),
        .CountBits(CountBits),
        .O        (O),
        .KB       (KB),
        .G        (G),
        .B        (B),
        .Fraction (Fraction),
        .P        (P)
      ) u_lane (
        .clk_i      (clk_i),
        .load_i     (load_i),
        .q_i        (data_i[l*W+:W]),
        .live_i     (keep_i[l] && !zero_i),
        .count_i    (count_i),
        .sum_i      (sum_i),
        .y_i        (early_y),
        .gain_i     (gain_i[l*G+:G]),
        .bias_i     (bias_i[l*B+:B]),
        .shift_i    (late_shift),
        .data_o     (data_o[l*P+:P]),
        .saturated_o(clamped[l])
      );
    end
  endgenerate
  assign saturated_o = |clamped;

endmodule

`default_nettype wire
