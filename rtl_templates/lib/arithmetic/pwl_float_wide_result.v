// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A table's output with the exponent that pwl_float_wide_argument has split off.
//
//   r_o = canonical NaN       nan_i
//       = +0                  clear_i
//       = y_i * 2^scale_i     too large: infinite; below the smallest normal number: zero of y_i's
//                             sign; a NaN: the canonical one
//
// Latency: 0 (combinational). Parameters: ExpBits 3..8, ManBits 1..23.
// Example (FP32): y_i = 0.75, scale_i = -2: r_o = 0.1875.
`default_nettype none

module pwl_float_wide_result #(
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23
) (
  input  wire [ExpBits+ManBits:0] y_i,
  input  wire [ExpBits-1:0]       scale_i,  // signed
  input  wire                     clear_i,
  input  wire                     nan_i,
  output wire [ExpBits+ManBits:0] r_o
);

  wire [ExpBits-1:0] field;
  wire [ExpBits+1:0] sum;
  wire               special, nan, tiny, infinite, plain;
  assign field    = y_i[ManBits+:ExpBits];
  assign special  = &field;
  assign sum      = {2'b00, field} + {{2{scale_i[ExpBits-1]}}, scale_i};
  assign nan      = nan_i || (special && |y_i[ManBits-1:0] && !clear_i);
  assign tiny     = !special && (!(|field) || sum[ExpBits+1] || !(|sum));
  assign infinite = special || (!sum[ExpBits+1] && (sum[ExpBits] || &sum[ExpBits-1:0]));
  assign plain    = !clear_i && !tiny && !infinite;
  assign r_o = nan ? {1'b0, {(ExpBits + 1) {1'b1}}, {(ManBits - 1) {1'b0}}}
                   : {y_i[ExpBits+ManBits] && !clear_i,
                      (sum[ExpBits-1:0] & {ExpBits{plain}})
                      | {ExpBits{infinite && !tiny && !clear_i}},
                      y_i[ManBits-1:0] & {ManBits{plain}}};

endmodule

`default_nettype wire
