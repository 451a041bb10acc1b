// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The octave of a peer's exponential and what is left: both, where the exponential shows only their sum.
`default_nettype none
module quotient_proof #(
  parameter integer N = 6, parameter integer Guard = 1, parameter integer Octave = 11, parameter integer Z = 4
) (
  input wire [N-1:0] below
);
  wire [Z-1:0] halvings;
  wire [N+Guard-1:0] rest;
  pwl_peer_quotient #(.N(N), .Guard(Guard), .Octave(Octave), .Z(Z)) dut (
    .below_i(below), .halvings_o(halvings), .rest_o(rest));
  wire [31:0] n = below << Guard;
`ifdef FORMAL
  // With 0 <= rest < Octave there is one such pair for every n.
  always @* assert (n == halvings * Octave + rest && rest < Octave);
  always @* cover (halvings == 3 && rest == 5);
`endif
endmodule
`default_nettype wire
