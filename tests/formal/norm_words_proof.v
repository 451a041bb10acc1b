// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The words of a norm: each is what its address let in last, and is read back with zeros above it; without words
// for gain and bias these are 0.
`default_nettype none
module norm_words_proof #(parameter integer Affine = 0) (
  input wire clk, input wire write, input wire [1:0] addr, input wire [4:0] data, output wire [1:0] reached
);
  wire [4:0] read;
  wire [1:0] shift;
  wire [4:0] epsilon;
  wire [2:0] gain;
  wire [3:0] bias;
  pwl_norm_words #(.ShiftBits(2), .EpsilonBits(5), .G(3), .B(4), .DataBits(5), .Affine(Affine)) dut (
    .clk_i(clk), .write_i(write), .addr_i(addr), .data_i(data), .rdata_o(read), .shift_o(shift), .epsilon_o(epsilon),
    .gain_o(gain), .bias_o(bias));

  reg [3:0] known;
  initial known = Affine != 0 ? 4'b1100 : 4'b0000;
  reg [4:0] last [0:3];
  always @(posedge clk) if (write) begin
    known[addr] <= 1'b1;
    last[addr] <= data;
  end
  wire [1:0] last_shift = last[0][1:0];
  wire [4:0] last_epsilon = last[1];
  wire [2:0] last_gain = Affine != 0 ? 3'd0 : last[2][2:0];
  wire [3:0] last_bias = Affine != 0 ? 4'd0 : last[3][3:0];
`ifdef FORMAL
  always @* begin
    if (known[0]) assert (shift == last_shift);
    if (known[1]) assert (epsilon == last_epsilon);
    if (known[2]) assert (gain == last_gain);
    if (known[3]) assert (bias == last_bias);
    if (known[addr]) case (addr)
      2'd0: assert (read == last_shift);
      2'd1: assert (read == last_epsilon);
      2'd2: assert (read == last_gain);
      2'd3: assert (read == last_bias);
    endcase
  end
`endif
  assign reached = {known[3:1] == 3'b111 && &epsilon && read == 0 && addr == 2, known[0] && shift == 2 && addr == 0};
endmodule
`default_nettype wire
