// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Register slice of a stream: every output, ready included, is a register.
//
//   in_ready_o = not (spare full);   out_valid_o, out_data_o: the stage behind the spare
//
// A skid stage in front of a register: room for two beats, nothing lost, duplicated or reordered,
// full throughput, no combinational path from one side to the other.
// Latency: 1 cycle. Reset: empty.
// Parameters: D >= 1 bits.
// Example: a beat taken in cycle 0 is shown from cycle 1 on; with out_ready_i = 0 one more beat is
// taken, then in_ready_o is 0 until the cycle after a cycle with out_ready_i = 1.
`default_nettype none

module pwl_stream_slice #(
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

  wire         skid_valid, skid_ready, unused_full;
  wire [D-1:0] skid_data;

  pwl_skid #(
    .D(D)
  ) u_skid (
    .clk_i      (clk_i),
    .rst_ni     (rst_ni),
    .in_valid_i (in_valid_i),
    .in_ready_o (in_ready_o),
    .in_data_i  (in_data_i),
    .out_valid_o(skid_valid),
    .out_ready_i(skid_ready),
    .out_data_o (skid_data),
    .full_o     (unused_full)
  );

  pwl_stream_stage #(
    .D(D)
  ) u_stage (
    .clk_i      (clk_i),
    .rst_ni     (rst_ni),
    .in_valid_i (skid_valid),
    .in_ready_o (skid_ready),
    .in_data_i  (skid_data),
    .out_valid_o(out_valid_o),
    .out_ready_i(out_ready_i),
    .out_data_o (out_data_o)
  );

endmodule

`default_nettype wire
