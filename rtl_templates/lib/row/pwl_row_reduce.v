// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One beat of a row taken into its reduction.
//
//   Kind 0, largest: next_o = the largest of state_i and the kept codes (signed; from -2^(W-1))
//   Kind 1, sum:     next_o = state_i + sum of the kept codes (unsigned; from 0)
//   Kind 2, squares: next_o = state_i + sum of the squares of the kept codes (signed; from 0)
//   Kind 3, moments: {count, sum, squares} of the kept codes (signed; each from 0)
//   Kind 4, 5:       sum, or sum of squares, of FP32 numbers, of which dropped ones are zero
//                    already (from 0): see pwl_float_row_sum
//
// first_i: the row begins, state_i counts as the value in brackets. Kind 3 packs count (CountBits),
// sum (W + CountBits, signed) and squares (2 W - 1 + CountBits), squares in the low bits.
// Latency: 0 (combinational). Nothing wraps while a row has less than 2^CountBits elements.
// Parameters: Kind 0..5, Lanes >= 1, W >= 2 bits of a code, CountBits >= 2, R bits of the state: W,
// W + CountBits, 2 W - 1 + CountBits, or 3 W - 1 + 3 CountBits; W = R = 32 for Kind 4 and 5.
// Example: Kind 1, Lanes = 2, W = 8, data {200, 100}, keep 2'b01, state 7: next_o = 107.
`default_nettype none

module pwl_row_reduce #(
  parameter integer Kind = 0,
  parameter integer Lanes = 1,
  parameter integer W = 8,
  parameter integer CountBits = 13,
  parameter integer R = 8
) (
  input  wire               first_i,
  input  wire [R-1:0]       state_i,
  input  wire [Lanes*W-1:0] data_i,
  input  wire [Lanes-1:0]   keep_i,
  output wire [R-1:0]       next_o
);

  localparam integer SumBits = W + CountBits;
  localparam integer SquareBits = 2 * W - 1 + CountBits;

  genvar l;
  generate
    if (Kind == 0) begin : gen_largest
      pwl_row_largest #(
        .Lanes(Lanes),
        .W    (W)
      ) u_largest (
        .base_i   (first_i ? {1'b1, {(W - 1) {1'b0}}} : state_i),
        .data_i   (data_i),
        .keep_i   (keep_i),
        .largest_o(next_o)
      );
    end else if (Kind == 1) begin : gen_sum
      reg [R-1:0] total;
      integer n;
      always @* begin
        total = state_i & {R{!first_i}};
        for (n = 0; n < Lanes; n = n + 1) begin
          total = total + {{CountBits{1'b0}}, data_i[n*W+:W] & {W{keep_i[n]}}};
        end
      end
      assign next_o = total;
    end else if (Kind == 2 || Kind == 3) begin : gen_squares
      wire [Lanes*(2*W-1)-1:0] squares;
      for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
        pwl_square #(
          .W(W)
        ) u_square (
          .q_i     (data_i[l*W+:W] & {W{keep_i[l]}}),
          .square_o(squares[l*(2*W-1)+:2*W-1])
        );
      end
      reg [SquareBits-1:0] total;
      integer n;
      always @* begin
        total = state_i[SquareBits-1:0] & {SquareBits{!first_i}};
        for (n = 0; n < Lanes; n = n + 1) begin
          total = total + {{CountBits{1'b0}}, squares[n*(2*W-1)+:2*W-1]};
        end
      end
      assign next_o[SquareBits-1:0] = total;

      if (Kind == 3) begin : gen_moments
        reg [SumBits-1:0]   sum;
        reg [CountBits-1:0] count;
        integer m;
        always @* begin
          sum   = state_i[SquareBits+:SumBits] & {SumBits{!first_i}};
          count = state_i[SquareBits+SumBits+:CountBits] & {CountBits{!first_i}};
          for (m = 0; m < Lanes; m = m + 1) begin
            sum   = sum + ({{CountBits{data_i[m*W+W-1]}}, data_i[m*W+:W]} & {SumBits{keep_i[m]}});
            count = count + {{(CountBits - 1) {1'b0}}, keep_i[m]};
          end
        end
        assign next_o[R-1:SquareBits] = {count, sum};
      end
    end else if (Kind == 4 || Kind == 5) begin : gen_float
      pwl_float_row_sum #(
        .Squares(Kind - 4),
        .Lanes  (Lanes)
      ) u_sum (
        .base_i(state_i & {R{!first_i}}),
        .data_i(data_i),
        .next_o(next_o)
      );
      wire unused_keep;
      assign unused_keep = &{1'b0, keep_i};
    end else begin : gen_bad_kind
      pwl_bad_reduction_kind_must_be_0_to_5 u_bad ();
    end
  endgenerate

endmodule

`default_nettype wire
