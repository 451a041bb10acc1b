// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One register in a stream.
//
//   in_ready_o = not out_valid_o or out_ready_i
//
// Full throughput; ready passes through combinationally. Latency: 1 cycle. Reset: empty.
// Parameters: D >= 1 bits.
// Example: a beat taken in cycle 0 is shown from cycle 1 until a cycle with out_ready_i = 1.
`default_nettype none

module pwl_stream_stage #(
  parameter integer D = 8
) (
  input  wire         clk_i,
  input  wire         rst_ni,
  input  wire         in_valid_i,
  output wire         in_ready_o,
  input  wire [D-1:0] in_data_i,
  output wire         out_valid_o,
  input  wire         out_ready_i,
  output wire [D-1:0] out_data_o
);

  wire unused_held;
  assign in_ready_o = !out_valid_o || out_ready_i;

  pwl_valid_stage u_valid (
    .clk_i  (clk_i),
    .rst_ni (rst_ni),
    .en_i   (in_ready_o),
    .valid_i(in_valid_i),
    .valid_o(out_valid_o),
    .held_o (unused_held)
  );
  pwl_stage #(
    .D(D)
  ) u_data (
    .clk_i (clk_i),
    .en_i  (in_ready_o),
    .data_i(in_data_i),
    .data_o(out_data_o)
  );

endmodule

`default_nettype wire
