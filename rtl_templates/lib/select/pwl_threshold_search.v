// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Segment number by bisection: one comparator for every bit of it.
//
//   index_o = number of thresholds with q_i >= thresholds_i[p]        p = 0 .. N-2, sorted
//
// The highest bit is the comparison with the threshold in the middle; every further bit compares
// with the middle one of what the bits above it leave. The same number as that of the ones of
// pwl_comparator_bank, in less area and with a longer path.
//
// Shared = 1: while searching_i is 0 the same multiplexers show thresholds_i[cfg_index_i] on
// threshold_o (an index of N - 1 or more shows any); otherwise threshold_o is not to be used.
//
// Latency: 0 (combinational). Thresholds that are not sorted give some number below N.
// Parameters: N 2..64 entries, W 2..64 bits, TW >= W bits per threshold, IndexBits = ceil(log2 N),
// Shared 0..1; ExpBits, ManBits, Ftz as pwl_compare: floats have W = TW, and a NaN is in segment 0.
// Example: N = 4, W = TW = 8, thresholds -8, 0, 8 and q = 3: 3 >= 0, 3 < 8: index 2'b10.
`default_nettype none

module pwl_threshold_search #(
  parameter integer N = 8,
  parameter integer W = 8,
  parameter integer TW = 8,
  parameter integer ExpBits = 0,
  parameter integer ManBits = 0,
  parameter integer Ftz = 0,
  parameter integer IndexBits = 3,
  parameter integer Shared = 0
) (
  input  wire [W-1:0]         q_i,           // input
  input  wire [(N-1)*TW-1:0]  thresholds_i,  // threshold p in bits [p*TW +: TW]
  input  wire                 searching_i,
  input  wire [IndexBits-1:0] cfg_index_i,
  output wire [IndexBits-1:0] index_o,
  output wire [TW-1:0]        threshold_o
);

  generate
    if (N < 2 || N > 64 || N > (1 << IndexBits) || N <= (1 << (IndexBits - 1)))
    begin : gen_bad_entries
      pwl_bad_entries_must_be_2_to_64_and_index_fit u_bad ();
    end
    if (TW < W) begin : gen_bad_threshold_width
      pwl_bad_threshold_width_below_input_width u_bad ();
    end
  endgenerate

  localparam integer All = 1 << IndexBits;

  wire [TW-1:0] q;
  generate
    if (TW > W) begin : gen_extend
      assign q = {{(TW - W) {q_i[W-1]}}, q_i};
    end else begin : gen_same
      assign q = q_i;
    end
  endgenerate

  // Threshold p is where segment p + 1 begins; segments from N on begin nowhere.
  wire [(All+1)*TW-1:0] starts;
  assign starts = {{((All + 1 - N) * TW) {1'b0}}, thresholds_i, {TW{1'b0}}};

  wire                 own;
  wire [IndexBits-1:0] shown;  // the segment whose start the configuration reads
  assign own   = (Shared == 0) || searching_i;
  assign shown = cfg_index_i + 1'b1;

  // Bit b of the number. What is above it: `above` as found, `path` as the multiplexers take it.
  // `word` is the start of segment `shown`, given that a bit up to b is its lowest one.
  genvar b, c;
  generate
    for (b = IndexBits - 1; b >= 0; b = b - 1) begin : gen_bit
      localparam integer Above = IndexBits - 1 - b;
      wire [TW-1:0]  start;
      wire           not_less;  // q has reached `start`
      wire           reached;   // ... and that segment exists
      wire [Above:0] found;
      wire [Above:0] path;
      wire [TW-1:0]  word;

      pwl_compare #(
        .D      (TW),
        .ExpBits(ExpBits),
        .ManBits(ManBits),
        .Ftz    (Ftz)
      ) u_compare (
        .a_i (q),
        .b_i (start),
        .ge_o(not_less)
      );

      if (Above == 0) begin : gen_first
        assign start   = starts[(1<<b)*TW+:TW];
        assign reached = not_less;
        assign found   = reached;
        assign path    = own ? reached : shown[b];
        assign word    = start;
      end else begin : gen_next
        wire [(TW<<Above)-1:0] choices;
        wire [(1<<Above)-1:0]  exists;
        for (c = 0; c < (1 << Above); c = c + 1) begin : gen_choice
          assign choices[c*TW+:TW] = starts[((2*c+1)<<b)*TW+:TW];
          assign exists[c] = ((2 * c + 1) << b) < N;
        end
        pwl_binary_mux #(
          .IndexBits(Above),
          .D        (TW)
        ) u_start (
          .words_i(choices),
          .index_i(gen_bit[b+1].path),
          .data_o (start)
        );
        if (((All >> b) - 1) << b < N) begin : gen_all_exist
          wire unused_exists;
          assign unused_exists = &{1'b0, exists};
          assign reached = not_less;
        end else begin : gen_some_exist
          wire there;
          pwl_binary_mux #(
            .IndexBits(Above),
            .D        (1)
          ) u_exists (
            .words_i(exists),
            .index_i(gen_bit[b+1].found),
            .data_o (there)
          );
          assign reached = not_less && there;
        end
        assign found = {gen_bit[b+1].found, reached};
        assign path  = {gen_bit[b+1].path, own ? reached : shown[b]};
        assign word  = shown[b] ? start : gen_bit[b+1].word;
      end
    end
  endgenerate

  assign index_o     = gen_bit[0].found;
  assign threshold_o = gen_bit[0].word;

  wire unused_bits;
  assign unused_bits = &{1'b0, starts[TW-1:0], starts[All*TW+:TW], gen_bit[0].path};

endmodule

`default_nettype wire
