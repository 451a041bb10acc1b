// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What happens to the operand of the multiplication, restated naively for the proof: the magnitude as
// one number, compared with the numbers at which something changes.
`default_nettype none

module condition_naive #(
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz     = 0,
  parameter integer InfIeee = 0
) (
  input  wire [ExpBits+ManBits:0] x_i,
  output reg  [ExpBits+ManBits:0] y_o
);
  localparam MagBits = ExpBits + ManBits;
  localparam [MagBits-1:0] SmallestNormal = 1 << ManBits;
  localparam [MagBits-1:0] Infinity = ((1 << ExpBits) - 1) << ManBits;

  wire [MagBits-1:0] magnitude = x_i[MagBits-1:0];
  always @* begin
    y_o = x_i;
    if (Ftz == 1 && magnitude < SmallestNormal) y_o[MagBits-1:0] = 0;
    if (InfIeee == 0 && magnitude == Infinity) y_o[MagBits-1:0] = Infinity - 1;
  end
endmodule

`default_nettype wire
