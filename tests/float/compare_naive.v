// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// IEEE >= restated naively for the proof: both operands as signed integers of twice the range, so
// that the two zeros are one number; a NaN compares false.
`default_nettype none

module compare_naive #(
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz     = 0
) (
  input  wire [ExpBits+ManBits:0] a_i,
  input  wire [ExpBits+ManBits:0] b_i,
  output reg                      ge_o
);
  localparam MagBits = ExpBits + ManBits;

  function is_nan;
    input [MagBits:0] v;
    is_nan = v[MagBits-1:ManBits] == {ExpBits{1'b1}} && v[ManBits-1:0] != 0;
  endfunction

  function signed [MagBits+1:0] number;
    input [MagBits:0] v;
    begin
      number = {2'b00, v[MagBits-1:0]};
      if (Ftz != 0 && v[MagBits-1:ManBits] == 0) number = 0;
      if (v[MagBits]) number = -number;
    end
  endfunction

  wire signed [MagBits+1:0] a = number(a_i);
  wire signed [MagBits+1:0] b = number(b_i);
  always @* begin
    ge_o = a >= b;
    if (is_nan(a_i) || is_nan(b_i)) ge_o = 1'b0;
  end
endmodule

`default_nettype wire
