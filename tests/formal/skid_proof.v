// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Skid stage against a queue of depth one: the environment keeps a beat until it is taken.
`default_nettype none
module skid_proof #(parameter integer D = 3) (
  input wire clk, input wire in_valid, input wire [D-1:0] in_data, input wire out_ready
);
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  wire in_ready, out_valid, full;
  wire [D-1:0] out_data;
  pwl_skid #(.D(D)) dut (
    .clk_i(clk), .rst_ni(started), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_data_i(in_data),
    .out_valid_o(out_valid), .out_ready_i(out_ready), .out_data_o(out_data), .full_o(full));
  // The queue: accepted and not delivered.
  reg holds = 1'b0;
  reg [D-1:0] oldest;
  reg waiting = 1'b0;
  reg [D-1:0] waiting_data;
  reg stalled = 1'b0;
  reg [D-1:0] stalled_data;
  wire taken = in_valid && in_ready;
  wire delivered = out_valid && out_ready;
  always @(posedge clk) begin
    if (!started) begin
      holds <= 1'b0; waiting <= 1'b0; stalled <= 1'b0;
    end else begin
      holds <= (holds || taken) && !delivered;
      if (taken && !holds) oldest <= in_data;
      waiting <= in_valid && !in_ready; waiting_data <= in_data;
      stalled <= out_valid && !out_ready; stalled_data <= out_data;
    end
  end
`ifdef FORMAL
  always @* if (started && waiting) assume (in_valid && in_data == waiting_data);
  always @* if (started) begin
    assert (full == holds);
    assert (!(taken && holds));                                      // nothing is overwritten
    assert (out_valid == (holds || in_valid));                       // nothing lost or invented
    if (out_valid) assert (out_data == (holds ? oldest : in_data));  // nor reordered
    if (stalled) assert (out_valid && out_data == stalled_data);     // held while it waits
  end
  always @(posedge clk) cover (started && holds && delivered);
`endif
endmodule
`default_nettype wire
