// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Exponentials of a beat against the published formulas: of the distance to the largest code, 0 where dropped.
`default_nettype none
module peer_exp_lanes_proof #(
  parameter integer Polynomial = 0, parameter integer W = 4, parameter integer Guard = 1, parameter integer Octave = 7,
  parameter integer B = 5, parameter integer C = 9, parameter integer Z = 3, parameter integer E = 3
) (
  input wire [2*W-1:0] data, input wire [1:0] keep, input wire signed [W-1:0] largest, output wire [1:0] reached
);
  wire [2*E-1:0] e;
  pwl_peer_exp_lanes #(
    .Lanes(2), .W(W), .Polynomial(Polynomial), .Guard(Guard), .Octave(Octave), .B(B), .C(C), .Z(Z), .E(E)) dut (
    .data_i(data), .keep_i(keep), .largest_i(largest), .e_o(e));

  reg [15:0] expected [0:1];
  reg signed [W-1:0] q;
  reg [15:0] n, rest;
  integer l;
  always @* for (l = 0; l < 2; l = l + 1) begin
    q = data[l*W+:W];
    n = (largest - q) << Guard;
    rest = n % Octave;
    expected[l] = (Polynomial != 0 ? (B - rest) * (B - rest) + C : Octave - (rest + 1) / 2) >> (n / Octave);
    if (!keep[l]) expected[l] = 0;
  end
`ifdef FORMAL
  // The largest is one of those that are kept.
  always @* for (l = 0; l < 2; l = l + 1) begin
    if (keep[l]) assume ($signed(data[l*W+:W]) <= largest);
    assert (e[l*E+:E] == expected[l]);
  end
`endif
  assign reached = {keep == 2'b11 && e[0+:E] > e[E+:E] && |e[E+:E], keep == 2'b10 && |e[E+:E]};
endmodule
`default_nettype wire
