// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Exponentials of a beat of a peer's softmax: how far each code lies below the largest of its row.
//
//   e_o = exp( q - largest ), 0 where the element is dropped
//
// Latency: 0 (combinational). Parameters: Lanes >= 1, W bits of a code, signed; the others as
// pwl_peer_exp.
// Example: DI-Exp with Octave = 12, largest = 5, q = -12: 17 steps below, 4.
`default_nettype none

module pwl_peer_exp_lanes #(
  parameter integer Lanes = 1,
  parameter integer W = 8,
  parameter integer Polynomial = 0,
  parameter integer Guard = 0,
  parameter integer Octave = 12,
  parameter integer B = 21,
  parameter integer C = 245,
  parameter integer Z = 5,
  parameter integer E = 4
) (
  input  wire [Lanes*W-1:0] data_i,
  input  wire [Lanes-1:0]   keep_i,
  input  wire [W-1:0]       largest_i,
  output wire [Lanes*E-1:0] e_o
);

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      // Both signed, the difference not negative where it counts: W bits hold it without a sign.
      wire [E-1:0] e;
      wire [W-1:0] below;
      assign below = largest_i - data_i[l*W+:W];
      pwl_peer_exp #(
        .Polynomial(Polynomial),
        .N         (W),
        .Guard     (Guard),
        .Octave    (Octave),
        .B         (B),
        .C         (C),
        .Z         (Z),
        .E         (E)
      ) u_exp (
        .below_i(below),
        .e_o    (e)
      );
      assign e_o[l*E+:E] = e & {E{keep_i[l]}};
    end
  endgenerate

endmodule

`default_nettype wire
