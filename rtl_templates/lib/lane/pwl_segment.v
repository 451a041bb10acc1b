// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// From an input to the slope and intercept of its segment, with the registers on the way: the
// front half of a lane of any unit.
//
//   i = number of thresholds T with x >= T
//   slope_o = K[i], intercept_o = B[i], x_o = x (floats: x', see pwl_float_condition)
//
// Compact = 0: a comparator for every threshold; ParamDepth registers x, K and B behind the select.
// Compact = 1: bisection, one comparator for every bit of i; ParamDepth registers x and i in front
// of the select, where fewer bits cross. Search and select network are then open to the
// configuration: with Shared = 1 they show threshold and entry cfg_index_i while searching_i and
// selecting_i are 0. hot_o is the entry that the select network shows; threshold_o and hot_o are 0
// with Compact = 0.
//
// Latency: InputDepth (register in front of the comparators) + ParamDepth, each 0 or 1 cycle.
// Thresholds must be those of the beat behind the input stage, slopes and intercepts those of the
// beat in the stage of the select.
// Parameters: N 2..64, W, TW >= W, KW, BW bits; ExpBits 0: two's complement, else floats of W =
// TW = ExpBits + ManBits + 1 bits, Ftz, InfIeee as pwl_float_condition; IndexBits = ceil(log2 N).
// Example: W = 8, N = 2, T = {3}, x = 3: slope_o and intercept_o are entry 1.
`default_nettype none

module pwl_segment #(
  parameter integer N = 8,
  parameter integer W = 8,
  parameter integer TW = 8,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer ExpBits = 0,
  parameter integer ManBits = 0,
  parameter integer Ftz = 0,
  parameter integer InfIeee = 0,
  parameter integer InputDepth = 0,
  parameter integer ParamDepth = 1,
  parameter integer Compact = 0,
  parameter integer IndexBits = 3,
  parameter integer Shared = 0
) (
  input  wire                 clk_i,
  input  wire                 load_input_i,
  input  wire                 load_param_i,
  input  wire [W-1:0]         x_i,
  input  wire [(N-1)*TW-1:0]  thresholds_i,
  input  wire [N*KW-1:0]      slopes_i,
  input  wire [N*BW-1:0]      intercepts_i,
  input  wire                 searching_i,  // a beat is behind the input stage
  input  wire                 selecting_i,  // a beat is at the select
  input  wire [IndexBits-1:0] cfg_index_i,
  output wire [TW-1:0]        threshold_o,
  output wire [N-1:0]         hot_o,
  output wire [W-1:0]         x_o,
  output wire [KW-1:0]        slope_o,
  output wire [BW-1:0]        intercept_o
);

  wire [W-1:0]         input_x, operand;
  reg  [N*(KW+BW)-1:0] words;

  pwl_stage #(
    .D    (W),
    .Depth(InputDepth)
  ) u_input_stage (
    .clk_i (clk_i),
    .en_i  (load_input_i),
    .data_i(x_i),
    .data_o(input_x)
  );

  // One variable: of a vector of many driven pieces, Icarus looks at every bit for each reader of
  // each piece that changes.
  integer e;
  always @* begin
    for (e = 0; e < N; e = e + 1) begin
      words[e*(KW+BW)+:KW+BW] = {slopes_i[e*KW+:KW], intercepts_i[e*BW+:BW]};
    end
  end

  generate
    if (ExpBits == 0) begin : gen_code
      wire unused_format;
      assign unused_format = &{1'b0, InfIeee != 0};
      assign operand       = input_x;
    end else begin : gen_float
      pwl_float_condition #(
        .ExpBits(ExpBits),
        .ManBits(ManBits),
        .Ftz    (Ftz),
        .InfIeee(InfIeee)
      ) u_condition (
        .x_i(input_x),
        .y_o(operand)
      );
    end

    if (Compact == 0) begin : gen_bank
      wire [N-2:0]  reached;
      wire [KW-1:0] slope;
      wire [BW-1:0] intercept;
      wire          unused_configuration;
      assign unused_configuration = &{1'b0, searching_i, selecting_i, cfg_index_i};

      pwl_comparator_bank #(
        .N      (N),
        .W      (W),
        .TW     (TW),
        .ExpBits(ExpBits),
        .ManBits(ManBits),
        .Ftz    (Ftz)
      ) u_compare (
        .q_i         (input_x),
        .thresholds_i(thresholds_i),
        .reached_o   (reached)
      );

      pwl_select #(
        .N(N),
        .D(KW + BW)
      ) u_select (
        .words_i  (words),
        .reached_i(reached),
        .data_o   ({slope, intercept})
      );

      pwl_stage #(
        .D    (W + KW + BW),
        .Depth(ParamDepth)
      ) u_param_stage (
        .clk_i (clk_i),
        .en_i  (load_param_i),
        .data_i({operand, slope, intercept}),
        .data_o({x_o, slope_o, intercept_o})
      );

      assign threshold_o = {TW{1'b0}};
      assign hot_o       = {N{1'b0}};
    end else begin : gen_search
      wire [IndexBits-1:0] index, param_index, shown_index;

      pwl_threshold_search #(
        .N        (N),
        .W        (W),
        .TW       (TW),
        .ExpBits  (ExpBits),
        .ManBits  (ManBits),
        .Ftz      (Ftz),
        .IndexBits(IndexBits),
        .Shared   (Shared)
      ) u_search (
        .q_i         (input_x),
        .thresholds_i(thresholds_i),
        .searching_i (searching_i),
        .cfg_index_i (cfg_index_i),
        .index_o     (index),
        .threshold_o (threshold_o)
      );

      pwl_stage #(
        .D    (W + IndexBits),
        .Depth(ParamDepth)
      ) u_param_stage (
        .clk_i (clk_i),
        .en_i  (load_param_i),
        .data_i({operand, index}),
        .data_o({x_o, param_index})
      );

      if (Shared != 0) begin : gen_shared
        assign shown_index = selecting_i ? param_index : cfg_index_i;
      end else begin : gen_own
        wire unused_configuration;
        assign unused_configuration = &{1'b0, selecting_i, cfg_index_i};
        assign shown_index = param_index;
      end

      pwl_indexed_select #(
        .N        (N),
        .D        (KW + BW),
        .IndexBits(IndexBits)
      ) u_select (
        .words_i(words),
        .index_i(shown_index),
        .data_o ({slope_o, intercept_o}),
        .hot_o  (hot_o)
      );
    end
  endgenerate

endmodule

`default_nettype wire
