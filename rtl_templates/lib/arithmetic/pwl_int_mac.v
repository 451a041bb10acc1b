// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Integer multiply-accumulate, exact.
//
//   acc_o = slope_i * q_i + (intercept_i << shift_i)      SW > 0: shifted intercept
//   acc_o = slope_i * q_i + intercept_i                   SW = 0: direct intercept, no shifter
//
// Terms = 0: radix-4 Booth recoding of q_i, one row of KW + 1 bits, -2, -1, 0, 1 or 2 times the
// slope, for every two bits of q_i, added row by row. A negative multiple is the complement, its +1
// the carry-in of its row. The sign of row r is worth -2^(KW+2r); written as (1 - sign) - 1, the
// constants of all rows add up to a one above each row, so no sign is extended. The low bits of the
// addend start the first row, the high bits are added last.
//
// Terms 1..3: slope_i is a word of that many signed powers of two (see pwl_term_sum), which are
// added instead; KW = Terms * (bits of the slope + 1).
//
// Latency: 0 (combinational). A is wide enough for every operand, so nothing wraps.
// Parameters: W 4..32, Terms 0..3, KW 2..32 (Terms = 0), BW 2..64, SW 0..5, A the accumulator width
// of the format.
// Example: slope 25, q 12, intercept -4, shift 3: acc = 300 - 32 = 268.
`default_nettype none

module pwl_int_mac #(
  parameter integer W = 8,
  parameter integer Terms = 0,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer A = 16
) (
  input  wire [W-1:0]               q_i,
  input  wire [KW-1:0]              slope_i,
  input  wire [BW-1:0]              intercept_i,
  input  wire [(SW>0 ? SW : 1)-1:0] shift_i,
  output wire [A-1:0]               acc_o
);

  localparam integer K = (Terms > 0) ? KW / Terms - 1 : KW;  // bits of the slope

  generate
    if (W < 4 || W > 32) begin : gen_bad_input_width
      pwl_bad_input_width_must_be_4_to_32 u_bad ();
    end
    if (A < BW || A < W + K) begin : gen_bad_accumulator
      pwl_bad_accumulator_narrower_than_operands u_bad ();
    end
  endgenerate

  wire [A-1:0] intercept;
  wire [A-1:0] addend;

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

  localparam integer Rows = (W + 1) / 2;
  localparam integer P = W + K;  // bits of the product

  function [A-1:0] multiply_add;
    input [W-1:0] q;
    input [K-1:0] coeff;
    input [A-1:0] offset;
    integer r, i;
    reg [2*Rows:0] digits;
    reg [K:0] row;
    reg negative, single, twice, carry, bit_a, bit_b;
    reg [P-1:0] sum;
    begin
      digits = {{(2 * Rows - W) {q[W-1]}}, q, 1'b0};
      sum = {{(W - 1) {1'b0}}, offset[K:0]};
      for (r = 0; r < Rows; r = r + 1) begin
        negative = digits[2*r+2];
        single = digits[2*r+1] ^ digits[2*r];
        twice = (digits[2*r+2] ^ digits[2*r+1]) & ~single;
        row = (({coeff[K-1], coeff} & {(K + 1) {single}}) | ({coeff, 1'b0} & {(K + 1) {twice}}))
            ^ {(K + 1) {negative}};
        if (r > 0) row[K] = ~row[K];
        carry = negative;
        for (i = 0; i <= K; i = i + 1) begin
          if (2 * r + i < P) begin
            bit_a = sum[2*r+i];
            sum[2*r+i] = bit_a ^ row[i] ^ carry;
            carry = (bit_a ^ row[i]) ? carry : bit_a;
          end
        end
        // Above the row: the carry and the constant one; in the first row the carry, the sign and
        // twice its complement.
        if (2 * r + K + 1 < P) sum[2*r+K+1] = (r == 0) ? row[K] ^ carry : ~carry;
        if (2 * r + K + 2 < P) sum[2*r+K+2] = (r == 0) ? ~row[K] | carry : carry;
      end
      multiply_add[K:0] = sum[K:0];
      carry = 1'b0;
      for (i = K + 1; i < A; i = i + 1) begin
        bit_a = offset[i];
        bit_b = sum[(i<P)?i : P-1];
        multiply_add[i] = bit_a ^ bit_b ^ carry;
        carry = (bit_a ^ bit_b) ? carry : bit_a;
      end
    end
  endfunction

  generate
    if (Terms == 0) begin : gen_product
      assign acc_o = multiply_add(q_i, slope_i, addend);
    end else begin : gen_terms
      pwl_term_sum #(
        .W    (W),
        .Terms(Terms),
        .K    (K),
        .A    (A)
      ) u_terms (
        .q_i     (q_i),
        .slope_i (slope_i),
        .offset_i(addend),
        .sum_o   (acc_o)
      );
    end
  endgenerate

endmodule

`default_nettype wire
