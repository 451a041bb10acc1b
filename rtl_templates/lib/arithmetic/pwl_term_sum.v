// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Multiply-accumulate by a slope that is a sum of a few signed powers of two, exact.
//
//   sum_o = q_i * (term 0 + term 1 + ...) + offset_i
//
// A term is K + 1 bits of slope_i, term 0 in the low ones: bit s below K is 1 where it is 2^s, none
// where it is 0; bit K is 1 where it is negative. One row and one adder for each term: a negative
// row is the complement, its +1 the carry-in. Slopes that are constants leave of the shifter what
// they need, a place for each power of two that a term ever is.
//
// Latency: 0 (combinational). A is wide enough for every operand and sum, so nothing wraps.
// Parameters: W 4..32, Terms 1..3, K 2..32 bits of the slope, A at least W + K.
// Example: K = 4, Terms = 2, slope_i = 10001_01000: 8 - 1 = 7 (term 1 is -1, term 0 is 8); q 3,
// offset -4: 21 - 4 = 17.
`default_nettype none

module pwl_term_sum #(
  parameter integer W = 8,
  parameter integer Terms = 2,
  parameter integer K = 8,
  parameter integer A = 17
) (
  input  wire [W-1:0]           q_i,
  input  wire [Terms*(K+1)-1:0] slope_i,
  input  wire [A-1:0]           offset_i,
  output wire [A-1:0]           sum_o
);

  generate
    if (Terms < 1 || Terms > 3) begin : gen_bad_terms
      pwl_bad_terms_must_be_1_to_3 u_bad ();
    end
  endgenerate

  function [A-1:0] add_terms;
    input [W-1:0] q;
    input [Terms*(K+1)-1:0] slope;
    input [A-1:0] offset;
    integer t, s, i;
    reg [A-1:0] wide, row;
    reg carry, bit_a;
    begin
      wide = {{(A - W) {q[W-1]}}, q};
      add_terms = offset;
      for (t = 0; t < Terms; t = t + 1) begin
        row = {A{1'b0}};
        for (s = 0; s < K; s = s + 1) row = row | ((wide << s) & {A{slope[t*(K+1)+s]}});
        carry = slope[t*(K+1)+K];
        row = row ^ {A{carry}};
        for (i = 0; i < A; i = i + 1) begin
          bit_a = add_terms[i];
          add_terms[i] = bit_a ^ row[i] ^ carry;
          carry = (bit_a ^ row[i]) ? carry : bit_a;
        end
      end
    end
  endfunction

  assign sum_o = add_terms(q_i, slope_i, offset_i);

endmodule

`default_nettype wire
