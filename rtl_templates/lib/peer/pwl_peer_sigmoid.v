// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The sigmoid of DI-SwiGLU of I-LLM (arXiv 2405.17849) from exponentials of a peer.
//
//   s_o = floor( (a < 0 ? e(|a|) : e(0)) * 2^W / (e(0) + e(|a|)) ), at most 2^W - 1
//
// Latency: 0 (combinational). Parameters: W bits of a, signed, and of s, unsigned; One = e(0);
// the others as pwl_peer_exp, whose N is W.
// Example: DI-Exp with Octave = One = 11, a = -11: e = 5, s = 5 * 256 / 16 = 80 (exact: 68.8).
`default_nettype none

module pwl_peer_sigmoid #(
  parameter integer W = 8,
  parameter integer Polynomial = 0,
  parameter integer One = 12,
  parameter integer Guard = 0,
  parameter integer Octave = 12,
  parameter integer B = 21,
  parameter integer C = 245,
  parameter integer Z = 5,
  parameter integer E = 4
) (
  input  wire [W-1:0] a_i,
  output wire [W-1:0] s_o
);

  localparam [W-1:0] Unit = 1;
  localparam [E-1:0] Top = One[E-1:0];

  wire [W-1:0] magnitude;
  wire [E-1:0] e;
  assign magnitude = a_i[W-1] ? ~a_i + Unit : a_i;
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
    .below_i(magnitude),
    .e_o    (e)
  );

  // Where e(|a|) is 0, all ones come out of themselves: pwl_divide_steps.
  wire [E:0]   sum;
  wire [E+W:0] state;
  assign sum = {1'b0, Top} + {1'b0, e};
  pwl_divide_steps #(
    .D    (E + 1),
    .Q    (W),
    .Steps(W)
  ) u_divide (
    .state_i  ({1'b0, a_i[W-1] ? e : Top, {W{1'b0}}}),
    .divisor_i(sum),
    .state_o  (state)
  );
  assign s_o = state[W-1:0];
  wire unused_rest;
  assign unused_rest = |state[E+W:W];

endmodule

`default_nettype wire
