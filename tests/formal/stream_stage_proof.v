// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One register in a stream against a queue of depth one, whose beats may be replaced as they leave.
`default_nettype none
module stream_stage_proof #(parameter integer D = 3) (
  input wire clk, input wire in_valid, input wire [D-1:0] in_data, input wire out_ready
);
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  wire in_ready, out_valid;
  wire [D-1:0] out_data;
  pwl_stream_stage #(.D(D)) dut (
    .clk_i(clk), .rst_ni(started), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_data_i(in_data),
    .out_valid_o(out_valid), .out_ready_i(out_ready), .out_data_o(out_data));
  reg holds = 1'b0;
  reg [D-1:0] oldest;
  wire taken = in_valid && in_ready;
  wire delivered = out_valid && out_ready;
  always @(posedge clk) begin
    if (!started) holds <= 1'b0;
    else begin
      holds <= taken || (holds && !delivered);
      if (taken) oldest <= in_data;
    end
  end
`ifdef FORMAL
  always @* if (started) begin
    assert (out_valid == holds);                     // nothing lost or invented
    if (holds) assert (out_data == oldest);          // held while it waits
    assert (!(taken && holds && !delivered));        // nothing is overwritten
    assert (in_ready || (holds && !out_ready));      // full throughput
  end
  always @(posedge clk) cover (started && holds && taken && delivered);
  always @(posedge clk) cover (started && holds && !out_ready && in_valid);
`endif
endmodule
`default_nettype wire
