// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The float comparison beside its naive restatement in tests/float, for all operands.
`default_nettype none
module float_compare #(parameter integer ExpBits = 3, parameter integer ManBits = 3, parameter integer Ftz = 0) (
  input wire [ExpBits+ManBits:0] a, input wire [ExpBits+ManBits:0] b
);
  wire ge, naive;
  pwl_float_compare #(.ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz)) dut (.a_i(a), .b_i(b), .ge_o(ge));
  compare_naive #(.ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz)) restated (.a_i(a), .b_i(b), .ge_o(naive));
`ifdef FORMAL
  always @* assert (ge == naive);
`endif
endmodule
`default_nettype wire
