// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Pipeline stage for a valid bit: as pwl_stage, but cleared by reset.
//
//   Depth = 1: valid_o(t+1) = en_i(t) ? valid_i(t) : valid_o(t), 0 after reset
//   Depth = 0: valid_o = valid_i
//   held_o: a beat is stored here (0 for Depth = 0)
//
// Latency: Depth cycles. Reset: asynchronous, active low.
// Parameters: Depth 0..1.
// Example: Depth = 1, valid_i = 1 with en_i = 1: valid_o = held_o = 1 one clock later.
`default_nettype none

module pwl_valid_stage #(
  parameter integer Depth = 1
) (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire en_i,
  input  wire valid_i,
  output wire valid_o,
  output wire held_o
);

  generate
    if (Depth == 0) begin : gen_wire
      wire unused_controls;
      assign unused_controls = &{1'b0, clk_i, rst_ni, en_i};
      assign valid_o = valid_i;
      assign held_o  = 1'b0;
    end else begin : gen_register
      reg valid_q;
      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) valid_q <= 1'b0;
        else if (en_i) valid_q <= valid_i;
      end
      assign valid_o = valid_q;
      assign held_o  = valid_q;
    end
  endgenerate

endmodule

`default_nettype wire
