// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Row buffer against a queue: the beats are numbered, and the one with an arbitrary number is followed.
// The memory below is that of the library with what its comment demands of its users: no word is read in the cycle
// that writes it, and no address lies beyond the words.
`default_nettype none
module pwl_memory #(parameter integer D = 8, parameter integer Depth = 16, parameter integer AddrBits = 4) (
  input wire clk_i, input wire we_i, input wire [AddrBits-1:0] waddr_i, input wire [D-1:0] wdata_i,
  input wire re_i, input wire [AddrBits-1:0] raddr_i, output wire [D-1:0] rdata_o
);
  reg [D-1:0] words_q [0:(1<<AddrBits)-1];
  reg [D-1:0] rdata_q;
  always @(posedge clk_i) begin
    if (we_i) words_q[waddr_i] <= wdata_i;
    if (re_i) rdata_q <= words_q[raddr_i];
  end
  assign rdata_o = rdata_q;
`ifdef FORMAL
  reg started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  always @* if (started) begin
    assert (!(we_i && re_i && waddr_i == raddr_i));
    assert (!we_i || waddr_i < Depth);
    assert (!re_i || raddr_i < Depth);
  end
`endif
endmodule

module row_buffer_proof #(parameter integer D = 2, parameter integer Depth = 3, parameter integer AddrBits = 2) (
  input wire clk, input wire in_valid, input wire [D-1:0] in_data, input wire out_ready,
  input wire [3:0] any, output wire [1:0] reached
);
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  wire in_ready, out_valid;
  wire [D-1:0] out_data;
  pwl_row_buffer #(.D(D), .Depth(Depth), .AddrBits(AddrBits)) dut (
    .clk_i(clk), .rst_ni(started), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_data_i(in_data),
    .out_valid_o(out_valid), .out_ready_i(out_ready), .out_data_o(out_data));
  reg [3:0] number;  // any, but the same throughout
  always @(posedge clk) if (!started) number <= any;
  reg [3:0] sent = 0, received = 0;
  reg [D-1:0] followed, stalled_data;
  reg stalled = 1'b0;
  reg [1:0] silent = 0;  // cycles with beats inside and none shown
  reg more = 1'b0;       // a beat left in the last cycle and another one was inside
  wire [3:0] inside = sent - received;
  wire taken = started && in_valid && in_ready;
  wire delivered = out_valid && out_ready;
  always @(posedge clk) if (started) begin
    sent <= sent + taken;
    received <= received + delivered;
    if (taken && sent == number) followed <= in_data;
    stalled <= out_valid && !out_ready;
    stalled_data <= out_data;
    more <= delivered && inside >= 2;
    silent <= inside != 0 && !out_valid ? silent + 1'b1 : 2'd0;
  end
  assign reached = {started && received == 2 * Depth && taken && delivered, started && sent > Depth + 1 && inside == Depth + 1};
`ifdef FORMAL
  always @* if (started) begin
    assert (inside <= Depth + 1);
    if (out_valid) assert (inside != 0);                                        // nothing invented
    if (out_valid && received == number) assert (out_data == followed);         // nor lost, doubled, reordered
    if (inside < Depth) assert (in_ready);                                      // room for Depth beats
    assert (silent < 2);                                                        // latency 2
    if (more) assert (out_valid);                                               // one beat a cycle
    if (stalled) assert (out_valid && out_data == stalled_data);
  end
`endif
endmodule
`default_nettype wire
