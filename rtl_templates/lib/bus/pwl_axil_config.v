// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// AXI4-Lite slave in front of a configuration port: one transaction at a time.
//
//   byte offset / (DataBits / 8)       word
//   {0, field[1:0], index}             as cfg_addr_o names it: 0 threshold, 1 slope, 2 intercept,
//                                      3 control (index 0: R, index 1: s)
//   {1, 0...}                          write: bit 0 commit, bit 1 clear the saturation flag
//                                      read: bit 0 a write would wait, bit 1 the flag
// Offsets without a word, and writes that do not strobe every byte, answer SLVERR and change
// nothing. A write or commit answers when the unit has accepted it: beats in flight are drained
// first, so the receiver of results must be ready. No valid waits for a ready.
// Latency: 2 cycles from an address to its answer, more while the unit is busy. Reset: no answer.
// Parameters: N entries 2..64, IndexBits = ceil(log2(N)), SW and RW widths of s and R (0: none),
// CfgBits width of a word, DataBits 32 or 64 and at least CfgBits, ByteBits = log2(DataBits / 8).
// Example: N = 8, DataBits = 32: slope 2 is word 8 + 2 at offset 40, commit is 1 at offset 128.
`default_nettype none

module pwl_axil_config #(
  parameter integer N = 8,
  parameter integer IndexBits = 3,
  parameter integer SW = 3,
  parameter integer RW = 5,
  parameter integer CfgBits = 8,
  parameter integer DataBits = 32,
  parameter integer ByteBits = 2
) (
  input  wire                            clk_i,
  input  wire                            rst_ni,
  input  wire [IndexBits+3+ByteBits-1:0] s_axil_awaddr,
  input  wire                            s_axil_awvalid,
  output wire                            s_axil_awready,
  input  wire [DataBits-1:0]             s_axil_wdata,
  input  wire [DataBits/8-1:0]           s_axil_wstrb,
  input  wire                            s_axil_wvalid,
  output wire                            s_axil_wready,
  output wire [1:0]                      s_axil_bresp,
  output wire                            s_axil_bvalid,
  input  wire                            s_axil_bready,
  input  wire [IndexBits+3+ByteBits-1:0] s_axil_araddr,
  input  wire                            s_axil_arvalid,
  output wire                            s_axil_arready,
  output wire [DataBits-1:0]             s_axil_rdata,
  output wire [1:0]                      s_axil_rresp,
  output wire                            s_axil_rvalid,
  input  wire                            s_axil_rready,
  output wire                            cfg_we_o,
  output wire [IndexBits+1:0]            cfg_addr_o,
  output wire [CfgBits-1:0]              cfg_data_o,
  input  wire [CfgBits-1:0]              cfg_rdata_i,
  output wire                            cfg_commit_o,
  input  wire                            cfg_busy_i,
  input  wire                            saturated_i,
  output wire                            saturated_clear_o
);

  localparam integer WordBits = IndexBits + 3;
  localparam [1:0] Idle = 2'd0;    // waiting for an address
  localparam [1:0] Access = 2'd1;  // at the configuration port
  localparam [1:0] Answer = 2'd2;

  generate
    if (DataBits < CfgBits || DataBits != 8 << ByteBits) begin : gen_bad_data_bits
      pwl_bad_axil_data_bits u_bad ();
    end
  endgenerate

  reg [1:0]          state_q;
  reg                write_q;  // the transaction is a write
  reg [WordBits-1:0] word_q;
  reg [DataBits-1:0] data_q;
  reg                full_q;   // every byte is strobed
  reg                error_q;

  // Two addresses at a time take turns.
  wire write_waits, take_write, take_read;
  assign write_waits = s_axil_awvalid && s_axil_wvalid;
  assign take_write = state_q == Idle && write_waits && !(write_q && s_axil_arvalid);
  assign take_read = state_q == Idle && s_axil_arvalid && !take_write;
  assign s_axil_awready = take_write;
  assign s_axil_wready = take_write;
  assign s_axil_arready = take_read;

  wire                 is_status, has_word;
  wire [1:0]           field;
  wire [IndexBits-1:0] index;
  assign is_status = word_q == {1'b1, {(WordBits - 1) {1'b0}}};
  assign field = word_q[IndexBits+:2];
  assign index = word_q[IndexBits-1:0];

  // Which indices hold a word.
  localparam integer Indices = 1 << IndexBits;
  localparam [Indices-1:0] Entries = {Indices{1'b1}} >> (Indices - N);
  localparam [Indices-1:0] Thresholds = Entries >> 1;
  localparam [Indices+1:0] Controls = {{Indices{1'b0}}, SW > 0, RW > 0};
  assign has_word = !word_q[WordBits-1] &&
                    (field == 2'd0 ? Thresholds[index] : field == 2'd3 ? Controls[{1'b0, index}]
                                                                       : Entries[index]);

  wire usable, access, waits;
  assign access = state_q == Access;
  assign usable = (has_word || is_status) && (!write_q || full_q);
  assign cfg_we_o = access && write_q && usable && has_word;
  assign cfg_commit_o = access && write_q && usable && is_status && data_q[0];
  assign saturated_clear_o = access && write_q && usable && is_status && data_q[1];
  assign cfg_addr_o = word_q[IndexBits+1:0];
  assign cfg_data_o = data_q[CfgBits-1:0];
  assign waits = (cfg_we_o || cfg_commit_o) && cfg_busy_i;

  // A word, zero extended, or the status.
  wire [DataBits+CfgBits-1:0] wide_word;
  wire [DataBits-1:0] status, found;
  assign wide_word = {{DataBits{1'b0}}, cfg_rdata_i};
  assign status = {{(DataBits - 2) {1'b0}}, saturated_i, cfg_busy_i};
  assign found = is_status ? status : wide_word[DataBits-1:0];

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= Idle;
      write_q <= 1'b0;
    end else begin
      case (state_q)
        Idle: begin
          if (take_write || take_read) begin
            state_q <= Access;
            write_q <= take_write;
          end
        end
        Access: if (!waits) state_q <= Answer;
        default: if (write_q ? s_axil_bready : s_axil_rready) state_q <= Idle;
      endcase
    end
  end

  always @(posedge clk_i) begin
    if (take_write) begin
      word_q <= s_axil_awaddr[ByteBits+:WordBits];
      full_q <= &s_axil_wstrb;
    end else if (take_read) begin
      word_q <= s_axil_araddr[ByteBits+:WordBits];
    end
    if (take_write) data_q <= s_axil_wdata;
    else if (access && !write_q) data_q <= usable ? found : {DataBits{1'b0}};
    if (access) error_q <= !usable;
  end

  assign s_axil_bvalid = state_q == Answer && write_q;
  assign s_axil_rvalid = state_q == Answer && !write_q;
  assign s_axil_bresp = {error_q, 1'b0};
  assign s_axil_rresp = {error_q, 1'b0};
  assign s_axil_rdata = data_q;

  // The offset inside a word and the upper half of the zero extension.
  wire unused_bits;
  assign unused_bits = &{1'b0, s_axil_awaddr[ByteBits-1:0], s_axil_araddr[ByteBits-1:0],
                         wide_word[DataBits+CfgBits-1:DataBits]};

endmodule

`default_nettype wire
