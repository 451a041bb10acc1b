// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Handshake of a unit that works on one number for a fixed number of cycles.
//
//   A beat is taken in a cycle with in_valid_i and in_ready_o; busy_o is 1 in the Cycles cycles
//   behind it, then out_valid_o until a cycle with out_ready_i. in_ready_o is 1 while nothing is
//   held.
//
// Latency: Cycles + 1 cycles, and no second beat before the first has left. Reset: empty.
// Parameters: Cycles >= 1, B = bits that count to Cycles.
// Example: Cycles = 3, taken in cycle 0: busy in 1 to 3, shown from 4.
`default_nettype none

module pwl_peer_iteration #(
  parameter integer Cycles = 16,
  parameter integer B = 5
) (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire in_valid_i,
  output wire in_ready_o,
  output wire busy_o,
  output wire out_valid_o,
  input  wire out_ready_i
);

  localparam [B-1:0] All = Cycles[B-1:0];
  localparam [B-1:0] One = 1;

  reg         held_q;
  reg [B-1:0] left_q;
  assign in_ready_o  = !held_q;
  assign busy_o      = |left_q;
  assign out_valid_o = held_q && !busy_o;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      held_q <= 1'b0;
      left_q <= {B{1'b0}};
    end else begin
      held_q <= in_ready_o ? in_valid_i : !(out_valid_o && out_ready_i);
      if (in_ready_o && in_valid_i) left_q <= All;
      else if (busy_o) left_q <= left_q - One;
    end
  end

endmodule

`default_nettype wire
