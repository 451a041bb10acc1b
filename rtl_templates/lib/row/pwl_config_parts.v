// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Configuration port of a design of several parts, each with words of its own.
//
//   address = {part, address within the part};   write_o[i] = write_i and part = i;   commit_o =
//     commit_i and not busy_i
//   rdata_o = the word that part i shows, 0 where there is no such part
//
// Latency: 0 (combinational).
// Parameters: Parts >= 1, PartBits: bits that tell the parts apart, DataBits of a word; rdata_i:
// DataBits for each part, part 0 in the low bits.
// Example: Parts = 2, PartBits = 1, part_i = 1, write_i = 1: write_o = 2'b10.
`default_nettype none

module pwl_config_parts #(
  parameter integer Parts = 2,
  parameter integer PartBits = 1,
  parameter integer DataBits = 8
) (
  input  wire                      write_i,   // a write is accepted
  input  wire [PartBits-1:0]       part_i,
  input  wire                      commit_i,  // a commit is wanted ...
  input  wire                      busy_i,    // ... and waits
  output wire [Parts-1:0]          write_o,
  output wire                      commit_o,  // the commit is accepted, by all parts
  input  wire [Parts*DataBits-1:0] rdata_i,
  output wire [DataBits-1:0]       rdata_o
);

  wire [Parts-1:0] hot;
  pwl_decode #(
    .N        (Parts),
    .IndexBits(PartBits)
  ) u_decode (
    .en_i   (1'b1),
    .index_i(part_i),
    .hot_o  (hot)
  );
  assign write_o  = hot & {Parts{write_i}};
  assign commit_o = commit_i && !busy_i;

  pwl_onehot_mux #(
    .N(Parts),
    .D(DataBits)
  ) u_rdata (
    .hot_i  (hot),
    .words_i(rdata_i),
    .data_o (rdata_o)
  );

endmodule

`default_nettype wire
