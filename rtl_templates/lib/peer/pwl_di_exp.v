// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// DI-Exp of I-LLM (arXiv 2405.17849) at a constant scale: exp of a number that lies below_i steps
// below 0, as a line in every octave.
//
//   n = below_i * 2^Guard, q = floor( n / Octave ), r = n - q * Octave
//   e_o = floor( (Octave - ceil(r / 2)) * 2^-q )        in units of 1 / Octave
//
// Latency: 0 (combinational). Parameters: N bits of below_i; Guard; Octave: of how many n exp
// halves, round(2^(k + Guard) / (m + (m >> 1) - (m >> 4))) for steps of m * 2^-k; Z: see
// pwl_peer_quotient; E bits of e_o: those of Octave.
// Example: Guard = 0, Octave = 12, below = 17: q = 1, r = 5: (12 - 3) / 2 = 4 (exact: 4.5).
`default_nettype none

module pwl_di_exp #(
  parameter integer N = 8,
  parameter integer Guard = 0,
  parameter integer Octave = 12,
  parameter integer Z = 5,
  parameter integer E = 4
) (
  input  wire [N-1:0] below_i,
  output wire [E-1:0] e_o
);

  localparam integer F = N + Guard;
  localparam [E-1:0] One = Octave[E-1:0];

  wire [Z-1:0] halvings;
  wire [F-1:0] rest;
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

  wire [F+E-1:0] half;
  assign half = ({{E{1'b0}}, rest} + {{(F + E - 1) {1'b0}}, 1'b1}) >> 1;
  wire unused_high;
  assign unused_high = |half[F+E-1:E];
  assign e_o = (One - half[E-1:0]) >> halvings;

endmodule

`default_nettype wire
