// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Number of zeros above the leading one.
//
//   count_o = number of zero bits of data_i above its highest one;  data_i = 0: 2^C - 1
//
// A tree: of two neighbouring blocks the upper one counts if it has a one, else the lower one, and
// the block's own bit of the count says which.
//
// Latency: 0 (combinational). Parameters: D >= 2 bits, C = ceil(log2(D + 1)) must be left at its
// default.
// Example: D = 6, data_i = 6'b000101: count_o = 3.
`default_nettype none

module pwl_leading_zeros #(
  parameter integer D = 16,
  parameter integer C = $clog2(D + 1)
) (
  input  wire [D-1:0] data_i,
  output wire [C-1:0] count_o
);

  localparam integer P = 1 << C;

  // Block b of level k: whether it has a one, and the count inside it in bits [b*C +: k].
  reg [P-1:0]   some;
  reg [P*C-1:0] count;
  integer k, b;
  always @* begin
    some  = {data_i, {(P - D) {1'b0}}};
    count = {(P * C) {1'b0}};
    for (k = 0; k < C; k = k + 1) begin
      for (b = 0; b < (P >> (k + 1)); b = b + 1) begin
        count[b*C+:C] = some[2*b+1] ? count[(2*b+1)*C+:C] : count[2*b*C+:C];
        count[b*C+k] = ~some[2*b+1];
        some[b] = some[2*b+1] | some[2*b];
      end
    end
  end

  assign count_o = count[C-1:0];

endmodule

`default_nettype wire
