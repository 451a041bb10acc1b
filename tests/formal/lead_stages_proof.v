// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Stages in front of a unit, alone, against a row of places through which beats move together. How they act with the
// unit's own is in stream_lead_proof.
`default_nettype none
module lead_stages_proof #(parameter integer Stages = 2, parameter integer Isolate = 0) (
  input wire clk, input wire rst_n, input wire open, input wire advance, input wire in_valid, input wire [1:0] in_tag,
  input wire [2:0] in_sel, output wire [1:0] reached
);
  wire in_ready, out_valid;
  wire [1:0] out_tag;
  wire [Stages-1:0] load, held;
  wire [3*Stages-1:0] sel;
  pwl_stream_lead #(.Stages(Stages), .Isolate(Isolate), .TagBits(2), .SelBits(3)) dut (
    .clk_i(clk), .rst_ni(rst_n), .open_i(open), .advance_i(advance), .in_valid_i(in_valid), .in_ready_o(in_ready),
    .in_tag_i(in_tag), .in_sel_i(in_sel), .out_valid_o(out_valid), .out_tag_o(out_tag), .load_o(load), .held_o(held),
    .sel_o(sel));

  // Place 0 is what comes in, place i + 1 is behind stage i.
  reg [Stages:1] there;
  reg [1:0] tag [1:Stages];
  reg [2:0] place [1:Stages];
  wire [Stages:0] moves = {there, in_valid && open};
  integer i;
  always @(posedge clk) begin
    if (!rst_n) there <= 0;
    else if (advance) there <= moves[Stages-1:0];
    if (advance) begin
      tag[1] <= in_tag;
      place[1] <= in_sel;
      for (i = 2; i <= Stages; i = i + 1) begin
        tag[i] <= tag[i-1];
        place[i] <= place[i-1];
      end
    end
  end
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;
`ifdef FORMAL
  always @* if (!started) assume (!rst_n);
  always @* assert (in_ready == (open && advance));
  always @* if (!rst_n) assert (held == 0 && !out_valid);
  always @* if (started && rst_n) begin
    assert (held == there && out_valid == there[Stages]);
    if (out_valid) assert (out_tag == tag[Stages]);
    for (i = 1; i <= Stages; i = i + 1) if (there[i]) assert (sel[3*(i-1)+:3] == place[i]);
    for (i = 0; i < Stages; i = i + 1) assert (load[i] == (advance && (Isolate == 0 || moves[i])));
  end
`endif
  assign reached = {started && rst_n && out_valid && out_tag == 2 && !advance, started && rst_n && &there && in_ready};
endmodule
`default_nettype wire
