// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Rules of the handshake with stages in front of pwl_stream_control, as stream_proof has them without.
// 1. Beats come out in order; none is lost or doubled: stage by stage the beat numbers are known.
// 2. A waiting result stays until it is taken. Nothing enters before the first commit.
// 3. No write is accepted to a bank that a beat in flight uses.
module stream_lead_proof #(
  parameter integer Stages = 2,
  parameter integer Pipeline = 3,
  parameter integer Banks = 1
) (
  input wire clk_i,
  input wire rst_ni,
  input wire in_valid_i,
  input wire out_ready_i,
  input wire we_i,
  input wire commit_i,
  output wire [1:0] reached
);
  localparam integer Slots = Stages + 4;
  reg [3:0] sent, received;
  wire in_ready, out_valid, advance, busy, write, bank, open, offered;
  wire lead_valid, lead_tag, out_tag;
  wire [Slots-1:0] held;
  wire [5*Slots-1:0] sel;  // of each slot {bank, beat number}

  wire [Slots-1:0] held_bank;
  genvar g;
  generate
    for (g = 0; g < Slots; g = g + 1) begin : gen_bank
      assign held_bank[g] = sel[5*g+4];
    end
  endgenerate
  pwl_config_control #(.Banks(Banks), .Slots(Slots)) u_config (
    .clk_i(clk_i), .rst_ni(rst_ni), .we_i(we_i), .commit_i(commit_i), .offered_i(offered), .held_i(held),
    .held_bank_i(held_bank), .busy_o(busy), .write_o(write), .bank_o(bank), .open_o(open));
  pwl_stream_lead #(.Stages(Stages), .TagBits(1), .SelBits(5)) u_lead (
    .clk_i(clk_i), .rst_ni(rst_ni), .open_i(open), .advance_i(advance), .in_valid_i(in_valid_i), .in_ready_o(in_ready),
    .in_tag_i(sent[0]), .in_sel_i({bank, sent}), .out_valid_o(lead_valid), .out_tag_o(lead_tag),
    .held_o(held[Stages-1:0]), .sel_o(sel[5*Stages-1:0]));
  pwl_stream_control #(.Pipeline(Pipeline), .TagBits(1), .SelBits(5)) u_control (
    .clk_i(clk_i), .rst_ni(rst_ni), .open_i(1'b1), .in_valid_i(lead_valid),
    .in_tag_i(lead_tag), .in_sel_i(sel[5*(Stages-1)+:5]), .out_valid_o(out_valid), .out_ready_i(out_ready_i),
    .out_tag_o(out_tag), .advance_o(advance), .offered_o(offered), .held_o(held[Slots-1:Stages]),
    .input_sel_o(sel[5*Stages+:5]), .param_sel_o(sel[5*(Stages+1)+:5]), .acc_sel_o(sel[5*(Stages+2)+:5]),
    .out_sel_o(sel[5*(Stages+3)+:5]));

  reg started, waiting, committed, refused;
  initial started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  always @* if (!started) assume (!rst_ni); else assume (rst_ni);
  always @* if (refused) assume (in_valid_i);
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) begin
      sent <= 4'd0;
      received <= 4'd0;
      waiting <= 1'b0;
      committed <= 1'b0;
      refused <= 1'b0;
    end else begin
      sent <= sent + {3'd0, in_valid_i && in_ready};
      received <= received + {3'd0, out_valid && out_ready_i};
      waiting <= out_valid && !out_ready_i;
      refused <= in_valid_i && !in_ready;
      if (commit_i && !busy) committed <= 1'b1;
    end

  // Beat number that each slot must hold, from the output backwards.
  reg [3:0] next;
  integer i;
  always @(posedge clk_i) if (started && rst_ni) begin
    next = received;
    for (i = Slots - 1; i >= 0; i = i - 1) begin
      if (held[i]) begin
        assert (sel[5*i+:4] == next);
        if (write) assert (Banks == 2 && sel[5*i+4] == bank);
        next = next + 4'd1;
      end
    end
    assert (sent == next);
    if (out_valid) assert (out_tag == received[0]);
    if (waiting) assert (out_valid);
    if (!committed) assert (!in_ready && !out_valid && held == {Slots{1'b0}});
  end
  assign reached = {received == 4'd2 && write, waiting && out_valid && &held[Stages-1:0]};
endmodule
