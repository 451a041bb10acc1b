// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One or two lanes of a unit, from inputs to outputs: segment, multiply-accumulate and requantizer of each are the plain
// formula, with the words as they are when a beat is at the stage that uses them, and every register has its own enable.
// Integers (Exp 0) and floats, one register on either side of the adder or more (Staged). Compact: lane 0 shows words of
// the configuration while no beat is at its search and select. Float multiply-add and operand are those of the library.
`default_nettype none
module lanes_proof #(
  parameter integer Lanes = 2, parameter integer Staged = 0, parameter integer FrontCuts = 0, parameter integer BackCuts = 0,
  parameter integer Pipeline = 4, parameter integer Compact = 0, parameter integer Shared = 0, parameter integer W = 4,
  parameter integer TW = 5, parameter integer KW = 3, parameter integer BW = 3, parameter integer SW = 1,
  parameter integer A = 8, parameter integer RW = 4, parameter integer O = 3, parameter integer Exp = 0,
  parameter integer Man = 0
) (
  input wire clk, input wire [6:0] load, input wire [Lanes*W-1:0] x, input wire [2*TW-1:0] thresholds,
  input wire [3*KW-1:0] slopes, input wire [3*BW-1:0] intercepts, input wire [(SW > 0 ? SW : 1)-1:0] shift,
  input wire [(RW > 0 ? RW : 1)-1:0] requant, input wire searching, input wire selecting, input wire [1:0] cfg_index,
  output wire [3:0] reached
);
  // Registers in front of the search, behind it (Compact: in front of the select), and on the way of the arithmetic.
  localparam integer InputDepth = Pipeline >= (Compact != 0 && Staged == 0 ? 3 : 4) ? 1 : 0;
  localparam integer ParamDepth = Pipeline >= 2 ? 1 : 0;
  localparam integer Front = Staged != 0 ? FrontCuts + 1 : Pipeline >= (Compact != 0 ? 4 : 3) ? 1 : 0;
  localparam integer Back = Staged != 0 ? BackCuts + 1 : Pipeline >= 1 ? 1 : 0;
  localparam integer BackFrom = Staged != 0 ? 2 + Front : 3;  // enables of stages that are not there stay

  wire [TW-1:0] threshold;
  wire [2:0] hot;
  wire [KW-1:0] slope;
  wire [BW-1:0] intercept;
  wire [Lanes*O-1:0] y;
  wire saturated;
  generate
    if (Staged != 0) begin : gen_staged
      pwl_staged_lanes #(
        .Lanes(Lanes), .N(3), .W(W), .TW(TW), .KW(KW), .BW(BW), .SW(SW), .A(A), .RW(RW), .O(O), .OutputSigned(1),
        .Rounding(0), .ExpBits(Exp), .ManBits(Man), .InputDepth(InputDepth), .FrontCuts(FrontCuts), .BackCuts(BackCuts),
        .Compact(Compact), .IndexBits(2), .Shared(Shared)) dut (
        .clk_i(clk), .load_i(load[FrontCuts+BackCuts+3:0]), .x_i(x), .thresholds_i(thresholds), .slopes_i(slopes),
        .intercepts_i(intercepts), .shift_i(shift), .requant_i(requant), .searching_i(searching),
        .selecting_i(selecting), .cfg_index_i(cfg_index), .threshold_o(threshold), .hot_o(hot), .slope_o(slope),
        .intercept_o(intercept), .y_o(y), .saturated_o(saturated));
    end else if (Exp != 0) begin : gen_float
      assign saturated = 1'b0;
      pwl_float_lanes #(
        .Lanes(Lanes), .N(3), .ExpBits(Exp), .ManBits(Man), .Pipeline(Pipeline), .Compact(Compact), .IndexBits(2),
        .Shared(Shared)) dut (
        .clk_i(clk), .load_i(load[3:0]), .x_i(x), .thresholds_i(thresholds), .slopes_i(slopes),
        .intercepts_i(intercepts), .searching_i(searching), .selecting_i(selecting), .cfg_index_i(cfg_index),
        .threshold_o(threshold), .hot_o(hot), .slope_o(slope), .intercept_o(intercept), .y_o(y));
    end else begin : gen_int
      pwl_int_lanes #(
        .Lanes(Lanes), .N(3), .W(W), .TW(TW), .KW(KW), .BW(BW), .SW(SW), .A(A), .RW(RW), .O(O), .OutputSigned(1),
        .Rounding(0), .Pipeline(Pipeline), .Compact(Compact), .IndexBits(2), .Shared(Shared)) dut (
        .clk_i(clk), .load_i(load[3:0]), .q_i(x), .thresholds_i(thresholds), .slopes_i(slopes),
        .intercepts_i(intercepts), .shift_i(shift), .requant_i(requant), .searching_i(searching),
        .selecting_i(selecting), .cfg_index_i(cfg_index), .threshold_o(threshold), .hot_o(hot), .slope_o(slope),
        .intercept_o(intercept), .y_o(y), .saturated_o(saturated));
    end
  endgenerate

  // A number by which one compares, floats without NaN: sign and magnitude.
  function signed [TW:0] key;
    input [TW-1:0] v;
    key = Exp == 0 ? {v[TW-1], v} : v[TW-1] ? -$signed({2'b00, v[TW-2:0]}) : $signed({2'b00, v[TW-2:0]});
  endfunction
  function nan;
    input [TW-1:0] v;
    nan = Exp != 0 && v[TW-2:0] > {{Exp{1'b1}}, {Man{1'b0}}};
  endfunction
  wire [TW-1:0] lower = thresholds[0+:TW], upper = thresholds[TW+:TW];
  wire in_order = !nan(lower) && !nan(upper) && key(upper) >= key(lower);

  wire [Lanes-1:0] lane_known, lane_clamped, lane_slope_known;
  wire [1:0] shown_index;  // of lane 0
  wire [KW-1:0] shown_slope;
  wire [BW-1:0] shown_intercept;
  wire [Lanes*O-1:0] expected;
  integer n;
  genvar l, j;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      localparam integer Lent = Compact != 0 && Shared != 0 && l == 0 ? 1 : 0;
      // Which beats are there is told by the top bit of each register.
      reg [W:0] input_q;
      initial input_q = 0;
      always @(posedge clk) if (load[0]) input_q <= {1'b1, x[l*W+:W]};
      wire [W:0] beat = InputDepth != 0 ? input_q : {1'b1, x[l*W+:W]};

      wire [TW-1:0] compared = {{(TW - W + 1) {beat[W-1]}}, beat[W-2:0]};
      wire [1:0] over = {key(compared) >= key(upper), key(compared) >= key(lower)};
      wire [1:0] segment = nan(compared) ? 2'd0 : {1'b0, over[0]} + {1'b0, over[1]};
      wire [W-1:0] operand;
      if (Exp == 0) begin : gen_code
        assign operand = beat[W-1:0];
      end else begin : gen_condition
        pwl_float_condition #(.ExpBits(Exp), .ManBits(Man)) condition (.x_i(beat[W-1:0]), .y_o(operand));
      end

      wire found = beat[W] && (searching || Lent == 0);
      reg [W+2:0] param_q;
      reg [KW+BW-1:0] words_q;
      initial param_q = 0;
      always @(posedge clk) if (load[1]) begin
        param_q <= {found, segment, operand};
        words_q <= {slopes[segment*KW+:KW], intercepts[segment*BW+:BW]};
      end
      wire [W+2:0] param = ParamDepth != 0 ? param_q : {found, segment, operand};
      wire [1:0] own = Compact != 0 ? param[W+:2] : segment;
      wire [1:0] index = Lent != 0 && !selecting ? cfg_index : own;
      wire late = Compact == 0 && ParamDepth != 0;
      wire [KW-1:0] k = late ? words_q[BW+:KW] : index == 3 ? {KW{1'b0}} : slopes[index*KW+:KW];
      wire [BW-1:0] b = late ? words_q[0+:BW] : index == 3 ? {BW{1'b0}} : intercepts[index*BW+:BW];
      assign lane_slope_known[l] = param[W+2] || (Lent != 0 && !selecting);
      if (l == 0) begin : gen_shown
        assign shown_index = index;
        assign shown_slope = k;
        assign shown_intercept = b;
      end

      wire [(Front+1)*(A+1)-1:0] sums;
      wire known = param[W+2] && (selecting || Lent == 0);
      if (Exp == 0) begin : gen_mac
        wire signed [A-1:0] q_wide = $signed(param[W-1:0]), k_wide = $signed(k), b_wide = $signed(b);
        assign sums[A:0] = {known, q_wide * k_wide + (b_wide <<< (SW > 0 ? shift : 1'b0))};
      end else begin : gen_fma
        wire [W-1:0] fused;
        pwl_float_fma #(.ExpBits(Exp), .ManBits(Man)) fma (.a_i(k), .b_i(param[W-1:0]), .c_i(b), .y_o(fused));
        assign sums[A:0] = {known, fused};
      end
      for (j = 0; j < Front; j = j + 1) begin : gen_front
        reg [A:0] sum_q;
        initial sum_q = 0;
        always @(posedge clk) if (load[2+j]) sum_q <= sums[j*(A+1)+:A+1];
        assign sums[(j+1)*(A+1)+:A+1] = sum_q;
      end

      wire [A:0] total = sums[Front*(A+1)+:A+1];
      wire [(Back+1)*(O+2)-1:0] results;
      if (Exp == 0 && RW > 0) begin : gen_requantize
        wire signed [A:0] sum = $signed(total[A-1:0]);
        wire signed [A:0] half = requant == 0 ? 1'b0 : 1'b1 << (requant - 1);
        wire signed [A:0] rounded = (sum + half) >>> requant;
        wire signed [A:0] highest = (1 << (O - 1)) - 1;
        wire above = rounded > highest, below = rounded < -highest - 1;
        wire [O-1:0] code = above ? highest[O-1:0] : below ? ~highest[O-1:0] : rounded[O-1:0];
        assign results[O+1:0] = {total[A], above || below, code};
      end else begin : gen_raw
        assign results[O+1:0] = {total[A], 1'b0, total[A-1:0]};
      end
      for (j = 0; j < Back; j = j + 1) begin : gen_back
        reg [O+1:0] result_q;
        initial result_q = 0;
        always @(posedge clk) if (load[BackFrom+j]) result_q <= results[j*(O+2)+:O+2];
        assign results[(j+1)*(O+2)+:O+2] = result_q;
      end
      assign {lane_known[l], lane_clamped[l], expected[l*O+:O]} = results[Back*(O+2)+:O+2];
    end
  endgenerate
`ifdef FORMAL
  always @* assume (in_order && (RW == 0 || requant <= A));
  always @* begin
    for (n = 0; n < Lanes; n = n + 1) if (lane_known[n]) assert (y[n*O+:O] == expected[n*O+:O]);
    if (&lane_known) assert (saturated == |lane_clamped);
    if (lane_slope_known[0]) begin
      assert (slope == shown_slope && intercept == shown_intercept);
      assert (hot == (Compact != 0 ? 3'd1 << shown_index : 3'd0));
    end
    if (Compact == 0) assert (threshold == 0);
    if (Compact != 0 && Shared != 0 && !searching && cfg_index < 2) assert (threshold == thresholds[cfg_index*TW+:TW]);
  end
`endif
  wire different = Lanes == 1 || expected[O-1] != expected[Lanes*O-1];
  assign reached = {&lane_known && (Exp != 0 || RW == 0 || (|lane_clamped && !(&lane_clamped && Lanes > 1))),
                    &lane_known && different, lane_slope_known[0] && shown_index == 2,
                    lane_slope_known[0] && |shown_slope && shown_index == 0};
endmodule
`default_nettype wire
