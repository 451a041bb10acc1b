// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Every kind of reduction, element by element with integers.
`default_nettype none
module reduce_proof #(
  parameter integer Kind = 0, parameter integer Lanes = 2, parameter integer W = 3, parameter integer CountBits = 3,
  parameter integer R = 3
) (
  input wire first, input wire [R-1:0] state, input wire [Lanes*W-1:0] data, input wire [Lanes-1:0] keep
);
  wire [R-1:0] next;
  pwl_row_reduce #(.Kind(Kind), .Lanes(Lanes), .W(W), .CountBits(CountBits), .R(R)) dut (
    .first_i(first), .state_i(state), .data_i(data), .keep_i(keep), .next_o(next));
  localparam integer SquareBits = 2 * W - 1 + CountBits;
  localparam integer SumBits = W + CountBits;
  reg signed [W-1:0] code, best;
  reg [31:0] total, squares, count;
  reg signed [31:0] sum, element;
  integer n;
  always @* begin
    best = first ? {1'b1, {(W - 1) {1'b0}}} : state[W-1:0];
    total = first ? 0 : state;
    squares = first ? 0 : (Kind == 3 ? state & ((1 << SquareBits) - 1) : state);
    sum = first ? 0 : state >> SquareBits;
    count = first ? 0 : state >> (SquareBits + SumBits);
    code = 0;
    element = 0;
    for (n = 0; n < Lanes; n = n + 1) if (keep[n]) begin
      code = data[n*W+:W];
      element = code;
      if (code > best) best = code;
      total = total + data[n*W+:W];
      squares = squares + element * element;
      sum = sum + element;
      count = count + 1;
    end
  end
  wire [63:0] expected = Kind == 0 ? best & ((1 << W) - 1) : Kind == 1 ? total : Kind == 2 ? squares
      : {count[CountBits-1:0], sum[SumBits-1:0], squares[SquareBits-1:0]};
`ifdef FORMAL
  always @* assert (next == expected[R-1:0]);
  always @* cover (first && keep[Lanes-1] && (Lanes == 1 || !keep[0]));
  always @* cover (!first && &keep && next != state);
`endif
endmodule
`default_nettype wire
