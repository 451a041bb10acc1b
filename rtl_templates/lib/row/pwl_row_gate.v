// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Entry of an operator: rows no longer than the buffers hold, and a door that closes between rows.
//
//   in_ready_o  = the beat goes on (pass_*), or is excess of a row that is too long
//   pass_last_o = in_last_i, or the row has reached MaxBeats beats
//
// Excess beats are taken and dropped up to in_last_i; overlong_o is 1 in the cycle of each. open_i
// = 0 lets the row that has begun go on to its end and keeps the next one out. started_o: a row has
// begun to come in and its last beat is not there; inside_o: some row that has begun is still
// inside. It leaves with leave_valid_i, leave_ready_i and leave_last_i.
// Latency: 0 (combinational). Reset: between rows, empty.
// Parameters: MaxBeats >= 1, or 0 for rows of any length; BeatBits: bits that count to MaxBeats,
// RowBits: bits that count the rows that fit inside.
// Example: MaxBeats = 2, a row of 3 beats: beats 0 and 1 pass, beat 1 with pass_last_o = 1; beat 2
// is dropped with overlong_o = 1.
`default_nettype none

module pwl_row_gate #(
  parameter integer MaxBeats = 16,
  parameter integer BeatBits = 5,
  parameter integer RowBits = 6
) (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire open_i,
  input  wire in_valid_i,
  output wire in_ready_o,
  input  wire in_last_i,
  output wire pass_valid_o,
  input  wire pass_ready_i,
  output wire pass_last_o,
  input  wire leave_valid_i,
  input  wire leave_ready_i,
  input  wire leave_last_i,
  output wire started_o,
  output wire inside_o,
  output wire overlong_o
);

  generate
    if ((1 << BeatBits) <= MaxBeats && MaxBeats != 0) begin : gen_bad_beats
      pwl_bad_beat_bits_do_not_count_to_the_longest_row u_bad ();
    end
  endgenerate

  localparam [RowBits-1:0] OneRow = 1;

  reg               begun_q;   // a row is coming in
  reg [RowBits-1:0] rows_q;    // begun and not yet left
  wire              door, pass, excess, leave;

  assign door         = open_i || begun_q;
  assign pass_valid_o = in_valid_i && !excess && door;
  assign in_ready_o   = excess || (pass_ready_i && door);
  assign pass         = pass_valid_o && pass_ready_i;
  assign leave        = leave_valid_i && leave_ready_i && leave_last_i;
  assign overlong_o   = in_valid_i && excess;
  assign started_o    = begun_q || excess;
  assign inside_o     = |rows_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      begun_q <= 1'b0;
      rows_q  <= {RowBits{1'b0}};
    end else begin
      if (pass) begun_q <= !pass_last_o;
      if ((pass && !begun_q) != leave) rows_q <= leave ? rows_q - OneRow : rows_q + OneRow;
    end
  end

  generate
    if (MaxBeats == 0) begin : gen_any_length
      assign pass_last_o = in_last_i;
      assign excess      = 1'b0;
    end else begin : gen_limit
      localparam integer        End = MaxBeats - 1;
      localparam [BeatBits-1:0] Last = End[BeatBits-1:0];
      localparam [BeatBits-1:0] OneBeat = 1;
      reg [BeatBits-1:0] beat_q;
      reg                excess_q;
      assign pass_last_o = in_last_i || beat_q == Last;
      assign excess      = excess_q;
      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
          beat_q   <= {BeatBits{1'b0}};
          excess_q <= 1'b0;
        end else begin
          if (pass) beat_q <= pass_last_o ? {BeatBits{1'b0}} : beat_q + OneBeat;
          if (in_valid_i && in_ready_o) excess_q <= !in_last_i && (excess_q || pass_last_o);
        end
      end
    end
  endgenerate

endmodule

`default_nettype wire
