// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Signed greater-or-equal comparator, from the lowest bit upwards.
//
//   ge_o = (a_i >= b_i)
//
// The highest bit in which the operands differ decides, the sign the other way round. One
// multiplexer a bit: written as an operator, synthesis would build a parallel prefix network of
// almost twice the area at 32 bits.
//
// Latency: 0 (combinational). Parameters: D >= 1 bits.
// Example: D = 8, a_i = -3, b_i = -4: ge_o = 1.
`default_nettype none

module pwl_int_compare #(
  parameter integer D = 8
) (
  input  wire [D-1:0] a_i,
  input  wire [D-1:0] b_i,
  output wire         ge_o
);

  function greater_equal;
    input [D-1:0] a;
    input [D-1:0] b;
    integer i;
    reg ge;
    begin
      ge = 1'b1;
      for (i = 0; i < D - 1; i = i + 1) ge = (a[i] ^ b[i]) ? a[i] : ge;
      greater_equal = (a[D-1] ^ b[D-1]) ? b[D-1] : ge;
    end
  endfunction

  assign ge_o = greater_equal(a_i, b_i);

endmodule

`default_nettype wire
