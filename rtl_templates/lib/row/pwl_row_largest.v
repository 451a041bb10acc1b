// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Largest code of a beat and of what came before it.
//
//   largest_o = the largest of base_i and the kept codes, all signed
//
// A tree of comparisons over the lanes, then one with base_i.
// Latency: 0 (combinational). Parameters: Lanes >= 1, W >= 2.
// Example: W = 8, Lanes = 2, codes {-3, 5}, keep 2'b10, base -9: largest_o = -3.
`default_nettype none

module pwl_row_largest #(
  parameter integer Lanes = 1,
  parameter integer W = 8
) (
  input  wire [W-1:0]       base_i,
  input  wire [Lanes*W-1:0] data_i,
  input  wire [Lanes-1:0]   keep_i,
  output wire [W-1:0]       largest_o
);

  // Node n has the children 2n + 1 and 2n + 2; the lanes are the last nodes. With its sign inverted
  // a code compares like an unsigned number, and 0, the lowest, stands for a dropped one.
  reg [(2*Lanes-1)*W-1:0] nodes;
  integer n;
  always @* begin
    nodes = {((2 * Lanes - 1) * W) {1'b0}};
    for (n = 0; n < Lanes; n = n + 1) begin
      nodes[(Lanes-1+n)*W+:W] = {!data_i[n*W+W-1], data_i[n*W+:W-1]} & {W{keep_i[n]}};
    end
    for (n = Lanes - 2; n >= 0; n = n - 1) begin
      nodes[n*W+:W] = (nodes[(2*n+1)*W+:W] > nodes[(2*n+2)*W+:W]) ? nodes[(2*n+1)*W+:W]
                                                                : nodes[(2*n+2)*W+:W];
    end
  end

  wire [W-1:0] base, best;
  assign base      = {!base_i[W-1], base_i[W-2:0]};
  assign best      = (nodes[W-1:0] > base) ? nodes[W-1:0] : base;
  assign largest_o = {!best[W-1], best[W-2:0]};

endmodule

`default_nettype wire
