// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The parameter words of one bank, each with its own write line.
//
// Latency: 1 cycle from a write line to the word. No reset: nothing uses a word before the first
// commit.
// Parameters: N 2..64 entries; TW, KW, BW bits of threshold, slope, intercept; SW, RW bits of the
// two shifts (0: no such word); DataBits = the widest word; Cell as pwl_word; ThresholdKept,
// SlopeKept, InterceptKept {lowest kept bit, kept bits} of every word, 8 bits each (see
// pwl_kept_word).
// Example: KW = 8, slope_we_i = 8'b00000100, data_i = 25: slope 2 equals 25 one cycle later.
`default_nettype none

module pwl_words #(
  parameter integer N = 8,
  parameter integer TW = 8,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer RW = 5,
  parameter integer DataBits = 8,
  parameter integer Cell = 0,
  parameter [16*(N-1)-1:0] ThresholdKept = {(N - 1) {16'h00ff}},
  parameter [16*N-1:0] SlopeKept = {N{16'h00ff}},
  parameter [16*N-1:0] InterceptKept = {N{16'h00ff}}
) (
  input  wire                       clk_i,
  input  wire [N-2:0]               threshold_we_i,
  input  wire [N-1:0]               slope_we_i,
  input  wire [N-1:0]               intercept_we_i,
  input  wire                       requant_we_i,
  input  wire                       shift_we_i,
  input  wire [DataBits-1:0]        data_i,
  output wire [(N-1)*TW-1:0]        thresholds_o,
  output wire [N*KW-1:0]            slopes_o,
  output wire [N*BW-1:0]            intercepts_o,
  output wire [(SW>0 ? SW : 1)-1:0] shift_o,
  output wire [(RW>0 ? RW : 1)-1:0] requant_o
);

  genvar i;
  generate
    for (i = 0; i < N - 1; i = i + 1) begin : gen_threshold
      pwl_kept_word #(
        .D   (TW),
        .Cell(Cell),
        .Low ({24'd0, ThresholdKept[16*i+8+:8]}),
        .Kept({24'd0, ThresholdKept[16*i+:8]})
      ) u_word (
        .clk_i  (clk_i),
        .write_i(threshold_we_i[i]),
        .data_i (data_i[TW-1:0]),
        .word_o (thresholds_o[i*TW+:TW])
      );
    end
    for (i = 0; i < N; i = i + 1) begin : gen_entry
      pwl_kept_word #(
        .D   (KW),
        .Cell(Cell),
        .Low ({24'd0, SlopeKept[16*i+8+:8]}),
        .Kept({24'd0, SlopeKept[16*i+:8]})
      ) u_slope (
        .clk_i  (clk_i),
        .write_i(slope_we_i[i]),
        .data_i (data_i[KW-1:0]),
        .word_o (slopes_o[i*KW+:KW])
      );
      pwl_kept_word #(
        .D   (BW),
        .Cell(Cell),
        .Low ({24'd0, InterceptKept[16*i+8+:8]}),
        .Kept({24'd0, InterceptKept[16*i+:8]})
      ) u_intercept (
        .clk_i  (clk_i),
        .write_i(intercept_we_i[i]),
        .data_i (data_i[BW-1:0]),
        .word_o (intercepts_o[i*BW+:BW])
      );
    end
    if (RW > 0) begin : gen_requant
      pwl_word #(
        .D   (RW),
        .Cell(Cell)
      ) u_word (
        .clk_i  (clk_i),
        .write_i(requant_we_i),
        .data_i (data_i[RW-1:0]),
        .word_o (requant_o)
      );
    end else begin : gen_no_requant
      wire unused_we;
      assign unused_we = requant_we_i;
      assign requant_o = 1'b0;
    end
    if (SW > 0) begin : gen_shift
      pwl_word #(
        .D   (SW),
        .Cell(Cell)
      ) u_word (
        .clk_i  (clk_i),
        .write_i(shift_we_i),
        .data_i (data_i[SW-1:0]),
        .word_o (shift_o)
      );
    end else begin : gen_no_shift
      wire unused_we;
      assign unused_we = shift_we_i;
      assign shift_o = 1'b0;
    end
  endgenerate

endmodule

`default_nettype wire
