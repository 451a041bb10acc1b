// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Gain and bias of one channel, any, from the write that brings them to the beat that has them.
`default_nettype none
module norm_affine_proof #(parameter integer G = 2, parameter integer B = 3) (
  input wire clk, input wire write, input wire [3:0] addr, input wire [2:0] data, input wire load, input wire valid,
  input wire last, output wire [1:0] reached
);
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  (* anyconst *) wire lane;
  (* anyconst *) wire [1:0] followed;
  wire [2*G-1:0] gains;
  wire [2*B-1:0] biases;
  pwl_norm_affine #(.Lanes(2), .LaneBits(1), .Beats(3), .BeatBits(2), .G(G), .B(B), .DataBits(3)) dut (
    .clk_i(clk), .rst_ni(started), .write_i(write), .addr_i(addr), .data_i(data), .load_i(load), .valid_i(valid),
    .last_i(last), .gain_o(gains), .bias_o(biases));
  wire [G-1:0] gain = lane ? gains[G+:G] : gains[0+:G];
  wire [B-1:0] bias = lane ? biases[B+:B] : biases[0+:B];

  reg [1:0] beat;
  reg has_gain, has_bias, shows_gain, shows_bias;
  reg [G-1:0] kept_gain, out_gain;
  reg [B-1:0] kept_bias, out_bias;
  wire here = write && addr[0] == lane && addr[2:1] == followed;
  always @(posedge clk) begin
    if (!started) begin
      beat <= 2'd0;
      {has_gain, has_bias, shows_gain, shows_bias} <= 4'd0;
    end else begin
      if (load && valid) beat <= last ? 2'd0 : beat + 2'd1;
      if (here && !addr[3]) begin
        has_gain <= 1'b1;
        kept_gain <= data[G-1:0];
      end
      if (here && addr[3]) begin
        has_bias <= 1'b1;
        kept_bias <= data[B-1:0];
      end
      if (load) begin
        shows_gain <= has_gain && beat == followed;
        shows_bias <= has_bias && beat == followed;
        out_gain <= kept_gain;
        out_bias <= kept_bias;
      end
    end
  end
`ifdef FORMAL
  always @* assume (followed < 3 && addr[2:1] < 3);
  always @* if (beat == 2) assume (last);                   // rows are not longer
  always @* if (load || !started) assume (!write);          // no word is written under a beat
  always @* if (started && shows_gain) assert (gain == out_gain);
  always @* if (started && shows_bias) assert (bias == out_bias);
`endif
  assign reached = {started && shows_gain && shows_bias && lane && followed == 1, started && shows_bias && |bias && !lane};
endmodule
`default_nettype wire
