// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Second half of the fused multiply-add: normalise, round, pack.
//
//   y_o = mid_i rounded once, to nearest even
//
// The leading zeros of the sum are shifted out in steps of 64, 32, ... 1 bits. A step that would
// take the exponent below that of the smallest normal number is not taken: what is left is the
// significand of a subnormal result, without its leading bit. With Ftz every step is taken, and the
// exponent may become zero or negative.
//
// Latency: none (combinational). ExpBits 2..8, ManBits 1..23: format; as pwl_float_fma_add.
// Example (FP32): mid_i that stands for 1 + 2^-24, a tie: y_o = 0x3f800000, which is 1.0.
`default_nettype none

module pwl_float_fma_round #(
  parameter integer ExpBits = 8,
  parameter integer ManBits = 23,
  parameter integer Ftz     = 0,
  parameter integer MidBits = 3 * ManBits + $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5) + 12
) (
  input  wire [      MidBits-1:0] mid_i,  // from pwl_float_fma_add
  output wire [ExpBits+ManBits:0] y_o     // a * b + c
);
  localparam P = ManBits + 1;
  localparam SumBits = 3 * P + 4;
  localparam TopBits = $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5);
  localparam Steps = $clog2(SumBits);

  generate
    if (ExpBits < 2 || ExpBits > 8) begin : gen_bad_exp_bits
      pwl_bad_exp_bits_must_be_2_to_8 u_bad ();
    end
    if (ManBits < 1 || ManBits > 23) begin : gen_bad_man_bits
      pwl_bad_man_bits_must_be_1_to_23 u_bad ();
    end
  endgenerate

  wire               zero_positive = mid_i[MidBits-1];
  wire               sign = mid_i[MidBits-2];
  wire               nan = mid_i[MidBits-3];
  wire               infinity = mid_i[MidBits-4];
  wire               sticky_in = mid_i[MidBits-5];
  wire [TopBits-1:0] exponent = mid_i[SumBits+:TopBits];
  wire [SumBits-1:0] sum = mid_i[SumBits-1:0];

  integer k;
  reg [SumBits-1:0] value;
  reg [SumBits-1:0] dropped;  // below all that the remaining steps can bring into the result
  reg [TopBits:0] left;       // exponent, signed
  reg sticky, take;
  always @* begin
    value = sum;
    left = {1'b0, exponent};
    sticky = sticky_in;
    for (k = Steps - 1; k >= 0; k = k - 1) begin
      take = ((value >> (SumBits - (1 << k))) == 0) & ((Ftz != 0) | (left > (1 << k)));
      value = take ? value << (1 << k) : value;
      left = take ? left - (1 << k) : left;
      dropped = {SumBits{1'b1}} >> (P + (1 << k));
      sticky = sticky | (|(value & dropped));
      value = value & ~dropped;
    end
  end

  pwl_float_round #(
    .ExpBits(ExpBits),
    .ManBits(ManBits),
    .Ftz    (Ftz),
    .TopBits(TopBits)
  ) u_round (
    .zero_positive_i(zero_positive),
    .sign_i    (sign),
    .nan_i     (nan),
    .infinity_i(infinity),
    .exponent_i(left),
    .sig_i     (value[SumBits-1-:P]),
    .guard_i   (value[SumBits-1-P]),
    .sticky_i  (sticky),
    .y_o       (y_o)
  );
endmodule

`default_nettype wire
