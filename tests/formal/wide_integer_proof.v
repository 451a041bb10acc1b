// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The integer form, rounded and clamped in a width that holds everything.
`default_nettype none
module wide_integer_proof #(
  parameter integer O = 4, parameter integer KB = 3, parameter integer F = 6, parameter integer Out = 4,
  parameter integer A = 8, parameter integer RW = 4
) (
  input wire zero, input wire [O-1:0] y, input wire [KB-1:0] exponent,
  output wire [1:0] reached
);
  wire [Out-1:0] number;
  wire saturated;
  pwl_wide_integer #(.O(O), .KB(KB), .F(F), .Out(Out), .A(A), .RW(RW)) dut (
    .zero_i(zero), .y_i(y), .exponent_i(exponent), .integer_o(number), .saturated_o(saturated));
  localparam integer X = O + F + Out + 4;
  wire [X-1:0] value = y;
  wire [X-1:0] one = 1;
  wire [X-1:0] twice = (value << (F + 1)) >> (O + exponent);  // of f(v) 2^F
  wire [X-1:0] rounded = (twice + one) >> 1;
  wire [X-1:0] most = (one << Out) - one;
  assign reached = {!zero && !saturated && twice[0] && exponent != 0, !zero && saturated};
`ifdef FORMAL
  always @* if (zero) assert (saturated && &number);
  always @* if (!zero) begin
    assert (saturated == (rounded > most));
    assert (number == (rounded > most ? most[Out-1:0] : rounded[Out-1:0]));
  end
`endif
endmodule
`default_nettype wire
