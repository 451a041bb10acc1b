// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What follows the select in one lane of the integer unit, in more stages: for a short clock.
//
//   y_o, saturated_o as pwl_int_arithmetic
//
// A register stands behind the carry-save tree (2 A bits), behind the adder (the accumulator) and
// behind the result; FrontCuts = 2: one more behind the recoding and the shift of the intercept;
// BackCuts = 1: one more between the shift and the rounding of the requantizer (O + 4 bits).
//
// Latency: FrontCuts + BackCuts + 2 cycles; load_i enables the registers in the order of the data
// path. shift_i must be that of the beat at the inputs, requant_i that of the beat in the
// accumulator.
// Parameters: FrontCuts 1..2, BackCuts 0..1 (raw output: 0), the others as pwl_int_arithmetic.
// Example: W = 8, s = 3, R = 3, half_up, slope 25, intercept -4, q 12: acc 268, y = 34.
`default_nettype none

module pwl_int_staged #(
  parameter integer FrontCuts = 1,
  parameter integer BackCuts = 0,
  parameter integer W = 8,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer A = 16,
  parameter integer RW = 5,
  parameter integer O = 8,
  parameter integer OutputSigned = 1,
  parameter integer Rounding = 0
) (
  input  wire                            clk_i,
  input  wire [FrontCuts+BackCuts+1:0]   load_i,
  input  wire [W-1:0]                    q_i,
  input  wire [KW-1:0]                   slope_i,
  input  wire [BW-1:0]                   intercept_i,
  input  wire [(SW>0 ? SW : 1)-1:0]      shift_i,
  input  wire [(RW>0 ? RW : 1)-1:0]      requant_i,
  output wire [O-1:0]                    y_o,
  output wire                            saturated_o  // y_o is not the rounded value (raw: 0)
);

  generate
    if (FrontCuts < 1 || FrontCuts > 2 || BackCuts < 0 || BackCuts > ((RW > 0) ? 1 : 0))
    begin : gen_bad_cuts
      pwl_bad_integer_cuts_are_1_to_2_in_front_and_0_to_1_behind u_bad ();
    end
  endgenerate

  localparam integer Rows = (W + 1) / 2;

  wire [3*Rows-1:0] digits, tree_digits;
  wire [KW-1:0]     tree_slope;
  wire [A-1:0]      intercept, addend, tree_addend, sum, carry, late_sum, late_carry, result, acc;
  wire              unused_carry;

  pwl_booth_digits #(
    .B(W)
  ) u_digits (
    .b_i     (q_i),
    .digits_o(digits)
  );
  generate
    if (A > BW) begin : gen_extend
      assign intercept = {{(A - BW) {intercept_i[BW-1]}}, intercept_i};
    end else begin : gen_same
      assign intercept = intercept_i;
    end
    if (SW > 0) begin : gen_shifted
      assign addend = intercept << shift_i;
    end else begin : gen_direct
      wire unused_shift;
      assign unused_shift = shift_i;
      assign addend = intercept;
    end
  endgenerate

  pwl_stage #(
    .D    (3 * Rows + KW + A),
    .Depth(FrontCuts - 1)
  ) u_digits_stage (
    .clk_i (clk_i),
    .en_i  (load_i[0]),
    .data_i({digits, slope_i, addend}),
    .data_o({tree_digits, tree_slope, tree_addend})
  );
  pwl_int_rows #(
    .Rows(Rows),
    .KW  (KW),
    .A   (A)
  ) u_rows (
    .digits_i(tree_digits),
    .slope_i (tree_slope),
    .addend_i(tree_addend),
    .sum_o   (sum),
    .carry_o (carry)
  );
  pwl_stage #(
    .D(2 * A)
  ) u_rows_stage (
    .clk_i (clk_i),
    .en_i  (load_i[FrontCuts-1]),
    .data_i({carry, sum}),
    .data_o({late_carry, late_sum})
  );
  pwl_prefix_add #(
    .D(A)
  ) u_add (
    .a_i    (late_sum),
    .b_i    (late_carry),
    .carry_i(1'b0),
    .sum_o  (result),
    .carry_o(unused_carry)
  );
  pwl_stage #(
    .D(A)
  ) u_acc_stage (
    .clk_i (clk_i),
    .en_i  (load_i[FrontCuts]),
    .data_i(result),
    .data_o(acc)
  );

  wire [O-1:0] y;
  wire         saturated;
  generate
    if (RW == 0) begin : gen_raw
      wire unused_requant, unused_settings;
      assign unused_requant = &{1'b0, requant_i};
      assign unused_settings = (OutputSigned == 0) && (Rounding == 0);
      assign y = acc;
      assign saturated = 1'b0;
    end else begin : gen_requantize
      // Two bits below the point and four above the code are all that rounding and saturation need.
      localparam integer Short = O + 4;
      wire [Short-1:0] shifted, late_shifted;
      pwl_requantize_shift #(
        .A (A),
        .RW(RW),
        .O (O)
      ) u_shift (
        .acc_i    (acc),
        .requant_i(requant_i),
        .y_o      (shifted)
      );
      pwl_stage #(
        .D    (Short),
        .Depth(BackCuts)
      ) u_shift_stage (
        .clk_i (clk_i),
        .en_i  (load_i[FrontCuts+BackCuts]),
        .data_i(shifted),
        .data_o(late_shifted)
      );
      pwl_requantize #(
        .A           (Short),
        .RW          (2),
        .O           (O),
        .OutputSigned(OutputSigned),
        .Rounding    (Rounding)
      ) u_round (
        .acc_i      (late_shifted),
        .requant_i  (2'd2),
        .y_o        (y),
        .saturated_o(saturated)
      );
    end
  endgenerate

  pwl_stage #(
    .D(O + 1)
  ) u_out_stage (
    .clk_i (clk_i),
    .en_i  (load_i[FrontCuts+BackCuts+1]),
    .data_i({saturated, y}),
    .data_o({saturated_o, y_o})
  );

endmodule

`default_nettype wire
