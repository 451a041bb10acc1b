// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Softmax's last step against its formula, in the cycles in which its registers are loaded.
`default_nettype none
module row_scale_proof #(
  parameter integer E = 3, parameter integer O = 4, parameter integer KB = 2, parameter integer P = 3,
  parameter integer A = 8, parameter integer RW = 4
) (
  input wire clk, input wire [1:0] load, input wire [2*E-1:0] data, input wire [O-1:0] y, input wire [KB-1:0] exponent,
  output wire [1:0] reached
);
  wire [2*P-1:0] result;
  wire saturated;
  pwl_row_scale #(.Lanes(2), .E(E), .O(O), .KB(KB), .P(P), .A(A), .RW(RW)) dut (
    .clk_i(clk), .load_i(load), .data_i(data), .y_i(y), .exponent_i(exponent), .data_o(result), .saturated_o(saturated));

  // What the first registers took, then what the second ones did.
  reg taken, shown, over, clamped;
  initial {taken, shown} = 2'd0;
  reg [2*E-1:0] kept;
  reg [O-1:0] kept_y;
  reg [KB-1:0] kept_exponent;
  reg [2*P-1:0] expected, out;
  integer l;
  reg [31:0] value;
  always @* begin
    expected = 0;
    over = 1'b0;
    for (l = 0; l < 2; l = l + 1) begin
      value = (kept[l*E+:E] * kept_y) << P;
      value = (value + (1 << (O + kept_exponent - 1))) >> (O + kept_exponent);
      if (value >= (1 << P)) begin
        over = 1'b1;
        value = (1 << P) - 1;
      end
      expected[l*P+:P] = value[P-1:0];
    end
  end
  always @(posedge clk) begin
    if (load[0]) begin
      taken <= 1'b1;
      kept <= data;
      kept_y <= y;
      kept_exponent <= exponent;
    end
    if (load[1]) begin
      shown <= taken;
      out <= expected;
      clamped <= over;
    end
  end
`ifdef FORMAL
  always @* if (shown) assert (result == out && saturated == clamped);
`endif
  assign reached = {shown && saturated && result[P-1:0] != result[P+:P], shown && !saturated && |result && !load[1]};
endmodule
`default_nettype wire
