// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Gate at the input of a wrapper, in front of its register slice: closes the stream between two
// beats, so that a commit divides the beats that were taken before it from those after it.
//
//   closed     = not running_i, or request_i (a cycle ago), or pending_i and no packet is under way
//   released_o = closed and the slice is empty (behind_i = 0): the unit may be configured
//   commit_o   = commit_i, or pending_i between packets with released_o
//   done_o     = the latter, with busy_i = 0: the pending commit is accepted
//
// pending_i: a commit waits for the end of a packet, in_last_i. With one bank (Banks = 1) it does
// not wait: its writes have stopped the input already. Rows = 1: request_i too waits for the end of
// the row that has begun, without which the unit does not come to rest. A beat is never withdrawn:
// what the gate holds back stays in front of it.
// Latency: 0 cycles (combinational). Reset: no packet is under way.
// Parameters: Banks 1..2 of the unit, Rows 0..1.
// Example: Banks = 2, pending_i = 1 while a beat with in_last_i = 1 is taken in cycle 5: in_ready_o
// = 0 from cycle 6 on, commit_o = 1 as soon as that beat has left the slice.
`default_nettype none

module pwl_bus_gate #(
  parameter integer Banks = 1,
  parameter integer Rows = 0
) (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire in_valid_i,
  output wire in_ready_o,
  input  wire in_last_i,
  output wire out_valid_o,
  input  wire out_ready_i,
  input  wire behind_i,
  input  wire running_i,
  input  wire request_i,
  input  wire pending_i,
  input  wire commit_i,
  input  wire busy_i,
  output wire released_o,
  output wire commit_o,
  output wire done_o
);

  reg  packet_q, request_q;
  wire swap, closed;

  assign swap        = pending_i && (!packet_q || (Banks == 1 && Rows == 0));
  assign closed      = !running_i || swap || (request_q && (!packet_q || Rows == 0));
  assign in_ready_o  = out_ready_i && !closed;
  assign out_valid_o = in_valid_i && !closed;
  assign released_o  = closed && !behind_i;
  assign commit_o    = commit_i || (swap && released_o);
  assign done_o      = swap && released_o && !busy_i;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      packet_q  <= 1'b0;
      request_q <= 1'b0;
    end else begin
      if (in_valid_i && in_ready_o) packet_q <= !in_last_i;
      request_q <= request_i;
    end
  end

endmodule

`default_nettype wire
