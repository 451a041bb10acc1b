// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What follows the select in one lane of the float unit, in more stages: for a short clock.
//
//   y_o = fma(slope_i, x_i, intercept_i)        one rounding, to nearest even
//
// A register stands behind multiply and align (carry-save form), behind the addition and behind the
// result; BackCuts = 1: one more between the normaliser and the rounding; BackCuts = 2: one more
// inside the normaliser, behind the large steps of its shift.
//
// Latency: BackCuts + 3 cycles; load_i enables the registers in the order of the data path.
// Parameters: BackCuts 0..2, ExpBits 2..8, ManBits 1..23, Ftz 0..1.
// Example (FP32): slope 2.0, intercept 0.25, x = 1.5: y_o = 3.25.
`default_nettype none

module pwl_float_staged #(
  parameter integer BackCuts = 0,
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz = 0
) (
  input  wire                     clk_i,
  input  wire [BackCuts+2:0]      load_i,
  input  wire [ExpBits+ManBits:0] x_i,
  input  wire [ExpBits+ManBits:0] slope_i,
  input  wire [ExpBits+ManBits:0] intercept_i,
  output wire [ExpBits+ManBits:0] y_o
);

  generate
    if (BackCuts < 0 || BackCuts > 2) begin : gen_bad_cuts
      pwl_bad_float_cuts_are_0_to_2_behind_the_addition u_bad ();
    end
  endgenerate

  localparam integer P = ManBits + 1;
  localparam integer SumBits = 3 * P + ((Ftz != 0) ? 2 : 4);
  localparam integer TopBits = $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5);
  localparam integer CountBits = $clog2(SumBits + 1);
  // Widths between the parts (see pwl_float_fma_rows, pwl_float_fma_sum).
  localparam integer RowsBits = 5 * ManBits + TopBits + ((Ftz != 0) ? 14 : 18);
  localparam integer MidBits = SumBits + TopBits + 5;
  // The steps of the normalising shift that are left to the second half of the normaliser.
  localparam integer Fine = CountBits / 2;
  localparam integer CoarseBits = (SumBits < P + (1 << Fine)) ? SumBits : P + (1 << Fine);

  wire [RowsBits-1:0] rows, late_rows;
  wire [MidBits-1:0]  sum, mid;

  pwl_float_fma_rows #(
    .ExpBits(ExpBits),
    .ManBits(ManBits),
    .Ftz    (Ftz)
  ) u_rows (
    .a_i   (slope_i),
    .b_i   (x_i),
    .c_i   (intercept_i),
    .rows_o(rows)
  );
  pwl_stage #(
    .D(RowsBits)
  ) u_rows_stage (
    .clk_i (clk_i),
    .en_i  (load_i[0]),
    .data_i(rows),
    .data_o(late_rows)
  );
  pwl_float_fma_sum #(
    .ExpBits(ExpBits),
    .ManBits(ManBits),
    .Ftz    (Ftz)
  ) u_sum (
    .rows_i(late_rows),
    .mid_o (sum)
  );
  pwl_stage #(
    .D(MidBits)
  ) u_mid_stage (
    .clk_i (clk_i),
    .en_i  (load_i[1]),
    .data_i(sum),
    .data_o(mid)
  );

  // Normalise: large steps, small steps.
  wire [3:0]            flags, late_flags, round_flags;
  wire [TopBits-1:0]    exponent, late_exponent;
  wire [CountBits-1:0]  count, late_count;
  wire [CoarseBits-1:0] coarse, late_coarse;
  wire [P:0]            fine, round_fine;
  wire                  coarse_sticky, late_sticky, fine_sticky, round_sticky;
  assign flags    = mid[MidBits-1-:4];
  assign exponent = mid[SumBits+:TopBits];

  pwl_float_count #(
    .SumBits(SumBits),
    .TopBits(TopBits),
    .Ftz    (Ftz)
  ) u_count (
    .sum_i     (mid[SumBits-1:0]),
    .exponent_i(exponent),
    .count_o   (count)
  );
  pwl_shift_out #(
    .In   (SumBits),
    .Keep (P + 1),
    .Steps(CountBits - Fine),
    .Low  (Fine)
  ) u_coarse (
    .data_i  (mid[SumBits-1:0]),
    .count_i (count[CountBits-1:Fine]),
    .sticky_i(mid[MidBits-5]),
    .data_o  (coarse),
    .sticky_o(coarse_sticky)
  );
  pwl_stage #(
    .D    (CoarseBits + CountBits + TopBits + 5),
    .Depth(BackCuts / 2)
  ) u_coarse_stage (
    .clk_i (clk_i),
    .en_i  (load_i[2]),
    .data_i({flags, exponent, count, coarse, coarse_sticky}),
    .data_o({late_flags, late_exponent, late_count, late_coarse, late_sticky})
  );
  pwl_shift_out #(
    .In   (CoarseBits),
    .Keep (P + 1),
    .Steps(Fine),
    .Low  (0)
  ) u_fine (
    .data_i  (late_coarse),
    .count_i (late_count[Fine-1:0]),
    .sticky_i(late_sticky),
    .data_o  (fine),
    .sticky_o(fine_sticky)
  );

  // Exponent of the result, signed: one bit more than it had.
  wire [TopBits+CountBits:0] left;
  wire [TopBits:0]           round_left;
  wire                       unused_left;
  assign left = {{(CountBits + 1) {1'b0}}, late_exponent} - {{(TopBits + 1) {1'b0}}, late_count};
  assign unused_left = &{1'b0, left[TopBits+CountBits:TopBits+1]};

  pwl_stage #(
    .D    (TopBits + P + 7),
    .Depth((BackCuts + 1) / 2)
  ) u_norm_stage (
    .clk_i (clk_i),
    .en_i  (load_i[BackCuts+1]),
    .data_i({late_flags, left[TopBits:0], fine, fine_sticky}),
    .data_o({round_flags, round_left, round_fine, round_sticky})
  );

  wire [ExpBits+ManBits:0] result;
  pwl_float_round #(
    .ExpBits(ExpBits),
    .ManBits(ManBits),
    .Ftz    (Ftz),
    .TopBits(TopBits)
  ) u_round (
    .zero_positive_i(round_flags[3]),
    .sign_i         (round_flags[2]),
    .nan_i          (round_flags[1]),
    .infinity_i     (round_flags[0]),
    .exponent_i     (round_left),
    .sig_i          (round_fine[P:1]),
    .guard_i        (round_fine[0]),
    .sticky_i       (round_sticky),
    .y_o            (result)
  );
  pwl_stage #(
    .D(ExpBits + ManBits + 1)
  ) u_out_stage (
    .clk_i (clk_i),
    .en_i  (load_i[BackCuts+2]),
    .data_i(result),
    .data_o(y_o)
  );

endmodule

`default_nettype wire
