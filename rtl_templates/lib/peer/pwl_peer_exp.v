// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Exponential as a peer computes it: one of pwl_di_exp and pwl_i_exp.
//
//   e_o = exp of what lies below_i steps below 0
//
// Latency: 0 (combinational). Parameters: Polynomial 0 (DI-Exp) or 1 (i-exp); the others as there,
// B and C of i-exp only.
// Example: see pwl_di_exp and pwl_i_exp.
`default_nettype none

module pwl_peer_exp #(
  parameter integer Polynomial = 0,
  parameter integer N = 8,
  parameter integer Guard = 0,
  parameter integer Octave = 12,
  parameter integer B = 21,
  parameter integer C = 245,
  parameter integer Z = 5,
  parameter integer E = 4
) (
  input  wire [N-1:0] below_i,
  output wire [E-1:0] e_o
);

  generate
    if (Polynomial != 0) begin : gen_parabola
      pwl_i_exp #(
        .N     (N),
        .Guard (Guard),
        .Octave(Octave),
        .B     (B),
        .C     (C),
        .Z     (Z),
        .E     (E)
      ) u_exp (
        .below_i(below_i),
        .e_o    (e_o)
      );
    end else begin : gen_line
      pwl_di_exp #(
        .N     (N),
        .Guard (Guard),
        .Octave(Octave),
        .Z     (Z),
        .E     (E)
      ) u_exp (
        .below_i(below_i),
        .e_o    (e_o)
      );
    end
  endgenerate

endmodule

`default_nettype wire
