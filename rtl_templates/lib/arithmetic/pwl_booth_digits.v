// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Radix-4 Booth recoding of a signed number.
//
//   b_i = sum of d(r) * 4^r,  d(r) in -2, -1, 0, 1, 2
//   digit r of digits_o: {negative, twice, single}, that is d(r) = (negative ? -1 : 1) * 2, 1 or 0
//
// A zero may be negative: it is then minus nothing. Unsigned numbers have a zero in front.
//
// Latency: 0 (combinational). Parameters: B >= 3 bits; Rows = ceil(B / 2) must be left at its
// default.
// Example: B = 4, b_i = -1: digit 0 is {1, 0, 1} (-1), digit 1 is {1, 0, 0} (0).
`default_nettype none

module pwl_booth_digits #(
  parameter integer B = 8,
  parameter integer Rows = (B + 1) / 2
) (
  input  wire [B-1:0]      b_i,
  output wire [3*Rows-1:0] digits_o  // digit r in bits [3*r +: 3]
);

  wire [2*Rows:0] padded;
  assign padded = {{(2 * Rows - B + 1) {b_i[B-1]}}, b_i[B-2:0], 1'b0};

  genvar r;
  generate
    for (r = 0; r < Rows; r = r + 1) begin : gen_digit
      wire single;
      assign single = padded[2*r+1] ^ padded[2*r];
      assign digits_o[3*r+:3] = {padded[2*r+2], (padded[2*r+2] ^ padded[2*r+1]) & ~single, single};
    end
  endgenerate

endmodule

`default_nettype wire
