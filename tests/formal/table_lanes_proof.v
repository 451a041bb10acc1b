// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Two lanes of a truth table: the row of each code in the context that is selected when the beat is at the table, as
// many enabled cycles later as there are stages.
`default_nettype none
module table_lanes_proof #(parameter integer Pipeline = 4) (
  input wire clk, input wire advance, input wire [3:0] q, input wire sel,
  output wire [1:0] reached
);
  localparam [2*4*3-1:0] Outputs = 24'o7164_2305;
  wire [5:0] y;
  pwl_table_lanes #(.Lanes(2), .W(2), .O(3), .Contexts(2), .SelBits(1), .Pipeline(Pipeline), .Outputs(Outputs)) dut (
    .clk_i(clk), .advance_i(advance), .q_i(q), .sel_i(sel), .y_o(y));

  localparam integer Before = Pipeline >= 4 ? 2 : Pipeline >= 2 ? 1 : 0;  // stages in front of the table
  localparam integer Behind = Pipeline - Before;
  wire [(Before+1)*5-1:0] codes;  // with a bit that tells whether a beat was there
  wire [(Behind+1)*7-1:0] rows;
  assign codes[4:0] = {1'b1, q};
  wire [4:0] at_table = codes[Before*5+:5];
  assign rows[6:0] = {at_table[4], Outputs[(sel*4+at_table[3:2])*3+:3], Outputs[(sel*4+at_table[1:0])*3+:3]};
  genvar s;
  generate
    for (s = 0; s < Before; s = s + 1) begin : gen_before
      reg [4:0] codes_q;
      initial codes_q = 0;
      always @(posedge clk) if (advance) codes_q <= codes[s*5+:5];
      assign codes[(s+1)*5+:5] = codes_q;
    end
    for (s = 0; s < Behind; s = s + 1) begin : gen_behind
      reg [6:0] rows_q;
      initial rows_q = 0;
      always @(posedge clk) if (advance) rows_q <= rows[s*7+:7];
      assign rows[(s+1)*7+:7] = rows_q;
    end
  endgenerate
  wire [6:0] expected = rows[Behind*7+:7];
`ifdef FORMAL
  always @* if (expected[6]) assert (y == expected[5:0]);
`endif
  assign reached = {expected[6] && y == 6'o74, expected[6] && y == 6'o53 && !advance};
endmodule
`default_nettype wire
