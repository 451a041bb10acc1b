// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Write lines of a store of latches in time of its own, in which the clock and the lines move when they like: they go
// through while the clock is high, and stay as they were at its fall while it is low.
`default_nettype none
module write_lines_proof #(parameter integer D = 2) (
  input wire clk, input wire [D-1:0] line,
  output wire [1:0] reached
);
  wire [D-1:0] held;
  pwl_write_lines #(.D(D), .Latched(1)) dut (.clk_i(clk), .line_i(line), .line_o(held));
  (* gclk *) wire moment;
  // A high phase has been seen, and what its last moment had.
  reg known;
  reg [D-1:0] last;
  initial known = 1'b0;
  always @(posedge moment) if (clk) begin
    known <= 1'b1;
    last <= line;
  end
`ifdef FORMAL
  always @* begin
    if (clk) assert (held == line);
    if (!clk && known) assert (held == last);
  end
`endif
  assign reached = {known && !clk && held == 2'd2 && line == 2'd1, clk && known && held == 2'd1};
endmodule
`default_nettype wire
