// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Row engine: rows stream into a buffer while they are reduced; when the scalar that a function of
// the reduction gives comes back, the row streams out again beside it.
//
//   reduce_data_o = reduction of all beats of a row (see pwl_row_reduce)
//   (reduce_*) goes to the scalar function, of any latency, which answers in order (scalar_*)
//   out_*: the beats of the row as they came, each with the scalar of its row in out_scalar_o
//
// One beat a cycle in and out, also across rows, as long as the scalar function takes no longer
// than the buffer has room beyond a row: the next row is reduced while the last one leaves. Rows
// have any length from 1 beat to what the buffer holds.
// Latency: the first beat is shown 2 cycles, and as many as the scalar function takes, after the
// last beat of its row was accepted. Reset: empty.
// Parameters: Kind, Lanes, W, CountBits, R as pwl_row_reduce; S bits of the scalar; Depth beats of
// the buffer, AddrBits = ceil(log2 Depth).
// Example: Kind 0 with reduce_* connected to scalar_*: row {3, -1, 7} of one lane leaves as (3, 7),
// (-1, 7), (7, 7).
`default_nettype none

module pwl_row_engine #(
  parameter integer Kind = 0,
  parameter integer Lanes = 1,
  parameter integer W = 8,
  parameter integer CountBits = 13,
  parameter integer R = 8,
  parameter integer S = 8,
  parameter integer Depth = 16,
  parameter integer AddrBits = 4
) (
  input  wire               clk_i,
  input  wire               rst_ni,
  input  wire               in_valid_i,
  output wire               in_ready_o,
  input  wire [Lanes*W-1:0] in_data_i,
  input  wire [Lanes-1:0]   in_keep_i,
  input  wire               in_last_i,
  output wire               reduce_valid_o,
  input  wire               reduce_ready_i,
  output wire [R-1:0]       reduce_data_o,
  input  wire               scalar_valid_i,
  output wire               scalar_ready_o,
  input  wire [S-1:0]       scalar_data_i,
  output wire               out_valid_o,
  input  wire               out_ready_i,
  output wire [Lanes*W-1:0] out_data_o,
  output wire [Lanes-1:0]   out_keep_o,
  output wire               out_last_o,
  output wire [S-1:0]       out_scalar_o
);

  localparam integer D = Lanes * W + Lanes + 1;

  wire buffer_ready, accept;
  assign accept = in_valid_i && in_ready_o;

  // The state of the reduction is its result as well: it waits until the scalar function takes it.
  reg          first_q, done_q;
  reg  [R-1:0] state_q;
  wire [R-1:0] next;

  assign in_ready_o = buffer_ready && (!done_q || reduce_ready_i);

  pwl_row_reduce #(
    .Kind     (Kind),
    .Lanes    (Lanes),
    .W        (W),
    .CountBits(CountBits),
    .R        (R)
  ) u_reduce (
    .first_i(first_q),
    .state_i(state_q),
    .data_i (in_data_i),
    .keep_i (in_keep_i),
    .next_o (next)
  );

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      first_q <= 1'b1;
      done_q  <= 1'b0;
    end else begin
      if (accept) first_q <= in_last_i;
      done_q <= (accept && in_last_i) || (done_q && !reduce_ready_i);
    end
  end

  always @(posedge clk_i) begin
    if (accept) state_q <= next;
  end

  assign reduce_valid_o = done_q;
  assign reduce_data_o  = state_q;

  wire held_valid, leave;

  pwl_row_buffer #(
    .D       (D),
    .Depth   (Depth),
    .AddrBits(AddrBits)
  ) u_buffer (
    .clk_i      (clk_i),
    .rst_ni     (rst_ni),
    .in_valid_i (accept),
    .in_ready_o (buffer_ready),
    .in_data_i  ({in_last_i, in_keep_i, in_data_i}),
    .out_valid_o(held_valid),
    .out_ready_i(leave),
    .out_data_o ({out_last_o, out_keep_o, out_data_o})
  );

  // The scalar of the row that leaves; the next one may take its place with the last beat.
  reg         known_q;
  reg [S-1:0] scalar_q;
  assign out_valid_o    = held_valid && known_q;
  assign leave          = out_ready_i && known_q;
  assign scalar_ready_o = !known_q || (held_valid && out_ready_i && out_last_o);

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) known_q <= 1'b0;
    else if (scalar_ready_o) known_q <= scalar_valid_i;
  end

  always @(posedge clk_i) begin
    if (scalar_ready_o) scalar_q <= scalar_data_i;
  end

  assign out_scalar_o = scalar_q;

endmodule

`default_nettype wire
