// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The shares of a beat against what a quotient is, in the cycles in which their registers are loaded. No exponential
// is above the sum that it is part of.
`default_nettype none
module peer_share_lanes_proof #(parameter integer E = 2, parameter integer D = 3, parameter integer P = 3) (
  input wire clk, input wire [3:0] load, input wire [2*E-1:0] data, input wire [D-1:0] sum, output wire [2:0] reached
);
  wire zero, saturated;
  wire [2*P-1:0] shares;
  reg [2:0] zeros;
  pwl_peer_share_lanes #(.Lanes(2), .E(E), .D(D), .P(P)) dut (
    .clk_i(clk), .load_i(load), .data_i(data), .sum_i(sum), .zero_i(zeros[2]), .zero_o(zero), .data_o(shares),
    .saturated_o(saturated));

  // What each register has of a beat, behind what comes in.
  localparam integer S = 2 * E + D;
  reg [3:0] taken;
  reg [4*S-1:0] kept;
  initial taken = 4'd0;
  wire [4:0] had = {taken, 1'b1};
  wire [5*S-1:0] has = {kept, data, sum};
  integer g;
  always @(posedge clk) begin
    for (g = 0; g < 4; g = g + 1) if (load[g]) begin
      taken[g] <= had[g];
      kept[g*S+:S] <= has[g*S+:S];
    end
    if (load[0]) zeros[0] <= zero;
    if (load[1]) zeros[1] <= zeros[0];
    if (load[2]) zeros[2] <= zeros[1];
  end
  wire [S-1:0] beat = kept[3*S+:S];
  wire [D+P+1:0] whole = beat[D-1:0];
  wire [1:0] all = {beat[D+E+:E] == whole, beat[D+:E] == whole};
  reg [D+P+1:0] number, share;
  integer l;
`ifdef FORMAL
  always @* assume (data[0+:E] <= sum && data[E+:E] <= sum);
  always @* assert (zero == (sum == 0));
  always @* if (taken[3]) begin
    for (l = 0; l < 2; l = l + 1) begin
      number = beat[D+l*E+:E] << P;
      share = shares[l*P+:P];
      if (whole == 0) assert (share == 0);
      else if (all[l]) assert (share == (1 << P) - 1);
      else assert (share * whole <= number && number < (share + 1) * whole);
    end
    assert (saturated == (whole != 0 && all != 0));
  end
`endif
  assign reached = {taken[3] && whole == 0, taken[3] && saturated && !(&shares),
                    taken[3] && shares[P-1:0] == 5 && !load[3]};
endmodule
`default_nettype wire
