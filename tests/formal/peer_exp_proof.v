// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Exponentials of others: the octave by counting, then the published formulas.
`default_nettype none
module peer_exp_proof #(
  parameter integer Polynomial = 0, parameter integer N = 6, parameter integer Guard = 1,
  parameter integer Octave = 11, parameter integer B = 21, parameter integer C = 245, parameter integer Z = 4,
  parameter integer E = 4
) (
  input wire [N-1:0] below, output wire [0:0] reached
);
  wire [E-1:0] e;
  pwl_peer_exp #(.Polynomial(Polynomial), .N(N), .Guard(Guard), .Octave(Octave), .B(B), .C(C), .Z(Z), .E(E)) dut (
    .below_i(below), .e_o(e));
  wire [31:0] n = below << Guard;
  reg [31:0] halvings, rest, value;
  integer i;
  always @* begin
    halvings = 0;
    for (i = 1; i < (1 << Z); i = i + 1) if (n >= i * Octave) halvings = i;
    rest = n - halvings * Octave;
    value = Polynomial != 0 ? ((B - rest) * (B - rest) + C) : Octave - ((rest + 1) >> 1);
  end
  assign reached = halvings == 2 && rest == 4;
`ifdef FORMAL
  always @* assert (e == (value >> halvings));
`endif
endmodule
`default_nettype wire
