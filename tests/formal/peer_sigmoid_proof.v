// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The sigmoid of a peer against its formula, with the exponential that peer_exp_proof proves.
`default_nettype none
module peer_sigmoid_proof #(
  parameter integer W = 5, parameter integer Guard = 0, parameter integer Octave = 5, parameter integer Z = 3,
  parameter integer E = 3
) (
  input wire [W-1:0] a, output wire [1:0] reached
);
  wire [W-1:0] s;
  wire [E-1:0] e;
  wire [W-1:0] below = a[W-1] ? -a : a;
  pwl_peer_sigmoid #(.W(W), .One(Octave), .Guard(Guard), .Octave(Octave), .Z(Z), .E(E)) dut (.a_i(a), .s_o(s));
  pwl_peer_exp #(.N(W), .Guard(Guard), .Octave(Octave), .Z(Z), .E(E)) exponential (.below_i(below), .e_o(e));
  wire [31:0] whole = Octave;
  wire [31:0] quotient = ((a[W-1] ? e : whole) << W) / (whole + e);
  wire [31:0] most = (1 << W) - 1;
`ifdef FORMAL
  always @* assert (s == (quotient > most ? most : quotient));
`endif
  assign reached = {a[W-1] && e != 0 && e != Octave, quotient > most};
endmodule
`default_nettype wire
