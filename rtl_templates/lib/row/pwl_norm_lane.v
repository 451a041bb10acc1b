// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The last steps of a norm for one element.
//
//   c   = q (Centred = 0) or count * q - sum (Centred = 1); 0 where live_i = 0
//   out = saturate( round half up( c * y * gain * 2^-(shift + Fraction) + bias * 2^-Fraction ) )
//
// The product is cut at the bias' resolution before the bias is added; because the bias is a whole
// number there, that changes nothing: floors nest. y_i and gain_i, bias_i belong to the element
// behind the first register, shift_i to the one behind the third.
// Latency: 4 cycles. load_i enables the registers: 0 c, 1 c * y, 2 its product with gain, 3 output.
// Parameters: Centred 0..1, W bits of q, CountBits, O bits of y (unsigned), KB bits of shift, G
// bits of gain, B bits of bias, Fraction 1..B - 1, P bits of the output.
// Example: q = 100, y = 128, gain = 300, shift = 7, bias = 0, Fraction = 8: 30000 / 256 = 117.2,
// 117.
`default_nettype none

module pwl_norm_lane #(
  parameter integer Centred = 0,
  parameter integer W = 8,
  parameter integer CountBits = 13,
  parameter integer O = 8,
  parameter integer KB = 6,
  parameter integer G = 16,
  parameter integer B = 20,
  parameter integer Fraction = 8,
  parameter integer P = 8
) (
  input  wire                   clk_i,
  input  wire [3:0]             load_i,
  input  wire [W-1:0]           q_i,
  input  wire                   live_i,
  input  wire [CountBits-1:0]   count_i,
  input  wire [W+CountBits-1:0] sum_i,
  input  wire [O-1:0]           y_i,
  input  wire [G-1:0]           gain_i,
  input  wire [B-1:0]           bias_i,
  input  wire [KB-1:0]          shift_i,
  output wire [P-1:0]           data_o,
  output wire                   saturated_o
);

  localparam integer C = (Centred != 0) ? W + CountBits + 1 : W;
  localparam integer A = C + O + 1 + G;
  // Behind the shift: one bit more than bias and output, two where they are as wide, so that what
  // is clamped there ends beyond the output whatever the bias, and one more for the sum.
  localparam integer Output = P + Fraction + ((B == P + Fraction) ? 1 : 0);
  localparam integer T = ((B > Output) ? B : Output) + 2;

  wire [C-1:0]     centred, early;
  wire [C+O:0]     rooted, middle;
  wire [G-1:0]     middle_gain;
  wire [B-1:0]     middle_bias, late_bias;
  wire [A-1:0]     product, late;
  wire [T-2:0]     cut;
  wire [T-1:0]     biased;
  wire [P-1:0]     rounded;

  generate
    if (Centred != 0) begin : gen_centred
      wire [C-1:0] scaled;
      pwl_signed_multiply #(
        .A(W),
        .B(CountBits + 1)
      ) u_scaled (
        .a_i      (q_i),
        .b_i      ({1'b0, count_i}),
        .product_o(scaled)
      );
      assign centred = (scaled - {sum_i[W+CountBits-1], sum_i}) & {C{live_i}};
    end else begin : gen_plain
      assign centred = q_i & {C{live_i}};
      wire unused_sums;
      assign unused_sums = &{1'b0, count_i, sum_i};
    end
  endgenerate

  pwl_stage #(
    .D(C)
  ) u_early (
    .clk_i (clk_i),
    .en_i  (load_i[0]),
    .data_i(centred),
    .data_o(early)
  );

  pwl_signed_multiply #(
    .A(C),
    .B(O + 1)
  ) u_rooted (
    .a_i      (early),
    .b_i      ({1'b0, y_i}),
    .product_o(rooted)
  );
  pwl_stage #(
    .D(C + O + 1 + G + B)
  ) u_middle (
    .clk_i (clk_i),
    .en_i  (load_i[1]),
    .data_i({rooted, gain_i, bias_i}),
    .data_o({middle, middle_gain, middle_bias})
  );

  pwl_signed_multiply #(
    .A(C + O + 1),
    .B(G)
  ) u_product (
    .a_i      (middle),
    .b_i      (middle_gain),
    .product_o(product)
  );
  pwl_stage #(
    .D(A + B)
  ) u_late (
    .clk_i (clk_i),
    .en_i  (load_i[2]),
    .data_i({product, middle_bias}),
    .data_o({late, late_bias})
  );

  pwl_floor_shift #(
    .A (A),
    .SB(KB),
    .T (T - 1)
  ) u_shift (
    .value_i(late),
    .shift_i(shift_i),
    .value_o(cut)
  );
  assign biased = {cut[T-2], cut} + {{(T - B) {late_bias[B-1]}}, late_bias}
                  + {{(T - Fraction) {1'b0}}, 1'b1, {(Fraction - 1) {1'b0}}};

  // Everything above the output's sign must repeat it.
  wire far, late_far;
  assign far     = !(&biased[T-1:Fraction+P-1]) && |biased[T-1:Fraction+P-1];
  assign rounded = far ? {biased[T-1], {(P - 1) {!biased[T-1]}}} : biased[Fraction+:P];
  wire unused_fraction;
  assign unused_fraction = &{1'b0, biased[Fraction-1:0]};

  pwl_stage #(
    .D(P + 1)
  ) u_output (
    .clk_i (clk_i),
    .en_i  (load_i[3]),
    .data_i({far, rounded}),
    .data_o({late_far, data_o})
  );
  assign saturated_o = late_far;

endmodule

`default_nettype wire
