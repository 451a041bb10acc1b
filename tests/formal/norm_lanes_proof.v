// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The last steps of a norm against their formula, in the cycles in which their registers are loaded. Gain and bias
// come with the beat in the first register.
`default_nettype none
module norm_lanes_proof #(
  parameter integer Centred = 0, parameter integer W = 2, parameter integer N = 1, parameter integer O = 2,
  parameter integer G = 2, parameter integer B = 4, parameter integer Fraction = 1, parameter integer P = 2
) (
  input wire clk, input wire [3:0] load, input wire [2*W-1:0] data, input wire [1:0] keep, input wire [N-1:0] count,
  input wire signed [W+N-1:0] sum, input wire zero, input wire [O-1:0] y, input wire exponent, input wire shift,
  input wire [2*G-1:0] gain, input wire [2*B-1:0] bias, output wire [2:0] reached
);
  wire [2*P-1:0] result;
  wire saturated;
  pwl_norm_lanes #(
    .Lanes(2), .Centred(Centred), .W(W), .CountBits(N), .O(O), .EB(1), .SB(1), .KB(2), .G(G), .B(B),
    .Fraction(Fraction), .P(P)) dut (
    .clk_i(clk), .load_i(load), .data_i(data), .keep_i(keep), .count_i(count), .sum_i(sum), .zero_i(zero), .y_i(y),
    .exponent_i(exponent), .shift_i(shift), .gain_i(gain), .bias_i(bias), .data_o(result), .saturated_o(saturated));

  // What a beat brings, then gain and bias with it, then what comes of it, twice.
  localparam integer X = 9;
  reg [3:0] taken;
  initial taken = 4'd0;
  reg signed [X-1:0] c0, c1;
  reg [O-1:0] y_q;
  reg [1:0] shift_q;
  reg [2*P-1:0] first, second, out;
  reg first_over, second_over, out_over;

  function signed [X-1:0] centred;
    input signed [W-1:0] q;
    input live;
    reg signed [X-1:0] n, s;
    begin
      n = count;
      s = sum;
      centred = !live ? 0 : Centred != 0 ? n * q - s : q;
    end
  endfunction
  // {clamped, output}: everything in units of 2^-(shift + Fraction), half an output added.
  localparam signed [X-1:0] Half = 1 << (Fraction - 1);
  localparam signed [X-1:0] Highest = (1 << (P - 1)) - 1;
  function [P:0] scaled;
    input signed [X-1:0] c;
    input signed [G-1:0] g;
    input signed [B-1:0] b;
    input [O-1:0] r;
    input [1:0] k;
    reg signed [X-1:0] root, v;
    begin
      root = r;
      v = b;
      v = (c * root * g + ((v + Half) << k)) >>> (k + Fraction);
      scaled[P] = v > Highest || v < -Highest - 1;
      if (scaled[P]) v = v < 0 ? -Highest - 1 : Highest;
      scaled[P-1:0] = v[P-1:0];
    end
  endfunction
  wire [P:0] scaled0 = scaled(c0, gain[0+:G], bias[0+:B], y_q, shift_q);
  wire [P:0] scaled1 = scaled(c1, gain[G+:G], bias[B+:B], y_q, shift_q);
  always @(posedge clk) begin
    if (load[0]) begin
      taken[0] <= 1'b1;
      c0 <= centred(data[0+:W], keep[0] && !zero);
      c1 <= centred(data[W+:W], keep[1] && !zero);
      y_q <= y;
      shift_q <= exponent + shift;
    end
    if (load[1]) begin
      taken[1] <= taken[0];
      first <= {scaled1[P-1:0], scaled0[P-1:0]};
      first_over <= scaled0[P] || scaled1[P];
    end
    if (load[2]) begin
      taken[2] <= taken[1];
      second <= first;
      second_over <= first_over;
    end
    if (load[3]) begin
      taken[3] <= taken[2];
      out <= second;
      out_over <= second_over;
    end
  end
`ifdef FORMAL
  always @* if (taken[3]) assert (result == out && saturated == out_over);
`endif
  assign reached = {taken[3] && saturated && result[P-1:0] == Highest[P-1:0] && result[2*P-1], taken[3] && !saturated
                    && |result && !load[3], taken[3] && c0 != 0 && shift_q == 2};
endmodule
`default_nettype wire
