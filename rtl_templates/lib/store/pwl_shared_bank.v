// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One bank of parameter words that is addressed and read through the data path: while no beat is
// in them, its search and select networks already find one entry and bring its threshold, slope
// and intercept out, so the store needs no index decoder and no read-back of its own for them.
//
//   address = {field, index} as in pwl_bank; the caller turns index into hot_i and selects with it
//   write_i: word[field_i, hot_i] takes the low bits of data_i
//   rdata_o = word[field_i, hot_i], zero-extended
//
// hot_i, threshold_i, slope_i and intercept_i must belong to the address in a cycle with write_i =
// 1 and whenever rdata_o is used. Addresses without a word read 0 and ignore writes.
// Latency: 1 cycle from write to output, read-back is combinational. No reset.
// Parameters: as pwl_bank.
// Example: N = 8, KW = 8: write_i = 1, field_i = 1, hot_i = 8'b00000100, data_i = 25 makes slope 2
// equal 25.
`default_nettype none

module pwl_shared_bank #(
  parameter integer N = 8,
  parameter integer TW = 8,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer RW = 5,
  parameter integer DataBits = 8,
  parameter integer Cell = 0
) (
  input  wire                       clk_i,
  input  wire                       write_i,
  input  wire [1:0]                 field_i,
  input  wire [N-1:0]               hot_i,
  input  wire [TW-1:0]              threshold_i,  // of the entry that hot_i names
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

  wire [3:0] field, written_field;

  pwl_decode #(
    .N        (4),
    .IndexBits(2)
  ) u_field (
    .en_i   (1'b1),
    .index_i(field_i),
    .hot_o  (field)
  );

  wire [N-1:0] written_hot;

  pwl_write_lines #(
    .D      (N + 4),
    .Latched(Cell == 2 ? 1 : 0)
  ) u_lines (
    .clk_i (clk_i),
    .line_i({hot_i, field & {4{write_i}}}),
    .line_o({written_hot, written_field})
  );

  pwl_words #(
    .N       (N),
    .TW      (TW),
    .KW      (KW),
    .BW      (BW),
    .SW      (SW),
    .RW      (RW),
    .DataBits(DataBits),
    .Cell    (Cell)
  ) u_words (
    .clk_i         (clk_i),
    .threshold_we_i(written_hot[N-2:0] & {(N - 1) {written_field[0]}}),
    .slope_we_i    (written_hot & {N{written_field[1]}}),
    .intercept_we_i(written_hot & {N{written_field[2]}}),
    .requant_we_i  (written_hot[0] && written_field[3]),
    .shift_we_i    (written_hot[1] && written_field[3]),
    .data_i        (data_i),
    .thresholds_o  (thresholds_o),
    .slopes_o      (slopes_o),
    .intercepts_o  (intercepts_o),
    .shift_o       (shift_o),
    .requant_o     (requant_o)
  );

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

endmodule

`default_nettype wire
