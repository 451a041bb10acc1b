// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Memory of rows: one write port, one synchronous read port. Replace this module by a macro of the
// technology; FPGA tools infer block RAM from it.
//
//   word[waddr_i] = wdata_i at a rising edge with we_i
//   rdata_o(t+1)  = re_i(t) ? word[raddr_i](t) : rdata_o(t)
//
// Whoever uses it never reads a word in the cycle that writes it, so a macro may give either value.
// Latency: 1 cycle. No reset: contents and rdata_o are unknown until written and read.
// Parameters: D >= 1 bits, Depth >= 2 words, AddrBits = ceil(log2 Depth).
// Example: we_i = 1, waddr_i = 3, wdata_i = 5 in cycle 0; re_i = 1, raddr_i = 3 in cycle 1: rdata_o
// = 5 from cycle 2 on.
`default_nettype none

module pwl_memory #(
  parameter integer D = 8,
  parameter integer Depth = 16,
  parameter integer AddrBits = 4
) (
  input  wire                clk_i,
  input  wire                we_i,
  input  wire [AddrBits-1:0] waddr_i,
  input  wire [D-1:0]        wdata_i,
  input  wire                re_i,
  input  wire [AddrBits-1:0] raddr_i,
  output wire [D-1:0]        rdata_o
);

  generate
    if (Depth < 2 || (1 << AddrBits) < Depth) begin : gen_bad_depth
      pwl_bad_depth_must_be_2_or_more_and_address_fit u_bad ();
    end
  endgenerate

  reg [D-1:0] words_q [0:Depth-1];
  reg [D-1:0] rdata_q;

  always @(posedge clk_i) begin
    if (we_i) words_q[waddr_i] <= wdata_i;
  end

  always @(posedge clk_i) begin
    if (re_i) rdata_q <= words_q[raddr_i];
  end

  assign rdata_o = rdata_q;

endmodule

`default_nettype wire
