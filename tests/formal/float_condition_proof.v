// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The operand of the float multiplication, clamped and flushed, against its magnitude as one number and the numbers at
// which something changes.
`default_nettype none
module float_condition_proof #(
  parameter integer ExpBits = 5, parameter integer ManBits = 10, parameter integer Ftz = 0, parameter integer InfIeee = 0
) (
  input wire [ExpBits+ManBits:0] x,
  output wire [1:0] reached
);
  localparam integer MagBits = ExpBits + ManBits;
  localparam [MagBits-1:0] SmallestNormal = 1 << ManBits;
  localparam [MagBits-1:0] Infinity = ((1 << ExpBits) - 1) << ManBits;
  wire [ExpBits+ManBits:0] y;
  pwl_float_condition #(.ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz), .InfIeee(InfIeee)) dut (.x_i(x), .y_o(y));

  wire [MagBits-1:0] magnitude = x[MagBits-1:0];
  reg [MagBits:0] expected;
  always @* begin
    expected = x;
    if (Ftz == 1 && magnitude < SmallestNormal) expected[MagBits-1:0] = 0;
    if (InfIeee == 0 && magnitude == Infinity) expected[MagBits-1:0] = Infinity - 1;
  end
`ifdef FORMAL
  always @* assert (y == expected);
`endif
  // An operand that stays; one that changes, where one does.
  assign reached = {y != x || (Ftz == 0 && InfIeee == 1), y == x};
endmodule
`default_nettype wire
