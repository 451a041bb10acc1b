// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What each first operand of a beat of a peer's gated unit is multiplied by.
//
//   factor_o = sigmoid (Gelu = 0, pwl_peer_sigmoid) or factor of gelu (Gelu = 1, pwl_i_gelu) of a
//
// Latency: 0 (combinational). Parameters: Lanes >= 1, Gelu 0..1, W bits of a, F bits of a factor (W
// with Gelu = 0); the others as there.
// Example: see pwl_peer_sigmoid and pwl_i_gelu.
`default_nettype none

module pwl_peer_factor_lanes #(
  parameter integer Lanes = 1,
  parameter integer Gelu = 0,
  parameter integer W = 8,
  parameter integer F = 8,
  parameter integer Polynomial = 0,
  parameter integer One = 12,
  parameter integer Guard = 0,
  parameter integer Octave = 12,
  parameter integer B = 21,
  parameter integer C = 245,
  parameter integer Z = 5,
  parameter integer E = 4
) (
  input  wire [Lanes*W-1:0] data_i,
  output wire [Lanes*F-1:0] factor_o
);

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      if (Gelu != 0) begin : gen_gelu
        pwl_i_gelu #(
          .W(W),
          .B(B),
          .C(C),
          .F(F)
        ) u_gelu (
          .a_i     (data_i[l*W+:W]),
          .factor_o(factor_o[l*F+:F])
        );
      end else begin : gen_sigmoid
        pwl_peer_sigmoid #(
          .W         (W),
          .Polynomial(Polynomial),
          .One       (One),
          .Guard     (Guard),
          .Octave    (Octave),
          .B         (B),
          .C         (C),
          .Z         (Z),
          .E         (E)
        ) u_sigmoid (
          .a_i(data_i[l*W+:W]),
          .s_o(factor_o[l*F+:F])
        );
      end
    end
  endgenerate

endmodule

`default_nettype wire
