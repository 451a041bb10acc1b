// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What follows the select in one lane of the integer unit: multiply-accumulate and requantizer,
// each with the register behind it.
//
//   y_o = saturate( round( (slope_i * q_i + (intercept_i << shift_i)) * 2^-requant_i ) )
//   RW = 0: y_o = slope_i * q_i + (intercept_i << shift_i)
//
// Latency: AccDepth (register behind the multiply-accumulate) + OutDepth (behind the requantizer),
// each 0 or 1 cycle. shift_i and requant_i must be those of the beat in the stage that uses them.
// Parameters: W 4..32, Terms and KW (see pwl_int_mac), BW, SW (0: direct intercept), A, RW (0: raw
// output), O output bits (raw: A), OutputSigned 0..1, Rounding 0..2.
// Example: W = 8, s = 3, R = 3, half_up, slope 25, intercept -4, q 12: acc 268, y = 34.
`default_nettype none

module pwl_int_arithmetic #(
  parameter integer W = 8,
  parameter integer Terms = 0,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer A = 16,
  parameter integer RW = 5,
  parameter integer O = 8,
  parameter integer OutputSigned = 1,
  parameter integer Rounding = 0,
  parameter integer AccDepth = 1,
  parameter integer OutDepth = 1
) (
  input  wire                       clk_i,
  input  wire                       load_acc_i,
  input  wire                       load_out_i,
  input  wire [W-1:0]               q_i,
  input  wire [KW-1:0]              slope_i,
  input  wire [BW-1:0]              intercept_i,
  input  wire [(SW>0 ? SW : 1)-1:0] shift_i,
  input  wire [(RW>0 ? RW : 1)-1:0] requant_i,
  output wire [O-1:0]               y_o,
  output wire                       saturated_o  // y_o is not the rounded value (raw: always 0)
);

  wire [A-1:0] mac, acc;
  wire [O-1:0] y;
  wire         saturated;

  pwl_int_mac #(
    .W    (W),
    .Terms(Terms),
    .KW   (KW),
    .BW   (BW),
    .SW   (SW),
    .A    (A)
  ) u_mac (
    .q_i        (q_i),
    .slope_i    (slope_i),
    .intercept_i(intercept_i),
    .shift_i    (shift_i),
    .acc_o      (mac)
  );

  pwl_stage #(
    .D    (A),
    .Depth(AccDepth)
  ) u_acc_stage (
    .clk_i (clk_i),
    .en_i  (load_acc_i),
    .data_i(mac),
    .data_o(acc)
  );

  generate
    if (RW > 0) begin : gen_requantize
      pwl_requantize #(
        .A           (A),
        .RW          (RW),
        .O           (O),
        .OutputSigned(OutputSigned),
        .Rounding    (Rounding)
      ) u_requantize (
        .acc_i      (acc),
        .requant_i  (requant_i),
        .y_o        (y),
        .saturated_o(saturated)
      );
    end else begin : gen_raw
      wire unused_requant, unused_settings;
      assign unused_requant = &{1'b0, requant_i};
      assign unused_settings = (OutputSigned == 0) && (Rounding == 0);
      assign y = acc;
      assign saturated = 1'b0;
    end
  endgenerate

  pwl_stage #(
    .D    (O + 1),
    .Depth(OutDepth)
  ) u_out_stage (
    .clk_i (clk_i),
    .en_i  (load_out_i),
    .data_i({saturated, y}),
    .data_o({saturated_o, y_o})
  );

endmodule

`default_nettype wire
