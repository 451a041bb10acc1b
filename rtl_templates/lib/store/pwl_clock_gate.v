// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Clock gate: replace this module by the integrated cell of the library where there is one.
//
//   clk_o = clk_i AND (en_i or test_en_i, as they were while clk_i was low)
//
// Latency: the enable of a rising edge is the one before that edge; clk_o has no partial pulses.
// Example: en_i = 1 before a rising edge of clk_i: clk_o rises with it; en_i = 0: clk_o stays 0.
`default_nettype none

module pwl_clock_gate (
  input  wire clk_i,
  input  wire en_i,
  input  wire test_en_i,  // 1: the clock always runs (scan test)
  output wire clk_o
);

  wire enabled;

  pwl_latch #(
    .D(1)
  ) u_enable (
    .gate_i(!clk_i),
    .data_i(en_i || test_en_i),
    .data_o(enabled)
  );

  assign clk_o = clk_i && enabled;

endmodule

`default_nettype wire
