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
      wire [U+B-1:0] product, late_product;
      wire [P-1:0]   scaled;
      pwl_signed_multiply #(
        .A(U),
        .B(B)
      ) u_multiply (
        .a_i      (u_i[l*U+:U]),
        .b_i      (b_i[l*B+:B]),
        .product_o(product)
      );
      pwl_stage #(
        .D(U + B)
      ) u_product (
        .clk_i (clk_i),
        .en_i  (load_i[0]),
        .data_i(product),
        .data_o(late_product)
      );
      pwl_requantize #(
        .A           (U + B),
        .RW          (RW),
        .O           (P),
        .OutputSigned(1),
        .Rounding    (0)
      ) u_requantize (
        .acc_i      (late_product),
        .requant_i  (requant_i),
        .y_o        (scaled),
        .saturated_o(clamped[l])
      );
      pwl_stage #(
        .D(P)
      ) u_output (
        .clk_i (clk_i),
        .en_i  (load_i[1]),
        .data_i(scaled),
        .data_o(data_o[l*P+:P])
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
