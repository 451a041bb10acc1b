// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// AXI4-Lite slave, one transaction at a time, in front of words that answer when they like.
//
//   access_o: a transaction is at the words: write_o, wdata_o, word_o = address / (DataBits / 8);
//   it is over in the first cycle with wait_i = 0, whose rdata_i and error_i are its answer
//
// Address and data of a write are taken together, whichever came first. When a read and a write
// wait, they take turns. No valid waits for a ready; an answer stays until it is taken.
// Latency: 2 cycles from an address to its answer, more while wait_i is 1. Reset: no answer.
// Parameters: WordBits of a word's number, DataBits 32 or 64, ByteBits = log2(DataBits / 8).
// Example: DataBits = 32: a write to offset 40 is word 10; aligned_o = 0 for offset 41.
`default_nettype none

module pwl_axil_slave #(
  parameter integer WordBits = 6,
  parameter integer DataBits = 32,
  parameter integer ByteBits = 2
) (
  input  wire                         clk_i,
  input  wire                         rst_ni,
  input  wire [WordBits+ByteBits-1:0] s_axil_awaddr,
  input  wire                         s_axil_awvalid,
  output wire                         s_axil_awready,
  input  wire [DataBits-1:0]          s_axil_wdata,
  input  wire [DataBits/8-1:0]        s_axil_wstrb,
  input  wire                         s_axil_wvalid,
  output wire                         s_axil_wready,
  output wire [1:0]                   s_axil_bresp,
  output wire                         s_axil_bvalid,
  input  wire                         s_axil_bready,
  input  wire [WordBits+ByteBits-1:0] s_axil_araddr,
  input  wire                         s_axil_arvalid,
  output wire                         s_axil_arready,
  output wire [DataBits-1:0]          s_axil_rdata,
  output wire [1:0]                   s_axil_rresp,
  output wire                         s_axil_rvalid,
  input  wire                         s_axil_rready,
  output wire                         access_o,
  output wire                         write_o,
  output wire [WordBits-1:0]          word_o,
  output wire                         aligned_o,
  output wire                         full_o,     // every byte of the write is strobed
  output wire [DataBits-1:0]          wdata_o,
  input  wire                         wait_i,
  input  wire                         error_i,
  input  wire [DataBits-1:0]          rdata_i
);

  generate
    if (DataBits != 8 << ByteBits || ByteBits < 2 || ByteBits > 3) begin : gen_bad_data_bits
      pwl_bad_axil_data_bits_must_be_32_or_64 u_bad ();
    end
  endgenerate

  // Neither of the two: waiting for an address.
  reg                         access_q;  // at the words
  reg                         answer_q;
  reg                         write_q;   // the transaction is a write
  reg [WordBits+ByteBits-1:0] address_q;
  reg [DataBits-1:0]          data_q;
  reg                         full_q;
  reg                         error_q;

  // Two addresses at a time take turns.
  wire idle, write_waits, take_write, take_read;
  assign idle           = !access_q && !answer_q;
  assign write_waits    = s_axil_awvalid && s_axil_wvalid;
  assign take_write     = idle && write_waits && !(write_q && s_axil_arvalid);
  assign take_read      = idle && s_axil_arvalid && !take_write;
  assign s_axil_awready = take_write;
  assign s_axil_wready  = take_write;
  assign s_axil_arready = take_read;

  assign access_o  = access_q;
  assign write_o   = write_q;
  assign word_o    = address_q[ByteBits+:WordBits];
  assign aligned_o = address_q[ByteBits-1:0] == {ByteBits{1'b0}};
  assign full_o    = full_q;
  assign wdata_o   = data_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      access_q <= 1'b0;
      answer_q <= 1'b0;
      write_q  <= 1'b0;
    end else begin
      access_q <= take_write || take_read || (access_q && wait_i);
      answer_q <= (access_q && !wait_i) ||
                  (answer_q && !(write_q ? s_axil_bready : s_axil_rready));
      if (take_write || take_read) write_q <= take_write;
    end
  end

  always @(posedge clk_i) begin
    if (take_write) begin
      address_q <= s_axil_awaddr;
      full_q    <= &s_axil_wstrb;
    end else if (take_read) begin
      address_q <= s_axil_araddr;
    end
    if (take_write) data_q <= s_axil_wdata;
    else if (access_o && !write_q) data_q <= rdata_i;
    if (access_o) error_q <= error_i;
  end

  assign s_axil_bvalid = answer_q && write_q;
  assign s_axil_rvalid = answer_q && !write_q;
  assign s_axil_bresp  = {error_q, 1'b0};
  assign s_axil_rresp  = {error_q, 1'b0};
  assign s_axil_rdata  = data_q;

endmodule

`default_nettype wire
