// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The float multiply-add for the driver of tests/float, whose class is named after this top: in no stages or in several.
`default_nettype none
module dut #(
  parameter integer Stages = 1, parameter integer ExpBits = 3, parameter integer ManBits = 3,
  parameter integer Ftz = 0
) (
  input wire clk_i, input wire [Stages:0] load_i,
  input wire [ExpBits+ManBits:0] a_i, input wire [ExpBits+ManBits:0] b_i, input wire [ExpBits+ManBits:0] c_i,
  input wire [ExpBits+ManBits:0] slope_i, input wire [ExpBits+ManBits:0] x_i,
  input wire [ExpBits+ManBits:0] intercept_i, output wire [ExpBits+ManBits:0] y_o
);
  generate
    if (Stages == 1) begin : gen_one
      pwl_float_fma #(.ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz)) u_fma (
        .a_i(a_i), .b_i(b_i), .c_i(c_i), .y_o(y_o));
    end else begin : gen_staged
      pwl_float_staged #(.BackCuts(Stages - 2), .ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz)) u_fma (
        .clk_i(clk_i), .load_i(load_i), .x_i(x_i), .slope_i(slope_i), .intercept_i(intercept_i), .y_o(y_o));
    end
  endgenerate
endmodule
`default_nettype wire
