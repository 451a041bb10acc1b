// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What happens to a float operand of the multiplication beside its naive restatement in tests/float, for all operands.
`default_nettype none
module float_condition #(
  parameter integer ExpBits = 3, parameter integer ManBits = 3, parameter integer Ftz = 0, parameter integer InfIeee = 0
) (input wire [ExpBits+ManBits:0] x);
  wire [ExpBits+ManBits:0] y, naive;
  pwl_float_condition #(.ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz), .InfIeee(InfIeee)) dut (.x_i(x), .y_o(y));
  condition_naive #(.ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz), .InfIeee(InfIeee)) restated (
    .x_i(x), .y_o(naive));
`ifdef FORMAL
  always @* assert (y == naive);
`endif
endmodule
`default_nettype wire
