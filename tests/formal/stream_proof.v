// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Rules of the handshake with a loadable store, for every pipeline depth and both bank counts.
// 1. Beats come out in order; none is lost or doubled: stage by stage the beat numbers are known.
// 2. A waiting result stays until it is taken.
// 3. Nothing enters or leaves before the first commit that follows a write.
// 4. One bank: no write is accepted while a beat is in flight, and nothing enters between a write and
//    the commit. Two banks: no write is accepted to a bank that a beat in flight uses.
module stream_proof #(
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
  reg [3:0] sent, received;
  wire in_ready, out_valid, advance, busy, write, bank, open, offered;
  wire [3:0] held;
  wire [4:0] input_sel, param_sel, acc_sel, out_sel;  // {bank, beat number}
  wire out_tag;

  pwl_config_control #(.Banks(Banks), .Slots(4)) u_config (
    .clk_i(clk_i), .rst_ni(rst_ni), .we_i(we_i), .commit_i(commit_i),
    .offered_i(offered), .held_i(held),
    .held_bank_i({out_sel[4], acc_sel[4], param_sel[4], input_sel[4]}),
    .busy_o(busy), .write_o(write), .bank_o(bank), .open_o(open));
  pwl_stream_control #(.Pipeline(Pipeline), .TagBits(1), .SelBits(5)) u_control (
    .clk_i(clk_i), .rst_ni(rst_ni), .open_i(open), .in_valid_i(in_valid_i), .in_ready_o(in_ready),
    .in_tag_i(sent[0]), .in_sel_i({bank, sent}), .out_valid_o(out_valid), .out_ready_i(out_ready_i),
    .out_tag_o(out_tag), .advance_o(advance), .offered_o(offered), .held_o(held), .input_sel_o(input_sel),
    .param_sel_o(param_sel), .acc_sel_o(acc_sel), .out_sel_o(out_sel));

  reg started, waiting, refused, written, committed, dirty;
  initial started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  always @* if (!started) assume (!rst_ni); else assume (rst_ni);

  // The source keeps what was not taken.
  always @* if (refused) assume (in_valid_i);

  wire commit_taken = commit_i && !busy && (written || we_i);
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) begin
      sent <= 4'd0;
      received <= 4'd0;
      waiting <= 1'b0;
      refused <= 1'b0;
      written <= 1'b0;
      committed <= 1'b0;
      dirty <= 1'b0;
    end else begin
      sent <= sent + {3'd0, in_valid_i && in_ready};
      received <= received + {3'd0, out_valid && out_ready_i};
      waiting <= out_valid && !out_ready_i;
      refused <= in_valid_i && !in_ready;
      if (we_i && !busy) written <= 1'b1;
      if (commit_taken) committed <= 1'b1;
      if (commit_taken) dirty <= 1'b0;
      else if (we_i && !busy) dirty <= 1'b1;
    end

  // Beat numbers from the output backwards.
  wire [3:0] before_out = received + {3'd0, held[3]};
  wire [3:0] before_acc = before_out + {3'd0, held[2]};
  wire [3:0] before_param = before_acc + {3'd0, held[1]};

  always @(posedge clk_i) if (started && rst_ni) begin
    assert (sent == before_param + {3'd0, held[0]});
    if (held[3]) assert (out_sel[3:0] == received && out_valid);
    if (held[2]) assert (acc_sel[3:0] == before_out);
    if (held[1]) assert (param_sel[3:0] == before_acc);
    if (held[0]) assert (input_sel[3:0] == before_param);
    if (out_valid) assert (out_sel[3:0] == received);
    if (held[3]) assert (out_tag == out_sel[0] || Pipeline > 0);
    if (waiting) assert (out_valid);
    assert (written || !committed);
    if (!committed) assert (!in_ready && !out_valid && held == 4'd0 && !open);
    if (Banks == 1) begin
      if (write) assert (held == 4'd0);
      if (we_i || dirty) assert (!in_ready || (Pipeline == 0 && waiting));
      assert (open == (committed && !dirty && !we_i && !commit_i));
    end else begin
      assert (open == committed);
      if (write && held[3]) assert (out_sel[4] == bank);
      if (write && held[2]) assert (acc_sel[4] == bank);
      if (write && held[1]) assert (param_sel[4] == bank);
      if (write && held[0]) assert (input_sel[4] == bank);
    end
  end
  assign reached[0] = started && rst_ni && received == 4'd2 && dirty && committed;
  assign reached[1] = started && rst_ni && out_valid && !out_ready_i && received == 4'd1;
endmodule
