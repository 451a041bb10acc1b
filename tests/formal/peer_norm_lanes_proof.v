// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The last steps of a peer's norm against their formula, in the cycles in which their registers are loaded: the
// largest output of which half a step less is not above the quotient.
`default_nettype none
module peer_norm_lanes_proof #(
  parameter integer Centred = 0, parameter integer W = 2, parameter integer N = 1, parameter integer R = 2,
  parameter integer Gain = -3, parameter integer G = 3, parameter integer Shift = 0, parameter integer D = 4,
  parameter integer P = 2
) (
  input wire clk, input wire [3:0] load, input wire [2*W-1:0] data, input wire [1:0] keep, input wire [N-1:0] count,
  input wire signed [W+N-1:0] sum, input wire [R-1:0] root, input wire zero, output wire [2:0] reached
);
  wire [2*P-1:0] result;
  wire saturated;
  pwl_peer_norm_lanes #(
    .Lanes(2), .Centred(Centred), .W(W), .CountBits(N), .R(R), .Gain(Gain), .G(G), .Shift(Shift), .D(D), .P(P)) dut (
    .clk_i(clk), .load_i(load), .data_i(data), .keep_i(keep), .count_i(count), .sum_i(sum), .root_i(root),
    .zero_i(zero), .data_o(result), .saturated_o(saturated));

  localparam integer X = 9;
  function signed [X-1:0] product;
    input signed [W-1:0] q;
    input live;
    reg signed [X-1:0] n, s;
    begin
      n = count;
      s = sum;
      n = !live ? 0 : Centred != 0 ? n * q - s : q;
      product = n * Gain;
    end
  endfunction
  // {clamped, output}
  function [P:0] rounded;
    input signed [X-1:0] number;
    input [R-1:0] by;
    reg signed [X-1:0] whole;
    integer k;
    begin
      whole = by << Shift;
      rounded = {2 * number < (-(1 << P) - 1) * whole, 1'b1, {(P - 1) {1'b0}}};
      for (k = 1 - (1 << (P - 1)); k < (1 << (P - 1)); k = k + 1)
        if (2 * number >= (2 * k - 1) * whole) rounded = k[P-1:0];
      if (2 * number >= ((1 << P) - 1) * whole) rounded[P] = 1'b1;
    end
  endfunction
  // Products and root of each register; the outputs.
  reg [3:0] taken;
  initial taken = 4'd0;
  reg signed [X-1:0] left0, left1, middle0, middle1, right0, right1;
  reg [R-1:0] left, middle, right;
  wire [P:0] rounded0 = rounded(right0, right);
  wire [P:0] rounded1 = rounded(right1, right);
  reg [2*P-1:0] out;
  reg over;
  always @(posedge clk) begin
    if (load[0]) begin
      taken[0] <= 1'b1;
      left0 <= product(data[0+:W], keep[0]);
      left1 <= product(data[W+:W], keep[1]);
      left <= root;
    end
    if (load[1]) begin
      taken[1] <= taken[0];
      {middle0, middle1, middle} <= {left0, left1, left};
    end
    if (load[2]) begin
      taken[2] <= taken[1];
      {right0, right1, right} <= {middle0, middle1, middle};
    end
    if (load[3]) begin
      taken[3] <= taken[2];
      out <= zero ? 0 : {rounded1[P-1:0], rounded0[P-1:0]};
      over <= !zero && (rounded0[P] || rounded1[P]);
    end
  end
`ifdef FORMAL
  always @* if (taken[2] && right == 0) assume (zero);
  always @* if (taken[3]) assert (result == out && saturated == over);
`endif
  assign reached = {taken[3] && saturated && result == {1'b0, {(P - 1) {1'b1}}, 1'b1, {(P - 1) {1'b0}}},
                    taken[3] && !saturated && |result && !load[3],
                    taken[3] && !saturated && right == 0 && load[3] && zero};
endmodule
`default_nettype wire
