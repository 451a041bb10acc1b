// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The register slice is a queue of two places whose outputs are registers.
`default_nettype none
module slice_proof #(parameter integer D = 2) (
  input wire clk, input wire in_valid, input wire [D-1:0] in_data, input wire out_ready,
  output wire [1:0] reached
);
  reg started;
  initial started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  wire in_ready, out_valid;
  wire [D-1:0] out_data;
  pwl_stream_slice #(.D(D)) dut (
    .clk_i(clk), .rst_ni(started), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_data_i(in_data),
    .out_valid_o(out_valid), .out_ready_i(out_ready), .out_data_o(out_data));
  // The queue: count beats, the oldest first.
  reg [1:0] count;
  reg [D-1:0] first, second, stalled_data;
  reg stalled, ready_before;
  wire taken = in_valid && in_ready;
  wire delivered = out_valid && out_ready;
  initial count = 2'd0;
  always @(posedge clk) begin
    if (!started) begin
      count <= 2'd0; stalled <= 1'b0;
    end else begin
      count <= count + {1'b0, taken} - {1'b0, delivered};
      if (taken && count - {1'b0, delivered} == 2'd0) first <= in_data;
      else if (delivered) first <= second;
      if (taken) second <= in_data;
      stalled <= out_valid && !out_ready;
      stalled_data <= out_data;
    end
  end
`ifdef FORMAL
  always @* if (!started) assert (in_ready && !out_valid);        // reset empties both places, whatever the clock does
  always @* if (started) begin
    assert (out_valid == (count != 2'd0));                        // nothing lost, doubled or invented
    assert (in_ready == (count != 2'd2));                         // ready is a matter of what is inside alone
    if (out_valid) assert (out_data == first);                    // nothing reordered or changed
    if (stalled) assert (out_valid && out_data == stalled_data);  // held while it waits
  end
`endif
  assign reached = {started && count == 2'd2 && delivered, started && count == 2'd1 && taken && delivered};
endmodule
`default_nettype wire
