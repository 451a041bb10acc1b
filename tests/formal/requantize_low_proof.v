// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Rounding half up looks at no bit below the half: with R >= 1 the bits R - 2..0 of the accumulator change nothing. What
// a netlist does with them is therefore nobody's business (tests/synth/operators.cpp).
`default_nettype none
module requantize_low_proof #(
  parameter integer A = 8, parameter integer RW = 4, parameter integer O = 4, parameter integer OutputSigned = 1
) (input wire [A-1:0] acc, input wire [A-1:0] other, input wire [RW-1:0] requant, output wire [0:0] reached);
  wire [A-1:0] below = (({{(A - 1) {1'b0}}, 1'b1} << requant) - {{(A - 1) {1'b0}}, 1'b1}) >> 1;
  wire [O-1:0] y, other_y;
  wire saturated, other_saturated;
  pwl_requantize #(.A(A), .RW(RW), .O(O), .OutputSigned(OutputSigned), .Rounding(0)) dut (
    .acc_i(acc), .requant_i(requant), .y_o(y), .saturated_o(saturated));
  pwl_requantize #(.A(A), .RW(RW), .O(O), .OutputSigned(OutputSigned), .Rounding(0)) beside (
    .acc_i(acc ^ (other & below)), .requant_i(requant), .y_o(other_y), .saturated_o(other_saturated));
  assign reached = requant == 3 && |(other & below) && y == 2;
`ifdef FORMAL
  always @* begin
    assume (requant < A);
    assert (y == other_y && saturated == other_saturated);
  end
`endif
endmodule
`default_nettype wire
