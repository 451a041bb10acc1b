// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The last steps of a peer's norm, for each element of a beat.
//
//   c   = q (Centred = 0) or count * q - sum (Centred = 1); 0 where the element is dropped
//   out = saturate( round half up( c * Gain / (root * 2^Shift) ) ); 0 where zero_i
//
// zero_i belongs to the beat behind the third register, everything else comes with the beat.
// Latency: 4 cycles; load_i enables the registers: product, two between the steps of the division,
// output.
// Parameters: Lanes >= 1, Centred 0..1, W bits of q, CountBits, R bits of root, Gain with G bits,
// signed, Shift, D >= R + Shift and D >= bits of the product - P bits of the divisor, P bits of the
// output.
// Example: q = 100, Gain = 32, root = 300, Shift = 0: 10.7, out = 11.
`default_nettype none

module pwl_peer_norm_lanes #(
  parameter integer Lanes = 1,
  parameter integer Centred = 0,
  parameter integer W = 8,
  parameter integer CountBits = 11,
  parameter integer R = 13,
  parameter integer Gain = 1,
  parameter integer G = 2,
  parameter integer Shift = 0,
  parameter integer D = 13,
  parameter integer P = 8
) (
  input  wire                   clk_i,
  input  wire [3:0]             load_i,
  input  wire [Lanes*W-1:0]     data_i,
  input  wire [Lanes-1:0]       keep_i,
  input  wire [CountBits-1:0]   count_i,
  input  wire [W+CountBits-1:0] sum_i,
  input  wire [R-1:0]           root_i,
  input  wire                   zero_i,
  output wire [Lanes*P-1:0]     data_o,
  output wire                   saturated_o
);

  localparam integer C = (Centred != 0) ? W + CountBits + 1 : W;
  localparam integer X = C + G;  // bits of twice the product without its sign
  localparam integer Q = P + 1;  // halves of the output, and a bit to tell what is beyond
  generate
    if (D < R + Shift || D + Q < X + 1) begin : gen_bad_divisor
      pwl_bad_divisor_narrower_than_root_or_product u_bad ();
    end
  endgenerate
  localparam [G-1:0] Factor = Gain[G-1:0];
  localparam [P+1:0] One = 1;

  wire [D-1:0]           early_root, divisor;
  wire [Lanes-1:0]       early_sign, middle_sign, late_sign, over, clamped;
  wire [Lanes*(D+Q)-1:0] dividend;
  wire [Lanes*Q-1:0]     quotient;
  wire [Lanes*P-1:0]     rounded;
  assign divisor = {{(D - R) {1'b0}}, root_i} << Shift;

  pwl_stage #(
    .D(D)
  ) u_root (
    .clk_i (clk_i),
    .en_i  (load_i[0]),
    .data_i(divisor),
    .data_o(early_root)
  );

  genvar l;
  generate
    if (Centred == 0) begin : gen_unused
      wire unused_sums;
      assign unused_sums = &{1'b0, count_i, sum_i};
    end
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      wire [C-1:0] centred;
      wire [X-1:0] product, early;
      if (Centred != 0) begin : gen_centred
        wire [C-1:0] scaled;
        pwl_signed_multiply #(
          .A(W),
          .B(CountBits + 1)
        ) u_scaled (
          .a_i      (data_i[l*W+:W]),
          .b_i      ({1'b0, count_i}),
          .product_o(scaled)
        );
        assign centred = (scaled - {sum_i[W+CountBits-1], sum_i}) & {C{keep_i[l]}};
      end else begin : gen_plain
        assign centred = data_i[l*W+:W] & {W{keep_i[l]}};
      end
      pwl_signed_multiply #(
        .A(C),
        .B(G)
      ) u_product (
        .a_i      (centred),
        .b_i      (Factor),
        .product_o(product)
      );
      pwl_stage #(
        .D(X)
      ) u_early (
        .clk_i (clk_i),
        .en_i  (load_i[0]),
        .data_i(product),
        .data_o(early)
      );
      // floor(-x / d) = -1 - floor((x - 1) / d), and x - 1 is the complement of -x: halves of the
      // output are counted without a sign, and the sign is put back by complementing.
      wire [X:0] halves;
      assign early_sign[l] = early[X-1];
      assign halves = {early, 1'b0} ^ {(X + 1) {early[X-1]}};
      if (D + Q > X + 1) begin : gen_extend
        assign dividend[l*(D+Q)+:D+Q] = {{(D + Q - X - 1) {1'b0}}, halves};
      end else begin : gen_whole
        assign dividend[l*(D+Q)+:D+Q] = halves;
      end
      wire [P+1:0] sum;
      assign sum = ({1'b0, quotient[l*Q+:Q]} ^ {(P + 2) {late_sign[l]}}) + One;
      assign clamped[l] = (over[l] || sum[P+1] != sum[P]) && !zero_i;
      assign rounded[l*P+:P] = (clamped[l] ? {late_sign[l], {(P - 1) {!late_sign[l]}}} : sum[P:1])
                               & {P{!zero_i}};
      wire unused_half;
      assign unused_half = sum[0];
    end
  endgenerate

  pwl_divide_lanes #(
    .Lanes (Lanes),
    .D     (D),
    .Q     (Q),
    .Stages(3)
  ) u_divide (
    .clk_i     (clk_i),
    .load_i    (load_i[2:1]),
    .dividend_i(dividend),
    .divisor_i (early_root),
    .quotient_o(quotient),
    .over_o    (over)
  );
  pwl_stage #(
    .D(Lanes)
  ) u_middle_signs (
    .clk_i (clk_i),
    .en_i  (load_i[1]),
    .data_i(early_sign),
    .data_o(middle_sign)
  );
  pwl_stage #(
    .D(Lanes)
  ) u_late_signs (
    .clk_i (clk_i),
    .en_i  (load_i[2]),
    .data_i(middle_sign),
    .data_o(late_sign)
  );
  pwl_stage #(
    .D(Lanes * P + 1)
  ) u_output (
    .clk_i (clk_i),
    .en_i  (load_i[3]),
    .data_i({|clamped, rounded}),
    .data_o({saturated_o, data_o})
  );

endmodule

`default_nettype wire
