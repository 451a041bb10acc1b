// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// First half of a requantization: the shift, with what rounding and saturation need of the rest.
//
//   v = acc_i * 2^-requant_i
//   y_o = v with two bits below the point: the half, and whether anything is below it
//   v too large for O + 2 bits: y_o is as large or as small as it can be
//
// pwl_requantize with A = O + 4 bits and a shift of 2 makes the rounded, saturated code of y_o that
// it would make of acc_i with a shift of requant_i.
//
// The shifter takes its largest step first and keeps only the bits that the later steps can still
// bring into the result.
//
// Latency: 0 (combinational). requant_i 0..A; what larger values give is unspecified.
// Parameters: A 6..96, O 2..32, RW = bits of requant_i.
// Example: A = 16, O = 8, acc 268, requant 3: v = 33.5, y_o = 12'd134 (33.5 * 4).
`default_nettype none

module pwl_requantize_shift #(
  parameter integer A = 16,
  parameter integer RW = 5,
  parameter integer O = 8
) (
  input  wire [A-1:0]  acc_i,
  input  wire [RW-1:0] requant_i,
  output wire [O+3:0]  y_o
);

  // Kept at last, below the sign: O + 1 bits and the half.
  localparam integer Kept = O + 2;
  localparam integer V = (A + 1 > Kept) ? A + 1 : Kept;

  wire sign;
  assign sign = acc_i[A-1];

  wire [V-1:0] extended;
  generate
    if (V > A + 1) begin : gen_extend
      assign extended = {{(V - A - 1) {sign}}, acc_i, 1'b0};
    end else begin : gen_same
      assign extended = {acc_i, 1'b0};
    end
  endgenerate

  localparam [V-1:0] Ones = {V{1'b1}};
  integer k, i;
  reg [V-1:0] value;
  reg beyond, sticky;
  always @* begin
    value  = extended;
    beyond = 1'b0;
    sticky = 1'b0;
    for (k = RW - 1; k >= 0; k = k - 1) begin
      sticky = sticky | (requant_i[k] & (|(value & ~(Ones << (1 << k)))));
      value  = requant_i[k] ? (value >> (1 << k)) | ({V{sign}} & ~(Ones >> (1 << k))) : value;
      // The steps that follow shift by 2^k - 1 at most: what is further up stays above the result.
      for (i = Kept + (1 << k) - 1; i < V; i = i + 1) begin
        beyond = beyond | (value[i] ^ sign);
        value[i] = sign;
      end
    end
  end

  assign y_o = beyond ? {sign, {(O + 3) {!sign}}} : {sign, value[Kept-1:0], sticky};

endmodule

`default_nettype wire
