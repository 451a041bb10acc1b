// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The i-exp of I-BERT (arXiv 2101.01321) at a constant scale: exp of a number that lies below_i
// steps below 0, as a parabola in every octave.
//
//   n = below_i * 2^Guard, z = floor( n / Octave ), r = n - z * Octave
//   e_o = floor( ((B - r)^2 + C) * 2^-z )        in units of 0.3585 S^2
//
// Latency: 0 (combinational). Parameters: N bits of below_i; Guard; Octave = floor(ln 2 / S), B =
// floor(1.353 / S), C = floor(0.344 / (0.3585 S^2)) for steps of S * 2^Guard; Z: see
// pwl_peer_quotient; E bits of e_o: those of B^2 + C.
// Example: S = 1/16, Guard = 0: Octave = 11, B = 21, C = 245; below = 16: z = 1, r = 5: (256 + 245)
// / 2 = 250 (exact: 263).
`default_nettype none

module pwl_i_exp #(
  parameter integer N = 8,
  parameter integer Guard = 0,
  parameter integer Octave = 11,
  parameter integer B = 21,
  parameter integer C = 245,
  parameter integer Z = 5,
  parameter integer E = 10
) (
  input  wire [N-1:0] below_i,
  output wire [E-1:0] e_o
);

  localparam integer F = N + Guard;
  localparam [E-1:0] Offset = C[E-1:0];
  localparam [E-1:0] Vertex = B[E-1:0];

  wire [Z-1:0]   halvings;
  wire [F-1:0]   rest;
  pwl_peer_quotient #(
    .N     (N),
    .Guard (Guard),
    .Octave(Octave),
    .Z     (Z)
  ) u_quotient (
    .below_i   (below_i),
    .halvings_o(halvings),
    .rest_o    (rest)
  );

  // B - r fits half of E and one bit, because its square fits E.
  localparam integer H = (E + 1) / 2 + 1;
  wire [F+E-1:0] rest_wide;
  wire [E-1:0]   shifted;
  wire [2*H-2:0] square;
  assign rest_wide = {{E{1'b0}}, rest};
  assign shifted   = Vertex - rest_wide[E-1:0];
  wire unused_high;
  assign unused_high = |{rest_wide[F+E-1:E], shifted[E-1:H-1]};
  pwl_square #(
    .W(H)
  ) u_square (
    .q_i     ({1'b0, shifted[H-2:0]}),
    .square_o(square)
  );
  wire [2*H+E-2:0] value;
  assign value = ({{E{1'b0}}, square} + {{(2 * H - 1) {1'b0}}, Offset}) >> halvings;
  assign e_o   = value[E-1:0];
  wire unused_value;
  assign unused_value = |value[2*H+E-2:E];

endmodule

`default_nettype wire
