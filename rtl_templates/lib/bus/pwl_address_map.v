// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Which addresses hold a word: a list of ranges.
//
//   mapped_o = some range has First <= address_i <= Last;   readable_o = one that can be read back
//
// Latency: 0 (combinational).
// Parameters: AddrBits of an address, Ranges >= 1; First and Last: AddrBits for each range, range 0
// in the low bits, both hit; Readable: one bit for each range.
// Example: AddrBits = 4, Ranges = 2, First = {4'd8, 4'd0}, Last = {4'd9, 4'd2}: 2 and 9 are mapped,
// 3 is not.
`default_nettype none

module pwl_address_map #(
  parameter integer AddrBits = 4,
  parameter integer Ranges = 2,
  parameter [Ranges*AddrBits-1:0] First = 8'h80,
  parameter [Ranges*AddrBits-1:0] Last = 8'h92,
  parameter [Ranges-1:0] Readable = 2'b11
) (
  input  wire [AddrBits-1:0] address_i,
  output wire                mapped_o,
  output wire                readable_o
);

  wire [Ranges-1:0] hit;

  genvar r;
  generate
    for (r = 0; r < Ranges; r = r + 1) begin : gen_range
      // What lies before the range wraps to a distance beyond it.
      wire [AddrBits:0] distance, size;
      assign distance = {1'b0, address_i} - {1'b0, First[r*AddrBits+:AddrBits]};
      assign size = {1'b0, Last[r*AddrBits+:AddrBits]} - {1'b0, First[r*AddrBits+:AddrBits]} + 1'b1;
      assign hit[r] = distance < size;
    end
  endgenerate

  assign mapped_o   = |hit;
  assign readable_o = |(hit & Readable);

endmodule

`default_nettype wire
