// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The first factor of the product of a peer's gated unit, for each element of a beat.
//
//   u_o = saturate( round half up( a * factor * Mantissa * 2^-Shift ) )
//
// Latency: 0 (combinational). Parameters: Lanes >= 1, W bits of a, signed, F bits of factor,
// unsigned; Mantissa with M bits; A bits of the whole product, W + F + M + 1, Shift 0..A, RW: bits
// that count to A; U 2..32 bits of u, signed.
// Example: a = 16, factor = 2921, Mantissa = 593, Shift = 21: 13.2, u = 13.
`default_nettype none

module pwl_peer_unit_lanes #(
  parameter integer Lanes = 1,
  parameter integer W = 8,
  parameter integer F = 8,
  parameter integer Mantissa = 1,
  parameter integer M = 1,
  parameter integer Shift = 0,
  parameter integer A = 18,
  parameter integer RW = 5,
  parameter integer U = 16
) (
  input  wire [Lanes*W-1:0] data_i,
  input  wire [Lanes*F-1:0] factor_i,
  output wire [Lanes*U-1:0] u_o
);

  localparam [M-1:0] Factor = Mantissa[M-1:0];
  localparam [RW-1:0] Requant = Shift[RW-1:0];

  wire [Lanes-1:0] unused_clamped;
  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      wire [W+F:0] product;
      wire [A:0]   scaled;
      pwl_signed_multiply #(
        .A(W),
        .B(F + 1)
      ) u_product (
        .a_i      (data_i[l*W+:W]),
        .b_i      ({1'b0, factor_i[l*F+:F]}),
        .product_o(product)
      );
      pwl_signed_multiply #(
        .A(W + F + 1),
        .B(M + 1)
      ) u_scaled (
        .a_i      (product),
        .b_i      ({1'b0, Factor}),
        .product_o(scaled)
      );
      pwl_requantize #(
        .A           (A),
        .RW          (RW),
        .O           (U),
        .OutputSigned(1),
        .Rounding    (0)
      ) u_requantize (
        .acc_i      (scaled[A-1:0]),
        .requant_i  (Requant),
        .y_o        (u_o[l*U+:U]),
        .saturated_o(unused_clamped[l])
      );
      wire unused_top;
      assign unused_top = scaled[A];
    end
  endgenerate

endmodule

`default_nettype wire
