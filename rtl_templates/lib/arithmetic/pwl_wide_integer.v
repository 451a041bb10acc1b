// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The integer form of a wide unit's result.
//
//   integer_o = saturate( round half up( y * 2^(F - O - k) ) ), unsigned; all ones where zero_i
//
// Latency: 0 (combinational).
// Parameters: O bits of y, KB bits of k, F >= 0 fraction bits and Out 2..32 bits of the result, A
// >= 6: accumulator of the requantizer, at least O + max(F - O, 0) + 1 and at least the largest k +
// max(O - F, 0); RW: bits that count to A.
// Example: O = 8, y = 131, k = 9 (1/1000), F = 16, Out = 16: 131 * 2^-1 = 65.5, 66 (66 / 65536).
`default_nettype none

module pwl_wide_integer #(
  parameter integer O = 8,
  parameter integer KB = 5,
  parameter integer F = 16,
  parameter integer Out = 16,
  parameter integer A = 25,
  parameter integer RW = 5
) (
  input  wire           zero_i,
  input  wire [O-1:0]   y_i,
  input  wire [KB-1:0]  exponent_i,
  output wire [Out-1:0] integer_o,
  output wire           saturated_o
);

  wire [A-1:0]   value;
  wire [RW-1:0]  shift;
  wire [Out-1:0] rounded;
  wire           clamped;
  assign value = {{(A - O) {1'b0}}, y_i} << ((F > O) ? F - O : 0);

  pwl_scale_shift #(
    .KB   (KB),
    .RW   (RW),
    .Fixed((O > F) ? O - F : 0)
  ) u_shift (
    .exponent_i(exponent_i),
    .shift_o   (shift)
  );
  pwl_requantize #(
    .A           (A),
    .RW          (RW),
    .O           (Out),
    .OutputSigned(0),
    .Rounding    (0)
  ) u_requantize (
    .acc_i      (value),
    .requant_i  (shift),
    .y_o        (rounded),
    .saturated_o(clamped)
  );

  assign integer_o   = rounded | {Out{zero_i}};
  assign saturated_o = clamped || zero_i;

endmodule

`default_nettype wire
