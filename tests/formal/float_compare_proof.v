// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Float comparison against signed integers of twice the range: the two zeros are one number, a NaN compares false.
`default_nettype none
module float_compare_proof #(parameter integer ExpBits = 5, parameter integer ManBits = 10, parameter integer Ftz = 0) (
  input wire [ExpBits+ManBits:0] a, input wire [ExpBits+ManBits:0] b
);
  localparam integer MagBits = ExpBits + ManBits;
  wire ge;
  pwl_float_compare #(.ExpBits(ExpBits), .ManBits(ManBits), .Ftz(Ftz)) dut (.a_i(a), .b_i(b), .ge_o(ge));

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
  wire expected = number(a) >= number(b) && !is_nan(a) && !is_nan(b);
`ifdef FORMAL
  always @* assert (ge == expected);
  always @* cover (ge && a != b && number(a) == 0 && number(b) == 0);
  always @* cover (!ge && a == b);
  always @* cover (ge && a[MagBits] && b[MagBits] && a != b);
`endif
endmodule
`default_nettype wire
