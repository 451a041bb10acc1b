// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Greater-or-equal comparator of the numbers of a unit: signed codes, or floats.
//
//   ge_o = (a_i >= b_i)
//
// Latency: 0 (combinational). Parameters: D bits; ExpBits 0: two's complement, else floats of
// D = ExpBits + ManBits + 1 bits, Ftz as pwl_float_compare.
// Example: D = 8, a_i = -3, b_i = -4: ge_o = 1.
`default_nettype none

module pwl_compare #(
  parameter integer D = 8,
  parameter integer ExpBits = 0,
  parameter integer ManBits = 0,
  parameter integer Ftz = 0
) (
  input  wire [D-1:0] a_i,
  input  wire [D-1:0] b_i,
  output wire         ge_o
);

  generate
    if (ExpBits == 0) begin : gen_int
      wire unused_format;
      assign unused_format = &{1'b0, ManBits != 0, Ftz != 0};
      pwl_int_compare #(
        .D(D)
      ) u_compare (
        .a_i (a_i),
        .b_i (b_i),
        .ge_o(ge_o)
      );
    end else begin : gen_float
      pwl_float_compare #(
        .ExpBits(ExpBits),
        .ManBits(ManBits),
        .Ftz    (Ftz)
      ) u_compare (
        .a_i (a_i),
        .b_i (b_i),
        .ge_o(ge_o)
      );
    end
  endgenerate

endmodule

`default_nettype wire
