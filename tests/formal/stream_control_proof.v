// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The handshake of a unit's pipeline as a line of beats that moves as one: what is shown, held, enabled and selected
// for each stage, in every cycle, with resets at any time. The stages in the order of the data path are input,
// parameters, accumulator and output; a number of stages says which of them are there.
`default_nettype none
module stream_control_proof #(
  parameter integer Pipeline = 4, parameter integer Compact = 0, parameter integer Isolate = 0
) (
  input wire clk, input wire rst_n, input wire open, input wire in_valid, input wire [1:0] in_tag,
  input wire [1:0] in_sel, input wire out_ready, output wire [1:0] reached
);
  wire in_ready, out_valid, advance, offered, searching, selecting;
  wire [1:0] out_tag, input_sel, param_sel, acc_sel, out_sel;
  wire [3:0] load, held;
  pwl_stream_control #(.Pipeline(Pipeline), .Compact(Compact), .Isolate(Isolate), .TagBits(2), .SelBits(2)) dut (
    .clk_i(clk), .rst_ni(rst_n), .open_i(open), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_tag_i(in_tag),
    .in_sel_i(in_sel), .out_valid_o(out_valid), .out_ready_i(out_ready), .out_tag_o(out_tag), .advance_o(advance),
    .load_o(load), .held_o(held), .offered_o(offered), .searching_o(searching), .selecting_o(selecting),
    .input_sel_o(input_sel), .param_sel_o(param_sel), .acc_sel_o(acc_sel), .out_sel_o(out_sel));

  // Which stages are there: the output first, then parameters, then accumulator and input, or input and accumulator.
  localparam [3:0] There = Pipeline == 0 ? 4'b0000 : Pipeline == 1 ? 4'b1000 : Pipeline == 2 ? 4'b1010
                         : Pipeline == 4 ? 4'b1111 : Compact != 0 ? 4'b1011 : 4'b1110;
  // Behind stage s: the beat, {valid, known, tag, selector}; number 0 is in front of all.
  reg [3:0] valid_q, known_q;
  reg [3:0] beat_q [0:3];
  reg [4:0] valid, known;
  reg [3:0] beat [0:4];
  reg waited_q, started_q;
  initial {known_q, started_q} = 0;
  wire door = open || (Pipeline == 0 && waited_q && rst_n);
  integer s;
  always @* begin
    valid[0] = in_valid && door;
    known[0] = 1'b1;
    beat[0] = {in_tag, in_sel};
    for (s = 0; s < 4; s = s + 1) begin
      valid[s+1] = There[s] ? valid_q[s] && rst_n : valid[s];  // reset needs no clock
      known[s+1] = There[s] ? known_q[s] : known[s];
      beat[s+1] = There[s] ? beat_q[s] : beat[s];
    end
  end
  wire shown = valid[4];
  wire moves = Pipeline == 0 ? out_ready : !shown || out_ready;
  always @(posedge clk) begin
    started_q <= 1'b1;
    for (s = 0; s < 4; s = s + 1) if (moves) begin
      valid_q[s] <= valid[s];
      known_q[s] <= known[s];
      beat_q[s] <= beat[s];
    end
    waited_q <= shown && !out_ready;
    if (!rst_n) {valid_q, waited_q} <= 5'd0;
  end
`ifdef FORMAL
  always @* assume (rst_n == started_q || (started_q && !rst_n));
  always @* if (started_q && rst_n) begin
    assert (out_valid == shown && advance == moves && in_ready == (door && moves));
    assert (held == (There & valid[4:1]));
    assert (offered == (Pipeline == 0 && (waited_q || (shown && !out_ready))));
    assert (searching == valid[1] && selecting == (Compact != 0 ? valid[2] : valid[1]));
    assert (load == ((Isolate != 0 ? valid[3:0] : 4'b1111) & {4{moves}}));
    if (known[1]) assert (input_sel == beat[1][1:0]);
    if (known[2]) assert (param_sel == beat[2][1:0]);
    if (known[3]) assert (acc_sel == beat[3][1:0]);
    if (known[4]) assert ({out_tag, out_sel} == beat[4]);
  end
`endif
  assign reached = {started_q && rst_n && shown && !out_ready && known[4] && out_tag == 2'd2 && in_valid,
                    started_q && rst_n && shown && out_ready && known[4] && out_sel == 2'd1 && !open};
endmodule
`default_nettype wire
