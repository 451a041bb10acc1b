// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Shift of the requantizer that brings a product to P fraction bits, from the exponent of its row.
//
//   shift_o = exponent_i + Fixed
//
// Latency: 0 (combinational). Parameters: KB bits of the exponent, RW >= 1 bits of the shift, wide
// enough for every sum, Fixed >= 0.
// Example: exponent_i = 9, Fixed = 0: 9.
`default_nettype none

module pwl_scale_shift #(
  parameter integer KB = 5,
  parameter integer RW = 5,
  parameter integer Fixed = 0
) (
  input  wire [KB-1:0] exponent_i,
  output wire [RW-1:0] shift_o
);

  localparam [RW-1:0] Offset = Fixed[RW-1:0];
  generate
    if (RW > KB) begin : gen_extend
      assign shift_o = {{(RW - KB) {1'b0}}, exponent_i} + Offset;
    end else begin : gen_cut
      assign shift_o = exponent_i[RW-1:0] + Offset;
      wire unused_top;
      assign unused_top = &{1'b0, exponent_i};
    end
  endgenerate

endmodule

`default_nettype wire
