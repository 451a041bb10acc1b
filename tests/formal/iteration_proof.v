// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The handshake of a unit that works for some cycles, against how long ago its beat was taken; reset at any time.
`default_nettype none
module iteration_proof #(parameter integer Cycles = 3, parameter integer B = 2) (
  input wire clk, input wire rst_n, input wire in_valid, input wire out_ready, output wire [1:0] reached
);
  wire in_ready, busy, out_valid;
  pwl_peer_iteration #(.Cycles(Cycles), .B(B)) dut (
    .clk_i(clk), .rst_ni(rst_n), .in_valid_i(in_valid), .in_ready_o(in_ready), .busy_o(busy), .out_valid_o(out_valid),
    .out_ready_i(out_ready));
  reg started = 1'b0;
  reg inside;
  reg [7:0] age;  // cycles since the beat was taken, up to the first in which it is shown
  always @(posedge clk) begin
    started <= 1'b1;
    if (!rst_n) inside <= 1'b0;
    else if (!inside) begin
      inside <= in_valid;
      age <= 8'd0;
    end else if (age < Cycles) age <= age + 8'd1;
    else if (out_ready) inside <= 1'b0;
  end
`ifdef FORMAL
  always @* if (!started) assume (!rst_n);
  always @* if (!rst_n) assert (in_ready && !busy && !out_valid);
  always @* if (started && rst_n) begin
    assert (in_ready == !inside);
    assert (busy == (inside && age < Cycles));
    assert (out_valid == (inside && age == Cycles));
  end
`endif
  assign reached = {started && rst_n && out_valid && !out_ready, started && !rst_n && inside && age == 1};
endmodule
`default_nettype wire
