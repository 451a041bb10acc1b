// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One configuration word as a register with enable.
//
//   word_o(t+1) = write_i(t) ? data_i(t) : word_o(t)
//
// Latency: 1 cycle. No reset: nothing uses the word before the first commit.
// Parameters: D >= 1 bits. Example: write_i = 1 with data_i = 7: word_o = 7 one clock later.
`default_nettype none

module pwl_word_register #(
  parameter integer D = 8
) (
  input  wire         clk_i,
  input  wire         write_i,
  input  wire [D-1:0] data_i,
  output wire [D-1:0] word_o
);

  reg [D-1:0] word_q;

  always @(posedge clk_i) begin
    if (write_i) word_q <= data_i;
  end

  assign word_o = word_q;

endmodule

`default_nettype wire
