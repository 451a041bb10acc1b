// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Pipeline stage for data: a register with enable, or a wire.
//
//   Depth = 1: data_o(t+1) = en_i(t) ? data_i(t) : data_o(t)        Depth = 0: data_o = data_i
//
// Latency: Depth cycles. Data has no reset: the valid bit that travels beside it says when it
// counts.
// Parameters: D >= 1 bits, Depth 0..1.
// Example: D = 8, Depth = 1, data_i = 5 with en_i = 1: data_o = 5 one clock later.
`default_nettype none

module pwl_stage #(
  parameter integer D = 8,
  parameter integer Depth = 1
) (
  input  wire         clk_i,
  input  wire         en_i,
  input  wire [D-1:0] data_i,
  output wire [D-1:0] data_o
);

  generate
    if (Depth == 0) begin : gen_wire
      wire unused_controls;
      assign unused_controls = &{1'b0, clk_i, en_i};
      assign data_o = data_i;
    end else if (Depth == 1) begin : gen_register
      reg [D-1:0] data_q;
      always @(posedge clk_i) begin
        if (en_i) data_q <= data_i;
      end
      assign data_o = data_q;
    end else begin : gen_bad_depth
      pwl_bad_stage_depth_must_be_0_or_1 u_bad ();
    end
  endgenerate

endmodule

`default_nettype wire
