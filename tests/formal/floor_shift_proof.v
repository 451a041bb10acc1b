// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Shift and clamp in a width that holds everything.
`default_nettype none
module floor_shift_proof #(parameter integer A = 8, parameter integer SB = 4, parameter integer T = 5) (
  input wire signed [A-1:0] value, input wire [SB-1:0] shift
);
  wire [T-1:0] result;
  pwl_floor_shift #(.A(A), .SB(SB), .T(T)) dut (.value_i(value), .shift_i(shift), .value_o(result));
  localparam integer X = A + T + 1;
  wire signed [X-1:0] wide = value;
  wire signed [X-1:0] shifted = wide >>> shift;
  wire signed [X-1:0] one = 1;
  wire signed [X-1:0] high = (one <<< (T - 1)) - one;
  wire signed [X-1:0] low = -(one <<< (T - 1));
  wire signed [X-1:0] clamped = shifted > high ? high : shifted < low ? low : shifted;
`ifdef FORMAL
  always @* assert (result == clamped[T-1:0]);
  always @* cover (&shift && value[A-1]);
  always @* cover (shift == 1 && value == (1 << (A - 1)) - 1);
`endif
endmodule
`default_nettype wire
