// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The clock gate in time of its own, in which the clock and the enables move when they like: a phase of the clock is
// let through whole or not at all, by the enables as they were at the end of the low phase before it.
`default_nettype none
module clock_gate_proof #(parameter integer Scan = 1) (
  input wire clk, input wire en, input wire test_en,
  output wire [1:0] reached
);
  wire gated;
  wire test = Scan != 0 && test_en;
  pwl_clock_gate dut (.clk_i(clk), .en_i(en), .test_en_i(test), .clk_o(gated));
  (* gclk *) wire moment;
  // A low phase has been seen; what the last moment of it asked for.
  reg known, open;
  initial known = 1'b0;
  always @(posedge moment) begin
    if (!clk) begin
      known <= 1'b1;
      open <= en || test;
    end
  end
`ifdef FORMAL
  always @* begin
    if (!clk) assert (!gated);
    if (clk && known) assert (gated == open);
  end
`endif
  assign reached = {known && clk && open && !en && !test && gated, known && clk && !open && en && !gated};
endmodule
`default_nettype wire
