// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Floats of a beat, or their squares, added to a running sum in a fixed order.
//
//   terms    Squares = 0: the floats.  Squares = 1: fma(q, q, fma(p, p, 0)) for lanes q, p = 2i,
//            2i + 1, and fma(q, q, 0) for a last lane without a partner
//   tree     node n = fma(1, node 2n + 1, node 2n + 2); the terms are the last nodes
//   next_o = fma(1, base, node 0);  one lane with Squares = 1: fma(q, q, base)
//
// One rounding in each; the sum of a beat is made in the cycle in which it is taken, so the longest
// path holds log2 of the terms and one additions, behind the squares.
// Latency: 0 (combinational). Dropped floats must be zero already.
// Parameters: Squares 0..1, Lanes >= 1, ExpBits 2..8, ManBits 1..23.
// Example (FP32, Lanes = 2, Squares = 1): base 1.0, data {2.0, 3.0}: 14.0.
`default_nettype none

module pwl_float_row_sum #(
  parameter integer Squares = 0,
  parameter integer Lanes = 1,
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23
) (
  input  wire [ExpBits+ManBits:0]             base_i,
  input  wire [Lanes*(ExpBits+ManBits+1)-1:0] data_i,
  output wire [ExpBits+ManBits:0]             next_o
);

  localparam integer W = ExpBits + ManBits + 1;
  localparam integer Terms = (Squares != 0) ? (Lanes + 1) / 2 : Lanes;
  localparam [W-1:0] One = {2'b00, {(ExpBits - 1) {1'b1}}, {ManBits{1'b0}}};

  genvar l, n;
  generate
    if (Squares != 0 && Lanes == 1) begin : gen_fused
      pwl_float_fma #(
        .ExpBits(ExpBits),
        .ManBits(ManBits)
      ) u_square (
        .a_i(data_i),
        .b_i(data_i),
        .c_i(base_i),
        .y_o(next_o)
      );
    end else begin : gen_tree
      wire [(2*Terms-1)*W-1:0] nodes;
      for (l = 0; l < Terms; l = l + 1) begin : gen_term
        if (Squares == 0) begin : gen_plain
          assign nodes[(Terms-1+l)*W+:W] = data_i[l*W+:W];
        end else begin : gen_square
          wire [W-1:0] partner;
          if (2 * l + 1 < Lanes) begin : gen_pair
            pwl_float_fma #(
              .ExpBits(ExpBits),
              .ManBits(ManBits)
            ) u_partner (
              .a_i(data_i[(2*l+1)*W+:W]),
              .b_i(data_i[(2*l+1)*W+:W]),
              .c_i({W{1'b0}}),
              .y_o(partner)
            );
          end else begin : gen_single
            assign partner = {W{1'b0}};
          end
          pwl_float_fma #(
            .ExpBits(ExpBits),
            .ManBits(ManBits)
          ) u_square (
            .a_i(data_i[2*l*W+:W]),
            .b_i(data_i[2*l*W+:W]),
            .c_i(partner),
            .y_o(nodes[(Terms-1+l)*W+:W])
          );
        end
      end
      for (n = 0; n < Terms - 1; n = n + 1) begin : gen_node
        pwl_float_fma #(
          .ExpBits(ExpBits),
          .ManBits(ManBits)
        ) u_add (
          .a_i(One),
          .b_i(nodes[(2*n+1)*W+:W]),
          .c_i(nodes[(2*n+2)*W+:W]),
          .y_o(nodes[n*W+:W])
        );
      end
      pwl_float_fma #(
        .ExpBits(ExpBits),
        .ManBits(ManBits)
      ) u_accumulate (
        .a_i(One),
        .b_i(base_i),
        .c_i(nodes[W-1:0]),
        .y_o(next_o)
      );
    end
  endgenerate

endmodule

`default_nettype wire
