// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A gated unit's product against its formula, in the cycles in which its registers are loaded.
`default_nettype none
module gate_lanes_proof #(
  parameter integer U = 3, parameter integer B = 4, parameter integer P = 3, parameter integer RW = 3
) (
  input wire clk, input wire [1:0] load, input wire [2*U-1:0] u, input wire [2*B-1:0] b, input wire [RW-1:0] requant,
  output wire [1:0] reached
);
  wire [2*P-1:0] result;
  wire saturated;
  pwl_gate_lanes #(.Lanes(2), .U(U), .B(B), .P(P), .RW(RW)) dut (
    .clk_i(clk), .load_i(load), .u_i(u), .b_i(b), .requant_i(requant), .data_o(result), .saturated_o(saturated));

  reg taken, shown, over, clamped;
  initial {taken, shown} = 2'd0;
  reg [2*U-1:0] kept_u;
  reg [2*B-1:0] kept_b;
  reg [2*P-1:0] expected, out;
  integer l;
  reg signed [31:0] left, right, value;
  localparam signed [31:0] Highest = (1 << (P - 1)) - 1;
  always @* begin
    expected = 0;
    over = 1'b0;
    for (l = 0; l < 2; l = l + 1) begin
      left = {{(32 - U) {kept_u[l*U+U-1]}}, kept_u[l*U+:U]};
      right = {{(32 - B) {kept_b[l*B+B-1]}}, kept_b[l*B+:B]};
      value = left * right;
      if (requant != 0) value = (value + (32'sd1 << (requant - 1))) >>> requant;
      if (value > Highest || value < -Highest - 1) begin
        over = 1'b1;
        value = value < 0 ? -Highest - 1 : Highest;
      end
      expected[l*P+:P] = value[P-1:0];
    end
  end
  always @(posedge clk) begin
    if (load[0]) begin
      taken <= 1'b1;
      kept_u <= u;
      kept_b <= b;
    end
    if (load[1]) begin
      shown <= taken;
      out <= expected;
      clamped <= over;
    end
  end
`ifdef FORMAL
  always @* assume (requant <= U + B);
  always @* if (shown) assert (result == out && saturated == clamped);
`endif
  assign reached = {shown && saturated && result[P-1], shown && !saturated && |result && !load[1]};
endmodule
`default_nettype wire
