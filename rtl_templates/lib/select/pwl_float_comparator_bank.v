// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Comparator bank of the float units: which thresholds has the input reached?
//
//   reached_o[i] = (x_i >= thresholds_i[i])        i = 0 .. N-2, IEEE 754
//
// Latency: 0 (combinational). With sorted thresholds the output is a thermometer code; a NaN
// reaches nothing. Parameters: N 2..64 entries; ExpBits, ManBits, Ftz as pwl_float_compare.
// Example (FP32): N = 3, thresholds -1.0, +0.0 and x_i = -0.0: reached_o = 2'b11.
`default_nettype none

module pwl_float_comparator_bank #(
  parameter integer N = 8,
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz = 0
) (
  input  wire [ExpBits+ManBits:0]             x_i,
  input  wire [(N-1)*(ExpBits+ManBits+1)-1:0] thresholds_i,  // threshold i in the i-th part
  output wire [N-2:0]                         reached_o      // thermometer code
);

  localparam integer W = ExpBits + ManBits + 1;

  generate
    if (N < 2 || N > 64) begin : gen_bad_entries
      pwl_bad_entries_must_be_2_to_64 u_bad ();
    end
  endgenerate

  genvar i;
  generate
    for (i = 0; i < N - 1; i = i + 1) begin : gen_compare
      pwl_float_compare #(
        .ExpBits(ExpBits),
        .ManBits(ManBits),
        .Ftz    (Ftz)
      ) u_compare (
        .a_i (x_i),
        .b_i (thresholds_i[i*W+:W]),
        .ge_o(reached_o[i])
      );
    end
  endgenerate

endmodule

`default_nettype wire
