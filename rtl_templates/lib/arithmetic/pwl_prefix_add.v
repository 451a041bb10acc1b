// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Adder of logarithmic depth whose carry in may come late.
//
//   sum_o = a_i + b_i + carry_i        modulo 2^D
//   carry_o = (a_i + b_i >= 2^D)       without carry_i, which may therefore depend on it
//
// Sklansky's prefix network: at level k every block of 2^k bits whose number is odd takes the
// generate and propagate signals of the block below. carry_i enters behind the network: it reaches
// bit i when all bits below propagate.
//
// Latency: 0 (combinational). Parameters: D >= 2 bits.
// Example: D = 4: 9 + 7 + 1: sum_o = 1, carry_o = 1.
`default_nettype none

module pwl_prefix_add #(
  parameter integer D = 16
) (
  input  wire [D-1:0] a_i,
  input  wire [D-1:0] b_i,
  input  wire         carry_i,
  output wire [D-1:0] sum_o,
  output wire         carry_o
);

  localparam integer Levels = $clog2(D);

  wire [D-1:0] half;
  assign half = a_i ^ b_i;

  // Of bit i downwards: a carry is made, a carry passes.
  reg [D-1:0] made, passed;
  integer k, i;
  always @* begin
    made   = a_i & b_i;
    passed = half;
    for (k = 0; k < Levels; k = k + 1) begin
      for (i = 0; i < D; i = i + 1) begin
        if (((i >> k) & 1) == 1) begin
          made[i]   = made[i] | (passed[i] & made[((i>>k)<<k)-1]);
          passed[i] = passed[i] & passed[((i>>k)<<k)-1];
        end
      end
    end
  end

  assign sum_o   = half ^ {made[D-2:0] | (passed[D-2:0] & {(D - 1) {carry_i}}), carry_i};
  assign carry_o = made[D-1];

  wire unused_top;
  assign unused_top = passed[D-1];

endmodule

`default_nettype wire
