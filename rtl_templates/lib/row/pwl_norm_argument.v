// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a norm takes the root of, from the reduction of a row.
//
//   Centred = 0: argument_o = squares + epsilon
//   Centred = 1: argument_o = count * squares - sum^2 + epsilon     (n^2 times the variance)
//
// Latency: 0 (combinational). The argument is never negative.
// Parameters: Centred 0..1, W bits of a code, CountBits, EpsilonBits, V bits of the argument: more
// than any term has and enough for every row; R: bits of moments_i, as pwl_row_reduce packs it
// (Kind 2, Kind 3).
// Example: Centred = 1, row {1, 3}: count 2, sum 4, squares 10: 20 - 16 + epsilon.
`default_nettype none

module pwl_norm_argument #(
  parameter integer Centred = 0,
  parameter integer W = 8,
  parameter integer CountBits = 13,
  parameter integer EpsilonBits = 32,
  parameter integer V = 40,
  parameter integer R = 28
) (
  input  wire [R-1:0]           moments_i,
  input  wire [EpsilonBits-1:0] epsilon_i,
  output wire [V-1:0]           argument_o
);

  localparam integer SumBits = W + CountBits;
  localparam integer SquareBits = 2 * W - 1 + CountBits;

  wire [V-1:0] epsilon, squares;
  assign epsilon = {{(V - EpsilonBits) {1'b0}}, epsilon_i};
  assign squares = {{(V - SquareBits) {1'b0}}, moments_i[SquareBits-1:0]};

  generate
    if (Centred == 0) begin : gen_plain
      assign argument_o = squares + epsilon;
    end else begin : gen_centred
      wire [V-1:0]         count;
      wire [2*SumBits-2:0] square;
      assign count = {{(V - CountBits) {1'b0}}, moments_i[SquareBits+SumBits+:CountBits]};
      pwl_square #(
        .W(SumBits)
      ) u_square (
        .q_i     (moments_i[SquareBits+:SumBits]),
        .square_o(square)
      );
      // sum^2 <= count * squares (Cauchy and Schwarz), so what V bits cut off is zero.
      if (V > 2 * SumBits - 1) begin : gen_extend
        assign argument_o = count * squares - {{(V - 2 * SumBits + 1) {1'b0}}, square} + epsilon;
      end else begin : gen_cut
        assign argument_o = count * squares - square[V-1:0] + epsilon;
        wire unused_square;
        assign unused_square = &{1'b0, square};
      end
    end
  endgenerate

endmodule

`default_nettype wire
