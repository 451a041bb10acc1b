// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Skid stage: one spare register that cuts the combinational path from out_ready_i to in_ready_o.
//
//   in_ready_o  = not full        (a register)
//   out_valid_o = in_valid_i or full;   out_data_o = full ? spare : in_data_i
//
// A beat that arrives while the receiver is not ready is kept in the spare register; it is
// delivered before anything else may enter. Nothing is lost, duplicated or reordered; full
// throughput.
// Latency: 0 cycles when the receiver is ready. Reset: empty.
// Parameters: D >= 1 bits.
// Example: a beat with out_ready_i = 0 fills the spare; in_ready_o is 0 from the next cycle on,
// until the cycle after a cycle with out_ready_i = 1.
`default_nettype none

module pwl_skid #(
  parameter integer D = 8
) (
  input  wire         clk_i,
  input  wire         rst_ni,
  input  wire         in_valid_i,
  output wire         in_ready_o,
  input  wire [D-1:0] in_data_i,
  output wire         out_valid_o,
  input  wire         out_ready_i,
  output wire [D-1:0] out_data_o,
  output wire         full_o         // the spare register holds a beat
);

  reg         full_q;
  reg [D-1:0] data_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) full_q <= 1'b0;
    else full_q <= out_valid_o && !out_ready_i;
  end

  always @(posedge clk_i) begin
    if (in_valid_i && in_ready_o && !out_ready_i) data_q <= in_data_i;
  end

  assign in_ready_o  = !full_q;
  assign out_valid_o = in_valid_i || full_q;
  assign out_data_o  = full_q ? data_q : in_data_i;
  assign full_o      = full_q;

endmodule

`default_nettype wire
