// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Which addresses hold a word, against three comparisons.
`default_nettype none
module address_map_proof #(parameter integer A = 5) (input wire [A-1:0] address);
  localparam [3*A-1:0] First = {{A{1'b1}}, {1'b0, {(A-1){1'b1}}}, {A{1'b0}}};
  localparam [3*A-1:0] Last = {{A{1'b1}}, {2'b10, {(A-2){1'b1}}}, {{(A-2){1'b0}}, 2'd2}};
  wire mapped, readable;
  pwl_address_map #(.AddrBits(A), .Ranges(3), .First(First), .Last(Last), .Readable(3'b101)) dut (
    .address_i(address), .mapped_o(mapped), .readable_o(readable));
  wire low = address <= 2;
  wire middle = address >= (1 << (A - 1)) - 1 && address <= (1 << (A - 1)) + (1 << (A - 2)) - 1;
  wire high = address == (1 << A) - 1;
`ifdef FORMAL
  always @* assert (mapped == (low || middle || high));
  always @* assert (readable == (low || high));
  always @* cover (mapped && !readable);
  always @* cover (!mapped);
`endif
endmodule
`default_nettype wire
