// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Row engine (sums): the beats leave in order, each beside the sum of its row, and nothing waits for ever. The scalar
// function is a stage that answers when it likes.
`default_nettype none
module row_engine_proof #(parameter integer Depth = 3, parameter integer AddrBits = 2) (
  input wire clk, input wire in_valid, input wire [1:0] in_data, input wire in_keep, input wire in_last,
  input wire out_ready, input wire go, input wire [3:0] any, output wire [2:0] reached
);
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  wire in_ready, reduce_valid, reduce_ready, stage_valid, scalar_ready, out_valid, out_last, out_keep;
  wire [4:0] reduce_data, scalar, out_scalar;
  wire [1:0] out_data;
  pwl_row_engine #(.Kind(1), .Lanes(1), .W(2), .CountBits(3), .R(5), .S(5), .Depth(Depth), .AddrBits(AddrBits)) dut (
    .clk_i(clk), .rst_ni(started), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_data_i(in_data),
    .in_keep_i(in_keep), .in_last_i(in_last), .reduce_valid_o(reduce_valid), .reduce_ready_i(reduce_ready),
    .reduce_data_o(reduce_data), .scalar_valid_i(stage_valid && go), .scalar_ready_o(scalar_ready),
    .scalar_data_i(scalar), .out_valid_o(out_valid), .out_ready_i(out_ready), .out_data_o(out_data),
    .out_keep_o(out_keep), .out_last_o(out_last), .out_scalar_o(out_scalar));
  pwl_stream_stage #(.D(5)) function_of_sum (
    .clk_i(clk), .rst_ni(started), .in_valid_i(reduce_valid), .in_ready_o(reduce_ready), .in_data_i(reduce_data),
    .out_valid_o(stage_valid), .out_ready_i(scalar_ready && go), .out_data_o(scalar));

  // The beat with an arbitrary number is followed, and the sum of its row.
  reg [3:0] number, followed, row = 0;
  reg [4:0] row_sum;
  always @(posedge clk) if (!started) number <= any;
  reg [3:0] sent = 0, received = 0, ended = 0, left = 0;
  reg [4:0] sum = 0;
  reg [2:0] length = 0;
  reg stalled = 1'b0, waiting = 1'b0;
  reg [8:0] stalled_beat;
  reg [4:0] waiting_data;
  reg [2:0] silent = 0;
  reg gap = 1'b0;
  wire taken = started && in_valid && in_ready;
  wire delivered = out_valid && out_ready;
  wire [3:0] inside = sent - received;
  wire [4:0] sum_now = sum + (in_keep ? in_data : 2'd0);
  wire [8:0] out_beat = {out_last, out_keep, out_data, out_scalar};
  always @(posedge clk) if (started) begin
    if (taken) begin
      if (sent == number) begin
        followed <= {in_last, in_keep, in_data};
        row <= ended;
      end
      sent <= sent + 4'd1;
      sum <= in_last ? 5'd0 : sum_now;
      length <= in_last ? 3'd0 : length + 3'd1;
      if (in_last) begin
        if (ended == (sent == number ? ended : row) && sent >= number) row_sum <= sum_now;
        ended <= ended + 4'd1;
      end
    end
    received <= received + delivered;
    left <= left + (delivered && out_last);
    stalled <= out_valid && !out_ready;
    stalled_beat <= out_beat;
    waiting <= reduce_valid && !reduce_ready;
    waiting_data <= reduce_data;
    silent <= ended == left || out_valid ? 3'd0 : silent + go;
    gap <= gap || (received != 0 && !delivered);
  end
  // Two rows out; the second one without a gap behind the first; everything waits.
  assign reached = {started && left == 2, started && received == 3 && delivered && left == 1 && !gap,
                    started && stalled && waiting && in_valid && !in_ready};
`ifdef FORMAL
  always @* if (in_valid && length == Depth - 1) assume (in_last);  // rows as long as the buffer holds
  always @* if (started) begin
    if (out_valid) begin
      assert (received < sent && left < ended);              // nothing invented, no beat before its row's end
      if (received == number) begin
        assert (out_beat[8:5] == followed && left == row);   // nor lost, doubled or reordered
        assert (out_scalar == row_sum);                      // beside the sum of its own row
      end
    end
    if (stalled) assert (out_valid && out_beat == stalled_beat);
    if (waiting) assert (reduce_valid && reduce_data == waiting_data);
    if (reduce_valid && !reduce_ready) assert (!in_ready);   // a sum waits in the place of the next one
    else if (inside < Depth) assert (in_ready);              // room for Depth beats
    assert (silent < 5);                                     // a complete row comes out
  end
`endif
endmodule
`default_nettype wire
