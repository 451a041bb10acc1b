// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Read-back network of one bank: the word whose select line is set, zero-extended.
//
//   rdata_o = OR over all words of (word AND its select line)
//
// Latency: 0 (combinational). At most one select line is set; none reads 0. Control line 0 belongs
// to requant_i, line 1 to shift_i.
// Parameters: as pwl_bank.
// Example: N = 8, slope_hot_i = 8'b00000100, slope 2 = 25, other lines 0: rdata_o = 25.
`default_nettype none

module pwl_readback #(
  parameter integer N = 8,
  parameter integer TW = 8,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer RW = 5,
  parameter integer DataBits = 8
) (
  input  wire [N-2:0]               threshold_hot_i,
  input  wire [N-1:0]               slope_hot_i,
  input  wire [N-1:0]               intercept_hot_i,
  input  wire [1:0]                 control_hot_i,
  input  wire [(N-1)*TW-1:0]        thresholds_i,
  input  wire [N*KW-1:0]            slopes_i,
  input  wire [N*BW-1:0]            intercepts_i,
  input  wire [(SW>0 ? SW : 1)-1:0] shift_i,
  input  wire [(RW>0 ? RW : 1)-1:0] requant_i,
  output wire [DataBits-1:0]        rdata_o
);

  localparam integer SPort = (SW > 0) ? SW : 1;
  localparam integer RPort = (RW > 0) ? RW : 1;

  wire [TW-1:0]    threshold;
  wire [KW-1:0]    slope;
  wire [BW-1:0]    intercept;
  wire [SPort-1:0] shift;
  wire [RPort-1:0] requant;

  pwl_onehot_mux #(
    .N(N - 1),
    .D(TW)
  ) u_threshold (
    .words_i(thresholds_i),
    .hot_i  (threshold_hot_i),
    .data_o (threshold)
  );
  pwl_onehot_mux #(
    .N(N),
    .D(KW)
  ) u_slope (
    .words_i(slopes_i),
    .hot_i  (slope_hot_i),
    .data_o (slope)
  );
  pwl_onehot_mux #(
    .N(N),
    .D(BW)
  ) u_intercept (
    .words_i(intercepts_i),
    .hot_i  (intercept_hot_i),
    .data_o (intercept)
  );
  assign shift   = shift_i & {SPort{control_hot_i[1]}};
  assign requant = requant_i & {RPort{control_hot_i[0]}};

  pwl_readback_merge #(
    .TW      (TW),
    .KW      (KW),
    .BW      (BW),
    .SW      (SW),
    .RW      (RW),
    .DataBits(DataBits)
  ) u_merge (
    .threshold_i(threshold),
    .slope_i    (slope),
    .intercept_i(intercept),
    .shift_i    (shift),
    .requant_i  (requant),
    .rdata_o    (rdata_o)
  );

endmodule

`default_nettype wire
