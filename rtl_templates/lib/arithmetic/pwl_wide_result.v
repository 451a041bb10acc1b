// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a wide unit gives for v = 0, where no table counts.
//
//   zero_i = 0: y_o = y_i, exponent_o = exponent_i;   zero_i = 1: y_o = 2^O - 1, exponent_o =
//     Largest
//   zero_o = zero_i
//
// Latency: 0 (combinational). Parameters: O >= 1, KB >= 1, Largest: the exponent of v = 2^V - 1.
// Example: O = 8, Largest = 24, zero_i = 1: y_o = 255, exponent_o = 24.
`default_nettype none

module pwl_wide_result #(
  parameter integer O = 8,
  parameter integer KB = 5,
  parameter integer Largest = 24
) (
  input  wire          zero_i,
  input  wire [O-1:0]  y_i,
  input  wire [KB-1:0] exponent_i,
  output wire [O-1:0]  y_o,
  output wire [KB-1:0] exponent_o,
  output wire          zero_o
);

  localparam [KB-1:0] Exponent = Largest[KB-1:0];

  assign y_o        = y_i | {O{zero_i}};
  assign exponent_o = zero_i ? Exponent : exponent_i;
  assign zero_o     = zero_i;

endmodule

`default_nettype wire
