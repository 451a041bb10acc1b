// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Transparent latch, the only one of the library.
//
//   gate_i = 1: data_o = data_i        gate_i = 0: data_o keeps its value
//
// Latency: 0 (transparent). No reset. Parameters: D >= 1 bits.
// Example: gate_i = 1 with data_i = 7, then gate_i = 0 with data_i = 3: data_o = 7.
`default_nettype none

module pwl_latch #(
  parameter integer D = 8
) (
  input  wire         gate_i,
  input  wire [D-1:0] data_i,
  output wire [D-1:0] data_o
);

  reg [D-1:0] data_q;

  always @* begin
    if (gate_i) data_q = data_i;
  end

  assign data_o = data_q;

endmodule

`default_nettype wire
