// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The i-gelu of I-BERT (arXiv 2101.01321) at a constant scale: the factor of a, erf as a parabola.
//
//   h = B - min(|a|, B), factor_o = a < 0 ? h^2 : 2 C - h^2;  gelu(a) = a * factor_o
//
// Latency: 0 (combinational). Parameters: W bits of a, signed; B = ceil(1.769 sqrt 2 / S), C =
// ceil(2 / (0.2888 S^2)) for steps of S; F bits of the factor: those of 2 C.
// Example: S = 1/16: B = 41, C = 1773; a = 16: h = 25, factor 2921, of 3546: 0.824 (exact: 0.841).
`default_nettype none

module pwl_i_gelu #(
  parameter integer W = 8,
  parameter integer B = 41,
  parameter integer C = 1773,
  parameter integer F = 12
) (
  input  wire [W-1:0] a_i,
  output wire [F-1:0] factor_o
);

  localparam [W-1:0] Unit = 1;
  // h has a bit more than half of the factor at most, because its square is below C.
  localparam integer H = (F + 1) / 2;
  localparam [30:0] Vertex = B[30:0];
  localparam [30:0] Offset = C[30:0];
  localparam [F+31:0] Twice = {{F{1'b0}}, Offset, 1'b0};

  wire [W-1:0]    magnitude;
  wire [W+31:0]   wide, difference;
  wire [2*H:0]    square;
  wire [2*H+F:0]  widened;
  assign magnitude  = a_i[W-1] ? ~a_i + Unit : a_i;
  assign wide       = {32'b0, magnitude};
  assign difference = {{(W + 1) {1'b0}}, Vertex} - wide;
  pwl_square #(
    .W(H + 1)
  ) u_square (
    .q_i     ({1'b0, difference[H-1:0] & {H{!difference[W+31]}}}),
    .square_o(square)
  );
  assign widened  = {{F{1'b0}}, square};
  assign factor_o = a_i[W-1] ? widened[F-1:0] : Twice[F-1:0] - widened[F-1:0];
  wire unused_high;
  assign unused_high = |{difference[W+30:H], widened[2*H+F:F]};

endmodule

`default_nettype wire
