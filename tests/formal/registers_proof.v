// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Registers of every kind against one step of what they should hold: stages, a valid bit, a sticky flag, a word, a
// memory's word that is followed.
`default_nettype none
module registers_proof #(parameter integer D = 2, parameter integer Depth = 3) (
  input wire clk, input wire en, input wire flag, input wire ready, input wire clear, input wire [D-1:0] data,
  input wire [1:0] waddr, input wire re, input wire [1:0] raddr, output wire [2:0] reached
);
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  (* anyconst *) wire [1:0] followed;
  wire [D-1:0] stage, through, word, rdata;
  wire valid, held, valid_through, held_through, sticky;
  pwl_stage #(.D(D)) stage_1 (.clk_i(clk), .en_i(en), .data_i(data), .data_o(stage));
  pwl_stage #(.D(D), .Depth(0)) stage_0 (.clk_i(clk), .en_i(en), .data_i(data), .data_o(through));
  pwl_valid_stage valid_1 (
    .clk_i(clk), .rst_ni(started), .en_i(en), .valid_i(flag), .valid_o(valid), .held_o(held));
  pwl_valid_stage #(.Depth(0)) valid_0 (
    .clk_i(clk), .rst_ni(started), .en_i(en), .valid_i(flag), .valid_o(valid_through), .held_o(held_through));
  pwl_sticky sticky_1 (.clk_i(clk), .rst_ni(started), .valid_i(en), .ready_i(ready), .event_i(flag), .clear_i(clear),
                       .flag_o(sticky));
  pwl_word_register #(.D(D)) word_1 (.clk_i(clk), .write_i(en), .data_i(data), .word_o(word));
  pwl_memory #(.D(D), .Depth(Depth), .AddrBits(2)) memory (
    .clk_i(clk), .we_i(en), .waddr_i(waddr), .wdata_i(data), .re_i(re), .raddr_i(raddr), .rdata_o(rdata));

  // Before a cycle: what was kept, and whether it is known yet.
  reg written, kept_flag, kept_valid, in_memory, shown;
  reg [D-1:0] kept, kept_word, kept_shown;
  initial {written, in_memory, shown} = 3'd0;
  always @(posedge clk) begin
    if (en) begin
      written <= 1'b1;
      kept <= data;
    end
    if (!started) begin
      kept_flag <= 1'b0;
      kept_valid <= 1'b0;
    end else begin
      kept_flag <= (en && ready && flag) || (kept_flag && !clear);
      if (en) kept_valid <= flag;
    end
    if (en && waddr == followed) begin
      in_memory <= 1'b1;
      kept_word <= data;
    end
    if (re) begin
      shown <= in_memory && raddr == followed;
      kept_shown <= kept_word;
    end
  end
`ifdef FORMAL
  always @* assume (followed < Depth && waddr < Depth && raddr < Depth);
  always @* if (re && en) assume (waddr != raddr);  // whoever uses the memory does not
  always @* assert (through == data && valid_through == flag && !held_through);
  always @* if (written) assert (stage == kept && word == kept);
  always @* if (started) assert (sticky == kept_flag && valid == kept_valid && held == kept_valid);
  always @* if (shown) assert (rdata == kept_shown);
`endif
  assign reached = {shown && |rdata && followed == Depth - 1, started && sticky && clear, written && valid && !en};
endmodule
`default_nettype wire
