// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The last step of softmax: each exponential of a beat times the reciprocal of its row's sum.
//
//   p = saturate( round half up( e * y * 2^(P - O - k) ) ), unsigned P bits
//
// Latency: 2 cycles. load_i enables the registers: bit 0 the products, bit 1 the output.
// Parameters: Lanes >= 1, E bits of e, O bits of y, KB bits of k, P 2..32 bits of p, A >= 6: bits
// of the accumulator, at least E + O + 1 + max(P - O, 0) and at least the largest k + max(O - P,
// 0); RW: bits that count to A.
// Example: E = O = P = 8, e = 255, y = 131, k = 9: 33405 * 2^-9 = 65.2, p = 65.
`default_nettype none

module pwl_row_scale #(
  parameter integer Lanes = 1,
  parameter integer E = 8,
  parameter integer O = 8,
  parameter integer KB = 5,
  parameter integer P = 8,
  parameter integer A = 20,
  parameter integer RW = 5
) (
  input  wire               clk_i,
  input  wire [1:0]         load_i,
  input  wire [Lanes*E-1:0] data_i,
  input  wire [O-1:0]       y_i,
  input  wire [KB-1:0]      exponent_i,
  output wire [Lanes*P-1:0] data_o,
  output wire               saturated_o
);

  wire [RW-1:0]    shift, late_shift;
  wire [Lanes-1:0] clamped;

  pwl_scale_shift #(
    .KB   (KB),
    .RW   (RW),
    .Fixed((O > P) ? O - P : 0)
  ) u_shift (
    .exponent_i(exponent_i),
    .shift_o   (shift)
  );
  pwl_stage #(
    .D(RW)
  ) u_late_shift (
    .clk_i (clk_i),
    .en_i  (load_i[0]),
    .data_i(shift),
    .data_o(late_shift)
  );

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      wire [E+O-1:0] product;
      assign product = {{O{1'b0}}, data_i[l*E+:E]} * {{E{1'b0}}, y_i};
      pwl_scaled_product #(
        .D     (E + O),
        .A     (A),
        .Left  ((P > O) ? P - O : 0),
        .RW    (RW),
        .P     (P),
        .Signed(0)
      ) u_scaled (
        .clk_i      (clk_i),
        .load_i     (load_i),
        .product_i  (product),
        .requant_i  (late_shift),
        .data_o     (data_o[l*P+:P]),
        .saturated_o(clamped[l])
      );
    end
  endgenerate

  pwl_stage #(
    .D(1)
  ) u_saturated (
    .clk_i (clk_i),
    .en_i  (load_i[1]),
    .data_i(|clamped),
    .data_o(saturated_o)
  );

endmodule

`default_nettype wire
