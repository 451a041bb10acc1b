// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Data path of one lane of the integer unit.
//
//   i = number of thresholds T with q >= T
//   y = saturate( round( (K[i] * q + (B[i] << s)) * 2^-R ) )
//   RW = 0: y = K[i] * q + (B[i] << s)
//
// Latency: Pipeline cycles. Stages in the order in which they are added: 1 output, 2 behind the
// select (q, K, B), 3 behind the multiply-accumulate, 4 input; load_i enables their registers:
// bit 0 input, 1 parameters, 2 accumulator, 3 output. The shifts s and R must be those of the
// beat in the stage that uses them (see the parameter stores).
// Parameters: N 2..64, W 4..32, TW >= W, KW, BW, SW (0: direct intercept), A, RW (0: raw output),
// O output bits (raw: A), OutputSigned 0..1, Rounding 0..2, Pipeline 0..4.
// Example: W = 8, s = 3, R = 3, half_up, segment with K = 25, B = -4, q = 12: acc 268, y = 34.
`default_nettype none

module pwl_int_lane #(
  parameter integer N = 8,
  parameter integer W = 8,
  parameter integer TW = 8,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer A = 16,
  parameter integer RW = 5,
  parameter integer O = 8,
  parameter integer OutputSigned = 1,
  parameter integer Rounding = 0,
  parameter integer Pipeline = 3
) (
  input  wire                       clk_i,
  input  wire [3:0]                 load_i,
  input  wire [W-1:0]               q_i,
  input  wire [(N-1)*TW-1:0]        thresholds_i,
  input  wire [N*KW-1:0]            slopes_i,
  input  wire [N*BW-1:0]            intercepts_i,
  input  wire [(SW>0 ? SW : 1)-1:0] shift_i,
  input  wire [(RW>0 ? RW : 1)-1:0] requant_i,
  output wire [O-1:0]               y_o,
  output wire                       saturated_o  // y_o is not the rounded value (raw: always 0)
);

  wire [W-1:0]    input_q, param_q;
  wire [N-2:0]    reached;
  wire [N*(KW+BW)-1:0] words;
  wire [KW-1:0]   slope, param_slope;
  wire [BW-1:0]   intercept, param_intercept;

  pwl_stage #(
    .D    (W),
    .Depth(Pipeline >= 4 ? 1 : 0)
  ) u_input_stage (
    .clk_i (clk_i),
    .en_i  (load_i[0]),
    .data_i(q_i),
    .data_o(input_q)
  );

  pwl_comparator_bank #(
    .N (N),
    .W (W),
    .TW(TW)
  ) u_compare (
    .q_i         (input_q),
    .thresholds_i(thresholds_i),
    .reached_o   (reached)
  );

  genvar e;
  generate
    for (e = 0; e < N; e = e + 1) begin : gen_word
      assign words[e*(KW+BW)+:KW+BW] = {slopes_i[e*KW+:KW], intercepts_i[e*BW+:BW]};
    end
  endgenerate

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
    .Depth(Pipeline >= 2 ? 1 : 0)
  ) u_param_stage (
    .clk_i (clk_i),
    .en_i  (load_i[1]),
    .data_i({input_q, slope, intercept}),
    .data_o({param_q, param_slope, param_intercept})
  );

  pwl_int_arithmetic #(
    .W           (W),
    .KW          (KW),
    .BW          (BW),
    .SW          (SW),
    .A           (A),
    .RW          (RW),
    .O           (O),
    .OutputSigned(OutputSigned),
    .Rounding    (Rounding),
    .AccDepth    (Pipeline >= 3 ? 1 : 0),
    .OutDepth    (Pipeline >= 1 ? 1 : 0)
  ) u_arithmetic (
    .clk_i      (clk_i),
    .load_acc_i (load_i[2]),
    .load_out_i (load_i[3]),
    .q_i        (param_q),
    .slope_i    (param_slope),
    .intercept_i(param_intercept),
    .shift_i    (shift_i),
    .requant_i  (requant_i),
    .y_o        (y_o),
    .saturated_o(saturated_o)
  );

endmodule

`default_nettype wire
