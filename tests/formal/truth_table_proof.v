// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A truth table against its rows, context by context.
`default_nettype none
module truth_table_proof #(parameter integer W = 3, parameter integer O = 4) (
  input wire [W-1:0] code, input wire [1:0] sel
);
  localparam integer Rows = 1 << W;
  localparam [3*Rows*O-1:0] Outputs = 96'h9c40_17fe_d25b_3a86_e0f1_6bc8;
  wire [O-1:0] y, one;
  pwl_truth_table #(.W(W), .O(O), .Contexts(3), .SelBits(2), .Outputs(Outputs)) several (
    .code_i(code), .sel_i(sel), .y_o(y));
  pwl_truth_table #(.W(W), .O(O), .Contexts(1), .SelBits(2), .Outputs(Outputs[Rows*O-1:0])) single (
    .code_i(code), .sel_i(sel), .y_o(one));
  reg [O-1:0] expected, first;
  integer i;
  always @* begin
    expected = 0;
    first = 0;
    for (i = 0; i < 3 * Rows; i = i + 1) begin
      if ({sel, code} == i) expected = Outputs[i*O+:O];
      if ({2'd0, code} == i) first = Outputs[i*O+:O];
    end
  end
`ifdef FORMAL
  always @* assert (y == expected && one == first);
  always @* cover (sel == 3 && y == 0);
  always @* cover (sel == 2 && y == 9);
`endif
endmodule
`default_nettype wire
