// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Gain and bias of every channel of a norm, read beat by beat in step with the rows.
//
//   gain_o, bias_o: those of the beat that load_i took last; beats are counted from the first of a
//     row
//
// A write changes the gain (top bit of addr_i 0) or the bias (1) of one channel; channel = {beat,
// lane}.
// Latency: 1 cycle. Memory contents have no reset, and are not read back.
// Parameters: Lanes >= 1, LaneBits: bits that tell the lanes apart, at least 1 (a single lane is
// number 0), Beats >= 2 of the longest row, BeatBits = ceil(log2 Beats), G, B bits, DataBits >=
// both.
// Example: Lanes = 4, LaneBits = 2: the gain of channel 6 is lane 2 of beat 1: addr_i = {1'b0, 1,
// 2}.
`default_nettype none

module pwl_norm_affine #(
  parameter integer Lanes = 1,
  parameter integer LaneBits = 1,
  parameter integer Beats = 16,
  parameter integer BeatBits = 4,
  parameter integer G = 16,
  parameter integer B = 20,
  parameter integer DataBits = 32
) (
  input  wire                       clk_i,
  input  wire                       rst_ni,
  input  wire                       write_i,
  input  wire [BeatBits+LaneBits:0] addr_i,
  input  wire [DataBits-1:0]        data_i,
  input  wire                       load_i,
  input  wire                       valid_i,  // load_i takes a beat ...
  input  wire                       last_i,   // ... which ends its row
  output wire [Lanes*G-1:0]         gain_o,
  output wire [Lanes*B-1:0]         bias_o
);

  localparam [BeatBits-1:0] One = 1;
  reg [BeatBits-1:0] beat_q;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) beat_q <= {BeatBits{1'b0}};
    else if (load_i && valid_i) beat_q <= last_i ? {BeatBits{1'b0}} : beat_q + One;
  end

  wire unused_data;
  assign unused_data = &{1'b0, data_i};

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      localparam [LaneBits-1:0] Number = l;
      wire write;
      assign write = write_i && addr_i[LaneBits-1:0] == Number;
      pwl_memory #(
        .D       (G),
        .Depth   (Beats),
        .AddrBits(BeatBits)
      ) u_gain (
        .clk_i  (clk_i),
        .we_i   (write && !addr_i[BeatBits+LaneBits]),
        .waddr_i(addr_i[LaneBits+:BeatBits]),
        .wdata_i(data_i[G-1:0]),
        .re_i   (load_i),
        .raddr_i(beat_q),
        .rdata_o(gain_o[l*G+:G])
      );
      pwl_memory #(
        .D       (B),
        .Depth   (Beats),
        .AddrBits(BeatBits)
      ) u_bias (
        .clk_i  (clk_i),
        .we_i   (write && addr_i[BeatBits+LaneBits]),
        .waddr_i(addr_i[LaneBits+:BeatBits]),
        .wdata_i(data_i[B-1:0]),
        .re_i   (load_i),
        .raddr_i(beat_q),
        .rdata_o(bias_o[l*B+:B])
      );
    end
  endgenerate

endmodule

`default_nettype wire
