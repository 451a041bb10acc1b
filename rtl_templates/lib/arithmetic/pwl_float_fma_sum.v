// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Second part of the fast fused multiply-add: the addition.
//
//   mid_o = product + addend, as pwl_float_fma_add gives it
//
// A prefix adder with the end-around carry of an effective subtraction makes the low part of the
// window; the high part, where only the addend is, takes a carry or a borrow by a prefix of ands.
//
// mid_o, from the top: zero_positive, sign, nan, infinity, sticky, exponent, sum.
// Latency: none (combinational). ExpBits 2..8, ManBits 1..23, Ftz 0..1. RowsBits and MidBits must
// be left at their defaults.
// Example (FP32): a 1.5, b 2.0, c 0.25: exponent and sum of mid_o stand for 3.25, sticky is 0.
`default_nettype none

module pwl_float_fma_sum #(
  parameter integer ExpBits  = 8,
  parameter integer ManBits  = 23,
  parameter integer Ftz      = 0,
  parameter integer RowsBits = 5 * ManBits + $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5)
                             + ((Ftz != 0) ? 14 : 18),
  parameter integer MidBits  = 3 * ManBits + $clog2(3 * (1 << (ExpBits - 1)) + ManBits + 5)
                             + ((Ftz != 0) ? 10 : 12)
) (
  input  wire [RowsBits-1:0] rows_i,  // from pwl_float_fma_rows
  output wire [ MidBits-1:0] mid_o    // to pwl_float_count
);
  localparam integer P = ManBits + 1;
  localparam integer LowBits = 2 * P + ((Ftz != 0) ? 0 : 2);
  localparam integer HighBits = P + 2;
  localparam integer D = LowBits + 1;

  wire subtract = rows_i[RowsBits-1];
  wire sticky = rows_i[RowsBits-5];
  wire [HighBits-1:0] high = rows_i[2*D+:HighBits];
  wire high_zero = ~(|high);

  wire carry_low, end_around;
  wire [LowBits-1:0] low;
  pwl_prefix_add #(
    .D(LowBits)
  ) u_add (
    .a_i    (rows_i[0+:LowBits]),
    .b_i    (rows_i[D+:LowBits]),
    .carry_i(end_around),
    .sum_o  (low),
    .carry_o(carry_low)
  );
  wire carry = rows_i[D-1] ^ rows_i[2*D-1] ^ carry_low;

  // The addend is the larger: the magnitude is the complement of the sum.
  wire addend_larger = subtract & ~(high_zero & carry);
  assign end_around = subtract & high_zero & carry & ~sticky;
  wire [LowBits-1:0] low_sum = low ^ {LowBits{addend_larger}};

  // The lowest bits up to the first one that equals `subtract` toggle: plus or minus one.
  integer k;
  reg [HighBits-1:0] toggle;
  always @* begin
    toggle = {high[HighBits-2:0] ^ {(HighBits - 1) {subtract}}, 1'b1};
    for (k = 0; (1 << k) < HighBits; k = k + 1) begin
      toggle = toggle & ((toggle << (1 << k)) | ~({HighBits{1'b1}} << (1 << k)));
    end
  end
  wire [HighBits-1:0] high_sum = high ^ (toggle & {HighBits{carry & ~(subtract & high_zero)}});

  assign mid_o = {subtract, rows_i[RowsBits-2] ^ addend_larger,
                  rows_i[RowsBits-3:2*D+HighBits], high_sum, low_sum};
endmodule

`default_nettype wire
