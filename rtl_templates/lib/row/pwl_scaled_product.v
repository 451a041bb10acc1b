// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The two last stages of an operator's lane: a product is kept, then requantized and kept.
//
//   data = saturate( round half up( product * 2^(Left - R) ) )
//
// Latency: 2 cycles. load_i enables the registers: bit 0 the product, bit 1 the output; requant_i
// belongs to the product that is kept, saturated_o to the output before its register.
// Parameters: D bits of the product; Left >= 0; A >= D bits of the accumulator, more than D only
// where the product is not negative; RW: bits that count to A; P 2..32 bits of the output; Signed 0
// or 1: what product and output are.
// Example: D = A = 16, P = 8, Signed = 1, product = -1000, R = 4: -62.5, data = -62.
`default_nettype none

module pwl_scaled_product #(
  parameter integer D = 16,
  parameter integer A = 16,
  parameter integer Left = 0,
  parameter integer RW = 5,
  parameter integer P = 8,
  parameter integer Signed = 1
) (
  input  wire          clk_i,
  input  wire [1:0]    load_i,
  input  wire [D-1:0]  product_i,
  input  wire [RW-1:0] requant_i,
  output wire [P-1:0]  data_o,
  output wire          saturated_o
);

  wire [D-1:0] product;
  wire [A-1:0] widened;
  wire [P-1:0] scaled;

  pwl_stage #(
    .D(D)
  ) u_product (
    .clk_i (clk_i),
    .en_i  (load_i[0]),
    .data_i(product_i),
    .data_o(product)
  );
  pwl_zero_extend #(
    .D       (D),
    .DataBits(A)
  ) u_widened (
    .data_i(product),
    .data_o(widened)
  );
  pwl_requantize #(
    .A           (A),
    .RW          (RW),
    .O           (P),
    .OutputSigned(Signed),
    .Rounding    (0)
  ) u_requantize (
    .acc_i      (widened << Left),
    .requant_i  (requant_i),
    .y_o        (scaled),
    .saturated_o(saturated_o)
  );
  pwl_stage #(
    .D(P)
  ) u_output (
    .clk_i (clk_i),
    .en_i  (load_i[1]),
    .data_i(scaled),
    .data_o(data_o)
  );

endmodule

`default_nettype wire
