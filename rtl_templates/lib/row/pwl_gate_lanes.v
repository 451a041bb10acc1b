// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The product of a gated unit, for each element of a beat.
//
//   out = saturate( round half up( u * b * 2^-R ) )
//
// Latency: 2 cycles. load_i enables the registers: bit 0 the products, bit 1 the output.
// Parameters: Lanes >= 1, U bits of u and B of b, both signed, P 2..32 bits of the output, RW: bits
// that count to U + B; requant_i is constant while beats are inside.
// Example: U = B = P = 8, u = 50, b = -20, R = 4: -62.5, out = -62.
`default_nettype none

module pwl_gate_lanes #(
  parameter integer Lanes = 1,
  parameter integer U = 8,
  parameter integer B = 8,
  parameter integer P = 8,
  parameter integer RW = 5
) (
  input  wire               clk_i,
  input  wire [1:0]         load_i,
  input  wire [Lanes*U-1:0] u_i,
  input  wire [Lanes*B-1:0] b_i,
  input  wire [RW-1:0]      requant_i,
  output wire [Lanes*P-1:0] data_o,
  output wire               saturated_o
);

  wire [Lanes-1:0] clamped;
  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      wire [U+B-1:0] product;
      pwl_signed_multiply #(
        .A(U),
        .B(B)
      ) u_multiply (
        .a_i      (u_i[l*U+:U]),
        .b_i      (b_i[l*B+:B]),
        .product_o(product)
      );
      pwl_scaled_product #(
        .D     (U + B),
        .A     (U + B),
        .RW    (RW),
        .P     (P),
        .Signed(1)
      ) u_scaled (
        .clk_i      (clk_i),
        .load_i     (load_i),
        .product_i  (product),
        .requant_i  (requant_i),
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
