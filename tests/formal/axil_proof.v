// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Rules of the AXI4-Lite slave, for a master that keeps what was not taken and words that answer when they like.
`default_nettype none
module axil_proof #(parameter integer WordBits = 2) (
  input wire clk, input wire [WordBits+1:0] awaddr, input wire awvalid, input wire [31:0] wdata, input wire [3:0] wstrb,
  input wire wvalid, input wire bready, input wire [WordBits+1:0] araddr, input wire arvalid, input wire rready,
  input wire words_wait, input wire words_error, input wire [31:0] words_rdata,
  output wire [2:0] reached
);
  reg started;
  initial started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  wire awready, wready, bvalid, arready, rvalid, access, write, aligned, full;
  wire [1:0] bresp, rresp;
  wire [WordBits-1:0] word;
  wire [31:0] rdata, words_wdata;
  pwl_axil_slave #(.WordBits(WordBits)) dut (
    .clk_i(clk), .rst_ni(started), .s_axil_awaddr(awaddr), .s_axil_awvalid(awvalid), .s_axil_awready(awready),
    .s_axil_wdata(wdata), .s_axil_wstrb(wstrb), .s_axil_wvalid(wvalid), .s_axil_wready(wready),
    .s_axil_bresp(bresp), .s_axil_bvalid(bvalid), .s_axil_bready(bready), .s_axil_araddr(araddr),
    .s_axil_arvalid(arvalid), .s_axil_arready(arready), .s_axil_rdata(rdata), .s_axil_rresp(rresp),
    .s_axil_rvalid(rvalid), .s_axil_rready(rready), .access_o(access), .write_o(write), .word_o(word),
    .aligned_o(aligned), .full_o(full), .wdata_o(words_wdata), .wait_i(words_wait), .error_i(words_error),
    .rdata_i(words_rdata));

  // The one transaction that is under way, as it was taken, and the answer of the words.
  reg busy, answered, is_write, is_error, was_awaiting, was_waiting_w, was_araiting;
  reg [WordBits+1:0] address, aw_kept, ar_kept;
  reg [3:0] strobes, strb_kept;
  reg [31:0] data, w_kept;
  wire takes_write = awvalid && awready, takes_read = arvalid && arready;
  wire over = access && !words_wait;
  wire ends = (bvalid && bready) || (rvalid && rready);
  always @(posedge clk) begin
    if (!started) begin
      busy <= 1'b0; answered <= 1'b0; is_write <= 1'b0; was_awaiting <= 1'b0; was_waiting_w <= 1'b0; was_araiting <= 1'b0;
    end else begin
      busy <= (busy || takes_write || takes_read) && !ends;
      answered <= (answered || over) && !ends;
      if (takes_write || takes_read) begin
        is_write <= takes_write;
        address <= takes_write ? awaddr : araddr;
        data <= wdata;
        strobes <= wstrb;
      end
      if (over) begin
        is_error <= words_error;
        if (!is_write) data <= words_rdata;
      end
      was_awaiting <= awvalid && !awready; aw_kept <= awaddr;
      was_waiting_w <= wvalid && !wready; w_kept <= wdata; strb_kept <= wstrb;
      was_araiting <= arvalid && !arready; ar_kept <= araddr;
    end
  end
`ifdef FORMAL
  always @* if (started) begin
    if (was_awaiting) assume (awvalid && awaddr == aw_kept);
    if (was_waiting_w) assume (wvalid && wdata == w_kept && wstrb == strb_kept);
    if (was_araiting) assume (arvalid && araddr == ar_kept);
  end
  always @* if (started) begin
    assert (awready == wready);                               // address and data of a write are taken together
    if (awready) assert (awvalid && wvalid);                  // ... when both are there, in whichever order they came
    assert (!(takes_write && takes_read));                    // one transaction at a time
    if (busy) assert (!awready && !arready);                  // ... and none before the last one is over
    else begin                                                // ... and at once where nothing is under way:
      if (awvalid && wvalid && !arvalid) assert (awready);    // the only one
      if (arvalid && !(awvalid && wvalid)) assert (arready);
      if (arvalid && awvalid && wvalid) assert (is_write ? arready : awready);  // of two, not as the last one was
    end
    assert ((bvalid || rvalid) == (busy && answered));        // an answer for each transaction, and only then
    if (answered) assert (busy);                              // ... never without one
    assert (!(bvalid && rvalid));                             // ... one
    if (bvalid || rvalid) assert (bvalid == is_write);        // ... on its own channel
    assert (access == (busy && !answered));                   // the words see a transaction until they have answered
    assert (write == is_write);                               // in words' sight or not: turns follow it
    if (access) assert (word == address[WordBits+1:2] && aligned == (address[1:0] == 2'd0));
    if (access && write) assert (words_wdata == data && full == (&strobes));  // as it was taken
    if (bvalid) assert (bresp == {is_error, 1'b0});           // OKAY or SLVERR, as the words say, until it is taken
    if (rvalid) assert (rresp == {is_error, 1'b0} && rdata == data);          // and the word that they gave
  end
`endif
  assign reached = {started && bvalid && bready && is_error, started && rvalid && rready && !is_error && awvalid,
                    started && takes_read && was_awaiting};
endmodule
`default_nettype wire
