// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The factors of a gated unit of a peer against the published formulas, of the sigmoid or of gelu.
`default_nettype none
module peer_factor_lanes_proof #(
  parameter integer Gelu = 0, parameter integer W = 4, parameter integer F = 4, parameter integer Polynomial = 0,
  parameter integer One = 7, parameter integer Guard = 1, parameter integer Octave = 7, parameter integer B = 5,
  parameter integer C = 9, parameter integer Z = 3, parameter integer E = 3
) (
  input wire [2*W-1:0] data, output wire [1:0] reached
);
  wire [2*F-1:0] factors;
  pwl_peer_factor_lanes #(
    .Lanes(2), .Gelu(Gelu), .W(W), .F(F), .Polynomial(Polynomial), .One(One), .Guard(Guard), .Octave(Octave), .B(B),
    .C(C), .Z(Z), .E(E)) dut (.data_i(data), .factor_o(factors));

  reg [15:0] expected [0:1];
  reg signed [15:0] a;
  reg [15:0] size, n, rest, e, height, factor;
  integer l;
  always @* for (l = 0; l < 2; l = l + 1) begin
    a = $signed(data[l*W+:W]);
    size = a < 0 ? -a : a;
    height = size < B ? B - size : 0;
    n = size << Guard;
    rest = n % Octave;
    e = (Polynomial != 0 ? (B - rest) * (B - rest) + C : Octave - (rest + 1) / 2) >> (n / Octave);
    factor = ((a < 0 ? e : One) << W) / (One + e);
    if (factor >= (1 << W)) factor = (1 << W) - 1;
    if (Gelu != 0) factor = a < 0 ? height * height : 2 * C - height * height;
    expected[l] = factor;
  end
`ifdef FORMAL
  always @* for (l = 0; l < 2; l = l + 1) assert (factors[l*F+:F] == expected[l]);
`endif
  assign reached = {data[W-1] && |factors[0+:F] && !data[2*W-1], !data[W-1] && factors[0+:F] > factors[F+:F]};
endmodule
`default_nettype wire
