// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Carry-save tree: the words that it leaves have the sum of those that go in.
`default_nettype none
module compress_proof #(parameter integer Rows = 5, parameter integer Left = 2, parameter integer D = 4) (
  input wire [Rows*D-1:0] data
);
  wire [Left*D-1:0] left;
  pwl_compress #(.Rows(Rows), .Left(Left), .D(D)) dut (.data_i(data), .data_o(left));
  reg [D-1:0] before, after;
  integer i;
  always @* begin
    before = 0;
    after = 0;
    for (i = 0; i < Rows; i = i + 1) before = before + data[i*D +: D];
    for (i = 0; i < Left; i = i + 1) after = after + left[i*D +: D];
  end
`ifdef FORMAL
  always @* assert (before == after);
  always @* cover (&before && !data[D-1]);
`endif
endmodule
`default_nettype wire
