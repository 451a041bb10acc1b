// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Division of a distance by a constant, for exponentials that halve every Octave steps.
//
//   n = below_i * 2^Guard, halvings_o = floor( n / Octave ), rest_o = n - halvings_o * Octave
//
// Latency: 0 (combinational). Parameters: N bits of below_i, Guard, Octave 1..2^(N + Guard) - 1; Z
// bits of halvings_o: the fewest with which Octave * 2^Z > 2^(N + Guard) - 1.
// Example: N = 8, Guard = 0, Octave = 12, Z = 5, below = 100: 8 halvings, rest 4.
`default_nettype none

module pwl_peer_quotient #(
  parameter integer N = 8,
  parameter integer Guard = 0,
  parameter integer Octave = 12,
  parameter integer Z = 5
) (
  input  wire [N-1:0]       below_i,
  output wire [Z-1:0]       halvings_o,
  output wire [N+Guard-1:0] rest_o
);

  localparam integer F = N + Guard;
  localparam [F-1:0] Step = Octave[F-1:0];

  generate
    if (Octave < 1 || (Octave << Z) < (1 << F)
        || (Octave << (Z - 1)) >= (1 << F)) begin : gen_bad_bits
      pwl_bad_quotient_bits_do_not_fit_the_octave u_bad ();
    end
  endgenerate

  wire [F:0] number;
  assign number = {{(Guard + 1) {1'b0}}, below_i} << Guard;

  // From the highest bit of the quotient: whether Octave * 2^i still fits.
  reg [Z-1:0] halvings;
  reg [F-1:0] left;
  reg [F:0]   difference;
  integer i;
  always @* begin
    halvings   = {Z{1'b0}};
    left       = number[F-1:0];
    difference = number;
    for (i = Z - 1; i >= 0; i = i - 1) begin
      difference  = {1'b0, left} - {1'b0, Step << i};
      halvings[i] = !difference[F];
      if (!difference[F]) left = difference[F-1:0];
    end
  end
  assign halvings_o = halvings;
  assign rest_o     = left;
  wire unused_difference;
  assign unused_difference = |difference;

endmodule

`default_nettype wire
