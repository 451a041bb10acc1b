// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Steps of a row of floats, each the multiply-adds of its formula, with the registers of those that have some. The
// multiply-add is that of the library.
//   Step 0: distance from the centre   1: sum   2: sum of squares   3: times the factor   4: norm, gain and bias for all
//   5: norm, gain and bias of the beat
`default_nettype none
module float_row_proof #(
  parameter integer Step = 0, parameter integer Lanes = 2, parameter integer E = 2, parameter integer M = 1,
  parameter integer W = 4
) (
  input wire clk, input wire [3:0] load, input wire [Lanes*W-1:0] data, input wire [W-1:0] operand,
  input wire [Lanes*W-1:0] gain, input wire [Lanes*W-1:0] bias, output wire [1:0] reached
);
  localparam [W-1:0] One = {2'b00, {(E - 1) {1'b1}}, {M{1'b0}}};
  localparam integer Out = Step == 1 || Step == 2 ? 1 : Lanes;  // floats that come out
  localparam integer Depth = Step == 3 ? 2 : Step >= 4 ? 4 : 0;
  wire [Out*W-1:0] result, expected;
  wire special;
  genvar l;
  generate
    if (Step == 0) begin : gen_subtract
      pwl_float_row_subtract #(.Lanes(Lanes), .ExpBits(E), .ManBits(M)) dut (
        .data_i(data), .centre_i(operand), .difference_o(result));
    end else if (Step < 3) begin : gen_sum
      pwl_float_row_sum #(.Squares(Step - 1), .Lanes(Lanes), .ExpBits(E), .ManBits(M)) dut (
        .base_i(operand), .data_i(data), .next_o(result));
    end else if (Step == 3) begin : gen_scale
      pwl_float_row_scale #(.Lanes(Lanes), .ExpBits(E), .ManBits(M)) dut (
        .clk_i(clk), .load_i(load[1:0]), .data_i(data), .factor_i(operand), .data_o(result), .special_o(special));
    end else begin : gen_norm
      pwl_float_norm_lanes #(.Lanes(Lanes), .Affine(Step - 4), .ExpBits(E), .ManBits(M)) dut (
        .clk_i(clk), .load_i(load), .data_i(data), .root_i(operand), .gain_i(gain), .bias_i(bias), .data_o(result),
        .special_o(special));
    end

    // Register n of the beat: whether one is there, and the floats so far.
    wire [Depth:0] there;
    wire [(Depth+1)*Lanes*W-1:0] beats;
    wire [2*Lanes*W-1:0] words;
    assign there[0] = 1'b1;
    for (l = 0; l < Depth; l = l + 1) begin : gen_register
      reg there_q;
      reg [Lanes*W-1:0] beat_q;
      initial there_q = 1'b0;
      always @(posedge clk) if (load[l]) begin
        there_q <= there[l];
        beat_q <= beats[l*Lanes*W+:Lanes*W];
      end
      assign there[l+1] = there_q;
      if (l != 1 || Step == 3) assign beats[(l+1)*Lanes*W+:Lanes*W] = beat_q;
    end
    if (Step == 0) begin : gen_difference
      for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
        pwl_float_fma #(.ExpBits(E), .ManBits(M)) fma (
          .a_i(data[l*W+:W]), .b_i(One), .c_i(operand ^ (1'b1 << (W - 1))), .y_o(expected[l*W+:W]));
      end
    end else if (Step == 1) begin : gen_plain
      // The terms by their place in the tree: two as they come, of three the last two first.
      wire [W-1:0] pair, all;
      pwl_float_fma #(.ExpBits(E), .ManBits(M)) first (
        .a_i(One), .b_i(data[(Lanes-2)*W+:W]), .c_i(data[(Lanes-1)*W+:W]), .y_o(pair));
      if (Lanes == 2) assign all = pair;
      else pwl_float_fma #(.ExpBits(E), .ManBits(M)) second (.a_i(One), .b_i(pair), .c_i(data[0+:W]), .y_o(all));
      pwl_float_fma #(.ExpBits(E), .ManBits(M)) last (.a_i(One), .b_i(operand), .c_i(all), .y_o(expected));
    end else if (Step == 2) begin : gen_squares
      wire [W-1:0] first = data[0+:W];
      if (Lanes == 1) begin : gen_one
        pwl_float_fma #(.ExpBits(E), .ManBits(M)) fma (.a_i(first), .b_i(first), .c_i(operand), .y_o(expected));
      end else begin : gen_more
        wire [W-1:0] second = data[W+:W], last = data[(Lanes-1)*W+:W];
        wire [W-1:0] below, pair, single, all;
        pwl_float_fma #(.ExpBits(E), .ManBits(M)) fma0 (.a_i(second), .b_i(second), .c_i({W{1'b0}}), .y_o(below));
        pwl_float_fma #(.ExpBits(E), .ManBits(M)) fma1 (.a_i(first), .b_i(first), .c_i(below), .y_o(pair));
        pwl_float_fma #(.ExpBits(E), .ManBits(M)) fma2 (.a_i(last), .b_i(last), .c_i({W{1'b0}}), .y_o(single));
        if (Lanes == 2) assign all = pair;
        else pwl_float_fma #(.ExpBits(E), .ManBits(M)) fma3 (.a_i(One), .b_i(pair), .c_i(single), .y_o(all));
        pwl_float_fma #(.ExpBits(E), .ManBits(M)) fma4 (.a_i(One), .b_i(operand), .c_i(all), .y_o(expected));
      end
    end else begin : gen_products
      for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
        pwl_float_fma #(.ExpBits(E), .ManBits(M)) first (
          .a_i(operand), .b_i(data[l*W+:W]), .c_i({W{1'b0}}), .y_o(beats[l*W+:W]));
        if (Step > 3) begin : gen_gain
          wire [W-1:0] a = words[(Lanes+l)*W+:W], b = words[l*W+:W];
          pwl_float_fma #(.ExpBits(E), .ManBits(M)) second (
            .a_i(a), .b_i(gen_register[1].beat_q[l*W+:W]), .c_i(b), .y_o(beats[(2*Lanes+l)*W+:W]));
        end
      end
      reg [2*Lanes*W-1:0] words_q;
      always @(posedge clk) if (load[1]) words_q <= {gain, bias};
      assign words = Step == 5 ? words_q : {gain, bias};
      assign expected = beats[Depth*Lanes*W+:Lanes*W];
    end
  endgenerate

  reg any;
  integer i;
  always @* begin
    any = 1'b0;
    for (i = 0; i < Out; i = i + 1) any = any || &expected[i*W+M+:E];
  end
`ifdef FORMAL
  always @* if (there[Depth]) begin
    assert (result == expected);
    if (Depth > 0) assert (special == any);
  end
`endif
  assign reached = {there[Depth] && any && !(&data[M+:E]), there[Depth] && !any && |expected[M+:E] && expected[W-1]};
endmodule
`default_nettype wire
