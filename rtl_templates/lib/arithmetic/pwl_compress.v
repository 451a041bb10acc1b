// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Carry-save tree: many words to few of the same sum.
//
//   sum of the words of data_o = sum of the words of data_i        modulo 2^D
//
// Levels of full adders: of every three words a level makes two, the exclusive ors and the carries
// one place up; one or two words that are left over pass. Constant bits of the words cost nothing
// once synthesis has folded them.
//
// Latency: 0 (combinational), one full adder for every level. Parameters: Rows > Left words in,
// Left >= 2 words out, D >= 2 bits of a word.
// Example: Rows = 3, Left = 2, D = 4: 3, 5 and 6 make 0 and 14.
`default_nettype none

module pwl_compress #(
  parameter integer Rows = 9,
  parameter integer Left = 2,
  parameter integer D = 16
) (
  input  wire [Rows*D-1:0] data_i,
  output wire [Left*D-1:0] data_o
);

  generate
    if (Left < 2 || Rows <= Left) begin : gen_bad_rows
      pwl_bad_tree_must_leave_fewer_words_and_at_least_2 u_bad ();
    end
  endgenerate

  // Words in front of a level.
  function integer words;
    input integer level;
    integer l;
    begin
      words = Rows;
      for (l = 0; l < level; l = l + 1) begin
        if (words > Left) words = 2 * (words / 3) + words % 3;
      end
    end
  endfunction

  // Levels until no more than Left words are left.
  function integer depth;
    input integer from;
    integer n;
    begin
      n = from;
      depth = 0;
      while (n > Left && n > 2) begin
        n = 2 * (n / 3) + n % 3;
        depth = depth + 1;
      end
    end
  endfunction

  localparam integer Levels = (Rows > Left) ? depth(Rows) : 1;

  genvar l, k;
  generate
    for (l = 0; l < Levels; l = l + 1) begin : gen_level
      localparam integer In = words(l);
      localparam integer Out = words(l + 1);
      localparam integer Adders = In / 3;
      wire [In*D-1:0]  words_in;
      wire [Out*D-1:0] words_out;
      if (l == 0) begin : gen_first
        assign words_in = data_i;
      end else begin : gen_next
        assign words_in = gen_level[l-1].words_out;
      end
      for (k = 0; k < Adders; k = k + 1) begin : gen_adder
        wire [D-1:0] x, y, z;
        wire [D-2:0] carry;
        assign x = words_in[3*k*D+:D];
        assign y = words_in[(3*k+1)*D+:D];
        assign z = words_in[(3*k+2)*D+:D];
        assign carry = (x[D-2:0] & y[D-2:0]) | (z[D-2:0] & (x[D-2:0] ^ y[D-2:0]));
        assign words_out[2*k*D+:D] = x ^ y ^ z;
        assign words_out[(2*k+1)*D+:D] = {carry, 1'b0};
      end
      if (In > 3 * Adders) begin : gen_rest
        assign words_out[Out*D-1:2*Adders*D] = words_in[In*D-1:3*Adders*D];
      end
    end
  endgenerate

  assign data_o = gen_level[Levels-1].words_out;

endmodule

`default_nettype wire
