// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A kept word against the number that it stands for: what was written, when that fits the kept bits.
`default_nettype none
module kept_word_proof #(parameter integer D = 6, parameter integer Low = 1, parameter integer Kept = 3) (
  input wire clk, input wire write, input wire [D-1:0] data
);
  wire [D-1:0] word;
  pwl_kept_word #(.D(D), .Low(Low), .Kept(Kept)) dut (.clk_i(clk), .write_i(write), .data_i(data), .word_o(word));
  reg written = 1'b0;
  reg [D-1:0] last;
  always @(posedge clk) if (write) begin
    written <= 1'b1;
    last <= data;
  end
  // The signed number lies on the grid of 2^Low and in the range of Kept bits there.
  wire signed [D-1:0] number = last;
  wire signed [D:0] limit = 1 << (Low + Kept - 1);
  wire fits = ((number >>> Low) <<< Low) == number && number < limit && number >= -limit;
`ifdef FORMAL
  always @* if (written) begin
    if (fits) assert (word == last);                     // nothing that fits is changed
    assert (word[Low+Kept-1:Low] == last[Low+Kept-1:Low]);  // kept bits are those that were written
    assert (Low == 0 || (word & ((1 << Low) - 1)) == 0);    // zeros below
  end
  always @(posedge clk) cover (written && fits && last[D-1]);
`endif
endmodule
`default_nettype wire
