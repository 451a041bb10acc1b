// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Multiplexer tree.
//
//   data_o = words_i[index_i]
//
// Two-input multiplexers, the lowest bit of the index nearest to the words: less area than a
// decoder and gates where the index comes bit by bit, and where the upper bits come first.
//
// Latency: 0 (combinational). Parameters: IndexBits >= 1 (2^IndexBits words), D >= 1 bits.
// Example: IndexBits = 2, D = 8, words 10, 20, 30, 40 and index_i = 2: data_o = 30.
`default_nettype none

module pwl_binary_mux #(
  parameter integer IndexBits = 2,
  parameter integer D = 8
) (
  input  wire [(D<<IndexBits)-1:0] words_i,  // word i in bits [i*D +: D]
  input  wire [IndexBits-1:0]      index_i,
  output wire [D-1:0]              data_o
);

  localparam integer N = 1 << IndexBits;

  function [D-1:0] pick;
    input [N*D-1:0] words;
    input [IndexBits-1:0] index;
    integer b, i;
    reg [N*D-1:0] left;
    begin
      left = words;
      for (b = 0; b < IndexBits; b = b + 1) begin
        for (i = 0; i < (N >> (b + 1)); i = i + 1) begin
          left[i*D+:D] = index[b] ? left[(2*i+1)*D+:D] : left[2*i*D+:D];
        end
      end
      pick = left[D-1:0];
    end
  endfunction

  assign data_o = pick(words_i, index_i);

endmodule

`default_nettype wire
