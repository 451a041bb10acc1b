// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Comparator bank: which thresholds has the input reached?
//
//   reached_o[i] = (q_i >= thresholds_i[i])        i = 0 .. N-2, signed codes or floats
//
// Latency: 0 (combinational). With sorted thresholds the output is a thermometer code (ones from
// bit 0 upwards); its number of ones is the segment index. The input is sign-extended to TW bits,
// so that a constant store can hold the threshold 2^(W-1), which no code reaches.
// Parameters: N 2..64 entries, W 2..64 bits, TW >= W bits per threshold; ExpBits, ManBits, Ftz as
// pwl_compare: floats have W = TW, and a NaN reaches nothing.
// Example: N = 4, W = TW = 8, thresholds -8, 0, 8 and q = 3: reached_o = 3'b011, segment 2.
`default_nettype none

module pwl_comparator_bank #(
  parameter integer N = 8,
  parameter integer W = 8,
  parameter integer TW = 8,
  parameter integer ExpBits = 0,
  parameter integer ManBits = 0,
  parameter integer Ftz = 0
) (
  input  wire [W-1:0]        q_i,           // input
  input  wire [(N-1)*TW-1:0] thresholds_i,  // threshold i in bits [i*TW +: TW]
  output wire [N-2:0]        reached_o      // thermometer code
);

  generate
    if (N < 2 || N > 64) begin : gen_bad_entries
      pwl_bad_entries_must_be_2_to_64 u_bad ();
    end
    if (TW < W) begin : gen_bad_threshold_width
      pwl_bad_threshold_width_below_input_width u_bad ();
    end
  endgenerate

  wire [TW-1:0] q;

  generate
    if (TW > W) begin : gen_extend
      assign q = {{(TW - W) {q_i[W-1]}}, q_i};
    end else begin : gen_same
      assign q = q_i;
    end
  endgenerate

  genvar i;
  generate
    for (i = 0; i < N - 1; i = i + 1) begin : gen_compare
      pwl_compare #(
        .D      (TW),
        .ExpBits(ExpBits),
        .ManBits(ManBits),
        .Ftz    (Ftz)
      ) u_compare (
        .a_i (q),
        .b_i (thresholds_i[i*TW+:TW]),
        .ge_o(reached_o[i])
      );
    end
  endgenerate

endmodule

`default_nettype wire
