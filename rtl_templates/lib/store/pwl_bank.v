// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One bank of parameter words, written and read back through an address.
//
//   address = {field, index}: field 0 threshold[index], 1 slope[index], 2 intercept[index],
//   3 control (index 0: requantize shift R, index 1: intercept shift s)
//   write_i: word[addr_i] takes the low bits of data_i;   rdata_o = word[addr_i], zero-extended
//
// Addresses without a word read 0 and ignore writes. All words are visible at once on the outputs.
// Latency: 1 cycle from write to output, read-back is combinational. No reset.
// Shared = 1: the bank has no index decoder and no read-back network of its own, but borrows those
// of the data path, whose search and select find one entry and bring its words out while no beat is
// in them. Then hot_i, threshold_i, slope_i and intercept_i, which else are unused, must belong to
// the index of the address in a cycle with write_i = 1 and whenever rdata_o is used.
// Parameters: N 2..64 entries; TW, KW, BW bits of threshold, slope, intercept; SW, RW bits of the
// two shifts (0: no such word); IndexBits = ceil(log2 N); DataBits = the widest word; Cell as
// pwl_word; Shared 0..1; ThresholdKept, SlopeKept, InterceptKept as pwl_words.
// Example: N = 8, KW = 8: write_i = 1 with addr_i = {2'd1, 3'd2}, data_i = 25 makes slope 2 equal
// 25; Shared = 1 takes hot_i = 8'b00000100 with it.
`default_nettype none

module pwl_bank #(
  parameter integer N = 8,
  parameter integer TW = 8,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer RW = 5,
  parameter integer IndexBits = 3,
  parameter integer DataBits = 8,
  parameter integer Cell = 0,
  parameter integer Shared = 0,
  parameter [16*(N-1)-1:0] ThresholdKept = {(N - 1) {16'h00ff}},
  parameter [16*N-1:0] SlopeKept = {N{16'h00ff}},
  parameter [16*N-1:0] InterceptKept = {N{16'h00ff}}
) (
  input  wire                       clk_i,
  input  wire                       write_i,
  input  wire [IndexBits+1:0]       addr_i,
  input  wire [N-1:0]               hot_i,        // the entry of the address
  input  wire [TW-1:0]              threshold_i,  // of that entry
  input  wire [KW-1:0]              slope_i,
  input  wire [BW-1:0]              intercept_i,
  input  wire [DataBits-1:0]        data_i,
  output wire [DataBits-1:0]        rdata_o,
  output wire [(N-1)*TW-1:0]        thresholds_o,
  output wire [N*KW-1:0]            slopes_o,
  output wire [N*BW-1:0]            intercepts_o,
  output wire [(SW>0 ? SW : 1)-1:0] shift_o,
  output wire [(RW>0 ? RW : 1)-1:0] requant_o
);

  wire [3:0]   field;
  wire [N-2:0] threshold_we;
  wire [N-1:0] slope_we, intercept_we;
  wire [1:0]   control_we;

  pwl_decode #(
    .N        (4),
    .IndexBits(2)
  ) u_field (
    .en_i   (1'b1),
    .index_i(addr_i[IndexBits+1:IndexBits]),
    .hot_o  (field)
  );

  generate
    if (Shared != 0) begin : gen_shared
      wire unused_index;
      assign unused_index = &{1'b0, addr_i[IndexBits-1:0]};

      // The lines of entries and fields are told apart: a word is written where both meet.
      wire [N-1:0] written_hot;
      wire [3:0]   written_field;
      pwl_write_lines #(
        .D      (N + 4),
        .Latched(Cell == 2 ? 1 : 0)
      ) u_lines (
        .clk_i (clk_i),
        .line_i({hot_i, field & {4{write_i}}}),
        .line_o({written_hot, written_field})
      );
      assign threshold_we = written_hot[N-2:0] & {(N - 1) {written_field[0]}};
      assign slope_we     = written_hot & {N{written_field[1]}};
      assign intercept_we = written_hot & {N{written_field[2]}};
      assign control_we   = written_hot[1:0] & {2{written_field[3]}};

      // No threshold belongs to the last entry.
      wire [TW-1:0] threshold;
      assign threshold = threshold_i & {TW{field[0] && |hot_i[N-2:0]}};

      pwl_readback_merge #(
        .TW      (TW),
        .KW      (KW),
        .BW      (BW),
        .SW      (SW),
        .RW      (RW),
        .DataBits(DataBits)
      ) u_merge (
        .threshold_i(threshold),
        .slope_i    (slope_i & {KW{field[1]}}),
        .intercept_i(intercept_i & {BW{field[2]}}),
        .shift_i    (shift_o & {(SW > 0 ? SW : 1) {field[3] && hot_i[1]}}),
        .requant_i  (requant_o & {(RW > 0 ? RW : 1) {field[3] && hot_i[0]}}),
        .rdata_o    (rdata_o)
      );
    end else begin : gen_own
      wire unused_entry;
      assign unused_entry = &{1'b0, hot_i, threshold_i, slope_i, intercept_i};

      // One select line per word, in the order thresholds, slopes, intercepts, R, s.
      wire [N-2:0] threshold_hot;
      wire [N-1:0] slope_hot, intercept_hot;
      wire [1:0]   control_hot;
      pwl_decode #(
        .N        (N - 1),
        .IndexBits(IndexBits)
      ) u_threshold_index (
        .en_i   (field[0]),
        .index_i(addr_i[IndexBits-1:0]),
        .hot_o  (threshold_hot)
      );
      pwl_decode #(
        .N        (N),
        .IndexBits(IndexBits)
      ) u_slope_index (
        .en_i   (field[1]),
        .index_i(addr_i[IndexBits-1:0]),
        .hot_o  (slope_hot)
      );
      pwl_decode #(
        .N        (N),
        .IndexBits(IndexBits)
      ) u_intercept_index (
        .en_i   (field[2]),
        .index_i(addr_i[IndexBits-1:0]),
        .hot_o  (intercept_hot)
      );
      pwl_decode #(
        .N        (2),
        .IndexBits(IndexBits)
      ) u_control_index (
        .en_i   (field[3]),
        .index_i(addr_i[IndexBits-1:0]),
        .hot_o  (control_hot)
      );

      pwl_write_lines #(
        .D      (3 * N + 1),
        .Latched(Cell == 2 ? 1 : 0)
      ) u_lines (
        .clk_i (clk_i),
        .line_i({threshold_hot, slope_hot, intercept_hot, control_hot} & {(3 * N + 1) {write_i}}),
        .line_o({threshold_we, slope_we, intercept_we, control_we})
      );

      pwl_readback #(
        .N       (N),
        .TW      (TW),
        .KW      (KW),
        .BW      (BW),
        .SW      (SW),
        .RW      (RW),
        .DataBits(DataBits)
      ) u_readback (
        .threshold_hot_i(threshold_hot),
        .slope_hot_i    (slope_hot),
        .intercept_hot_i(intercept_hot),
        .control_hot_i  (control_hot),
        .thresholds_i   (thresholds_o),
        .slopes_i       (slopes_o),
        .intercepts_i   (intercepts_o),
        .shift_i        (shift_o),
        .requant_i      (requant_o),
        .rdata_o        (rdata_o)
      );
    end
  endgenerate

  pwl_words #(
    .N            (N),
    .TW           (TW),
    .KW           (KW),
    .BW           (BW),
    .SW           (SW),
    .RW           (RW),
    .DataBits     (DataBits),
    .Cell         (Cell),
    .ThresholdKept(ThresholdKept),
    .SlopeKept    (SlopeKept),
    .InterceptKept(InterceptKept)
  ) u_words (
    .clk_i         (clk_i),
    .threshold_we_i(threshold_we),
    .slope_we_i    (slope_we),
    .intercept_we_i(intercept_we),
    .requant_we_i  (control_we[0]),
    .shift_we_i    (control_we[1]),
    .data_i        (data_i),
    .thresholds_o  (thresholds_o),
    .slopes_o      (slopes_o),
    .intercepts_o  (intercepts_o),
    .shift_o       (shift_o),
    .requant_o     (requant_o)
  );

endmodule

`default_nettype wire
