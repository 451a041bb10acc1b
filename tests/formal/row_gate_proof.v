// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Row gate against the position in the row: what passes, what is dropped, when the door is closed, who is inside.
`default_nettype none
module row_gate_proof #(
  parameter integer MaxBeats = 3, parameter integer BeatBits = 2, parameter integer RowBits = 3
) (
  input wire clk, input wire open, input wire in_valid, input wire in_last, input wire pass_ready,
  input wire leave_valid, input wire leave_ready, input wire leave_last, output wire [2:0] reached
);
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  wire in_ready, pass_valid, pass_last, begun, inside, overlong;
  pwl_row_gate #(.MaxBeats(MaxBeats), .BeatBits(BeatBits), .RowBits(RowBits)) dut (
    .clk_i(clk), .rst_ni(started), .open_i(open), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_last_i(in_last),
    .pass_valid_o(pass_valid), .pass_ready_i(pass_ready), .pass_last_o(pass_last), .leave_valid_i(leave_valid),
    .leave_ready_i(leave_ready), .leave_last_i(leave_last), .started_o(begun), .inside_o(inside),
    .overlong_o(overlong));
  reg [3:0] position = 0;  // beats of the row that are already in
  reg [3:0] complete = 0;  // rows whose end has passed and which have not left
  reg [3:0] rows = 0;      // begun and not left
  reg refused = 1'b0, refused_last;
  wire excess = MaxBeats != 0 && position >= MaxBeats;
  wire door = open || position != 0;
  wire passes = pass_valid && pass_ready;
  wire leaves = leave_valid && leave_ready && leave_last;
  always @(posedge clk) if (started) begin
    if (in_valid && in_ready) position <= in_last ? 4'd0 : position < 9 ? position + 4'd1 : position;
    complete <= complete + (passes && pass_last) - leaves;
    rows <= rows + (passes && position == 0) - leaves;
    refused <= in_valid && !in_ready;
    refused_last <= in_last;
  end
  reg was_excess = 1'b0;
  always @(posedge clk) if (started) was_excess <= was_excess || (overlong && in_last);
  assign reached = {started && (was_excess || MaxBeats == 0) && passes && position == 1 && pass_last,
                    started && !open && in_valid && !in_ready && pass_ready && rows == 2,
                    started && leaves && passes && position == 0};
`ifdef FORMAL
  always @* if (refused) assume (in_valid && in_last == refused_last);
  always @* if (leaves) assume (complete != 0);
  always @* if (rows == (1 << RowBits) - 1) assume (!pass_ready);  // more rows do not fit inside
  always @* if (started) begin
    assert (pass_valid == (in_valid && !excess && door));
    assert (in_ready == (excess || (pass_ready && door)));
    if (pass_valid) assert (pass_last == (in_last || (MaxBeats != 0 && position == MaxBeats - 1)));
    assert (overlong == (in_valid && excess));
    assert (begun == (position != 0));
    assert (inside == (rows != 0));
  end
`endif
endmodule
`default_nettype wire
