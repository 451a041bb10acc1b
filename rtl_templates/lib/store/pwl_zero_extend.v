// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A word on a wider port.
//
//   data_o = data_i, zero extended
//
// Latency: 0 (combinational). Parameters: D >= 1 bits in, DataBits >= D bits out.
// Example: D = 5, DataBits = 8, data_i = 21: data_o = 21.
`default_nettype none

module pwl_zero_extend #(
  parameter integer D = 5,
  parameter integer DataBits = 8
) (
  input  wire [D-1:0]        data_i,
  output wire [DataBits-1:0] data_o
);

  generate
    if (DataBits < D) begin : gen_bad_width
      pwl_bad_port_narrower_than_word u_bad ();
    end
  endgenerate

  generate
    if (DataBits > D) begin : gen_extend
      assign data_o = {{(DataBits - D) {1'b0}}, data_i};
    end else begin : gen_fits
      assign data_o = data_i;
    end
  endgenerate

endmodule

`default_nettype wire
