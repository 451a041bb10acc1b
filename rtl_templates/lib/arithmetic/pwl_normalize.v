// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Mantissa and exponent of an unsigned integer, for the tables of 1/v and 1/sqrt(v).
//
//   l = floor(log2 v);  u = round half up( (v * 2^-l - 1) * 2^W ), a carry moves to the next octave
//   code_o = u - 2^(W-1), signed;  exponent_o = l (Root = 0), floor(l / 2) (Root = 1)
//   odd_o = Root and l is odd: which of the two tables counts;  zero_o = (v = 0), nothing else
//     counts
//
// The leading one is not stored: it falls off when the shifter brings it to the top.
// Latency: 0 (combinational).
// Parameters: V >= 2 bits of v, LogBits: bits that count to V, W >= 2, Root 0..1, KB bits of
// exponent_o: LogBits - Root.
// Example: V = 16, W = 8, v = 1000: l = 9, u = 244, code_o = 116, exponent_o = 9 (Root = 1: 4,
// odd).
`default_nettype none

module pwl_normalize #(
  parameter integer V = 24,
  parameter integer LogBits = 5,
  parameter integer W = 8,
  parameter integer Root = 0,
  parameter integer KB = 5
) (
  input  wire [V-1:0]  v_i,
  output wire [W-1:0]  code_o,
  output wire [KB-1:0] exponent_o,
  output wire          odd_o,
  output wire          zero_o
);

  generate
    if ((1 << LogBits) <= V) begin : gen_bad_log
      pwl_bad_log_bits_do_not_count_to_the_input_width u_bad ();
    end
  endgenerate
  generate
    if (KB != LogBits - (Root != 0 ? 1 : 0)) begin : gen_bad_exponent
      pwl_bad_exponent_bits_must_be_log_bits_less_root u_bad ();
    end
  endgenerate

  // Binary search for the leading one: step s asks whether the top 2^s bits are all zero.
  localparam integer P = 1 << LogBits;
  reg [P-1:0]       shifted;
  reg [LogBits-1:0] zeros;
  integer s;
  always @* begin
    shifted = {v_i, {(P - V) {1'b0}}};
    zeros   = {LogBits{1'b0}};
    for (s = LogBits - 1; s >= 0; s = s - 1) begin
      if ((shifted >> (P - (1 << s))) == {P{1'b0}}) begin
        zeros[s] = 1'b1;
        shifted  = shifted << (1 << s);
      end
    end
  end

  // The leading one is at the top now, unless v is 0. W bits and the half follow it.
  wire [P+W:0] fraction;
  wire [W:0]   rounded;
  assign fraction = {shifted[P-2:0], {(W + 2) {1'b0}}};
  assign rounded  = {1'b0, fraction[P+W-:W]} + {{W{1'b0}}, fraction[P]};
  assign code_o   = {!rounded[W-1], rounded[W-2:0]};
  assign zero_o   = !shifted[P-1];

  wire unused_rest;
  assign unused_rest = &{1'b0, fraction[P-1:0]};

  localparam integer       End = V - 1;
  localparam [LogBits-1:0] Top = End[LogBits-1:0];
  wire [LogBits-1:0] log;
  assign log = Top - zeros + {{(LogBits - 1) {1'b0}}, rounded[W]};

  generate
    if (Root == 0) begin : gen_div
      assign exponent_o = log;
      assign odd_o      = 1'b0;
    end else begin : gen_root
      assign exponent_o = log[LogBits-1:1];
      assign odd_o      = log[0];
    end
  endgenerate

endmodule

`default_nettype wire
