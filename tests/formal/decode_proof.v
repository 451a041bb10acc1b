// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Select lines, the word of an index, and the port of a design of several parts, against naive indexing.
`default_nettype none
module decode_proof #(parameter integer N = 6, parameter integer IndexBits = 3, parameter integer D = 3) (
  input wire en, input wire busy, input wire [IndexBits-1:0] index, input wire [N*D-1:0] words,
  output wire [1:0] reached
);
  wire [N-1:0] hot, select_hot, write;
  wire [D-1:0] data, rdata;
  wire commit;
  pwl_decode #(.N(N), .IndexBits(IndexBits)) decode (.en_i(en), .index_i(index), .hot_o(hot));
  pwl_indexed_select #(.N(N), .D(D), .IndexBits(IndexBits)) select (
    .words_i(words), .index_i(index), .data_o(data), .hot_o(select_hot));
  pwl_config_parts #(.Parts(N), .PartBits(IndexBits), .DataBits(D)) parts (
    .write_i(en), .part_i(index), .commit_i(en), .busy_i(busy), .write_o(write), .commit_o(commit), .rdata_i(words),
    .rdata_o(rdata));
  wire [N-1:0] line = 1 << index;  // no line for an index of N or more
  reg [D-1:0] word;
  integer i;
  always @* begin
    word = 0;
    for (i = 0; i < N; i = i + 1) if (index == i) word = words[i*D+:D];
  end
`ifdef FORMAL
  always @* assert (hot == (en ? line : {N{1'b0}}) && select_hot == line && data == word);
  always @* assert (write == (en ? line : {N{1'b0}}) && rdata == word && commit == (en && !busy));
`endif
  assign reached = {en && hot == 0, hot[N-1] && data == 1};
endmodule
`default_nettype wire
