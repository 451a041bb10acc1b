// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Parameter store `fixed`: the tables of one or several contexts as constants.
//
//   thresholds of context input_sel_i; slopes, intercepts of select_sel_i; shift s of param_sel_i;
//   R of acc_sel_i
//
// The selectors are those of the beat behind the input stage, in the select network, behind the
// parameter stage and behind the accumulator stage. A selector of Contexts or more reads zeros.
// Latency: 0 (combinational).
// Parameters: Contexts 1..256, SelBits = max(1, ceil(log2 Contexts)); N, TW, KW, BW, SW, RW as
// pwl_bank; the tables as flat vectors, context c in the c-th part from the low end.
// Example: Contexts = 2, N = 2, KW = 8, Slopes = {8'd4, 8'd3, 8'd2, 8'd1}: select_sel_i = 1 gives
// slopes 3 and 4.
`default_nettype none

module pwl_store_fixed #(
  parameter integer N = 8,
  parameter integer TW = 9,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer RW = 5,
  parameter integer Contexts = 1,
  parameter integer SelBits = 1,
  parameter [Contexts*(N-1)*TW-1:0] Thresholds = {(Contexts * (N - 1) * TW) {1'b0}},
  parameter [Contexts*N*KW-1:0] Slopes = {(Contexts * N * KW) {1'b0}},
  parameter [Contexts*N*BW-1:0] Intercepts = {(Contexts * N * BW) {1'b0}},
  parameter [Contexts*(SW>0 ? SW : 1)-1:0] Shifts = {(Contexts * (SW > 0 ? SW : 1)) {1'b0}},
  parameter [Contexts*(RW>0 ? RW : 1)-1:0] Requants = {(Contexts * (RW > 0 ? RW : 1)) {1'b0}}
) (
  input  wire [SelBits-1:0]         input_sel_i,
  input  wire [SelBits-1:0]         select_sel_i,
  input  wire [SelBits-1:0]         param_sel_i,
  input  wire [SelBits-1:0]         acc_sel_i,
  output wire [(N-1)*TW-1:0]        thresholds_o,
  output wire [N*KW-1:0]            slopes_o,
  output wire [N*BW-1:0]            intercepts_o,
  output wire [(SW>0 ? SW : 1)-1:0] shift_o,
  output wire [(RW>0 ? RW : 1)-1:0] requant_o
);

  localparam integer SPort = (SW > 0) ? SW : 1;
  localparam integer RPort = (RW > 0) ? RW : 1;

  generate
    if (Contexts == 1) begin : gen_one_context
      wire unused_selectors;
      assign unused_selectors = &{1'b0, input_sel_i, select_sel_i, param_sel_i, acc_sel_i};
      assign thresholds_o = Thresholds;
      assign slopes_o     = Slopes;
      assign intercepts_o = Intercepts;
      assign shift_o      = Shifts;
      assign requant_o    = Requants;
    end else begin : gen_contexts
      wire [Contexts-1:0] input_hot, select_hot, param_hot, acc_hot;
      pwl_decode #(
        .N        (Contexts),
        .IndexBits(SelBits)
      ) u_input_decode (
        .en_i   (1'b1),
        .index_i(input_sel_i),
        .hot_o  (input_hot)
      );
      pwl_decode #(
        .N        (Contexts),
        .IndexBits(SelBits)
      ) u_select_decode (
        .en_i   (1'b1),
        .index_i(select_sel_i),
        .hot_o  (select_hot)
      );
      pwl_decode #(
        .N        (Contexts),
        .IndexBits(SelBits)
      ) u_param_decode (
        .en_i   (1'b1),
        .index_i(param_sel_i),
        .hot_o  (param_hot)
      );
      pwl_decode #(
        .N        (Contexts),
        .IndexBits(SelBits)
      ) u_acc_decode (
        .en_i   (1'b1),
        .index_i(acc_sel_i),
        .hot_o  (acc_hot)
      );
      pwl_onehot_mux #(
        .N(Contexts),
        .D((N - 1) * TW)
      ) u_thresholds (
        .words_i(Thresholds),
        .hot_i  (input_hot),
        .data_o (thresholds_o)
      );
      pwl_onehot_mux #(
        .N(Contexts),
        .D(N * KW)
      ) u_slopes (
        .words_i(Slopes),
        .hot_i  (select_hot),
        .data_o (slopes_o)
      );
      pwl_onehot_mux #(
        .N(Contexts),
        .D(N * BW)
      ) u_intercepts (
        .words_i(Intercepts),
        .hot_i  (select_hot),
        .data_o (intercepts_o)
      );
      pwl_onehot_mux #(
        .N(Contexts),
        .D(SPort)
      ) u_shift (
        .words_i(Shifts),
        .hot_i  (param_hot),
        .data_o (shift_o)
      );
      pwl_onehot_mux #(
        .N(Contexts),
        .D(RPort)
      ) u_requant (
        .words_i(Requants),
        .hot_i  (acc_hot),
        .data_o (requant_o)
      );
    end
  endgenerate

endmodule

`default_nettype wire
