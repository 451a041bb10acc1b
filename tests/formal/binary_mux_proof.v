// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Multiplexer tree against naive indexing.
`default_nettype none
module binary_mux_proof #(parameter integer IndexBits = 3, parameter integer D = 2) (
  input wire [(D<<IndexBits)-1:0] words, input wire [IndexBits-1:0] index
);
  wire [D-1:0] data;
  pwl_binary_mux #(.IndexBits(IndexBits), .D(D)) dut (.words_i(words), .index_i(index), .data_o(data));
  wire [(D<<IndexBits)-1:0] moved = words >> (index * D);
`ifdef FORMAL
  always @* assert (data == moved[D-1:0]);
  always @* cover (&index && data == 1);
`endif
endmodule
`default_nettype wire
