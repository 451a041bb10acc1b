// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Division in stages against what a quotient is, in the cycles in which their registers are loaded.
`default_nettype none
module divide_lanes_proof #(parameter integer D = 3, parameter integer Q = 3, parameter integer Stages = 4) (
  input wire clk, input wire [Stages-2:0] load, input wire [2*(D+Q)-1:0] dividends, input wire [D-1:0] divisor,
  output wire [1:0] reached
);
  localparam integer S = D + Q;
  wire [2*Q-1:0] quotients;
  wire [1:0] over;
  pwl_divide_lanes #(.Lanes(2), .D(D), .Q(Q), .Stages(Stages)) dut (
    .clk_i(clk), .load_i(load), .dividend_i(dividends), .divisor_i(divisor), .quotient_o(quotients), .over_o(over));

  // What each register has of a beat, behind what comes in.
  reg [Stages-2:0] taken;
  reg [(Stages-1)*(2*S+D)-1:0] kept;
  initial taken = 0;
  wire [Stages-1:0] had = {taken, 1'b1};
  wire [Stages*(2*S+D)-1:0] has = {kept, dividends, divisor};
  integer g;
  always @(posedge clk) for (g = 0; g < Stages - 1; g = g + 1) if (load[g]) begin
    taken[g] <= had[g];
    kept[g*(2*S+D)+:2*S+D] <= has[g*(2*S+D)+:2*S+D];
  end
  wire shown = taken[Stages-2];
  wire [2*S+D-1:0] beat = kept[(Stages-2)*(2*S+D)+:2*S+D];
  wire [S:0] by = beat[D-1:0];
  reg [S:0] number, quotient;
  integer l;
`ifdef FORMAL
  always @* if (shown) for (l = 0; l < 2; l = l + 1) begin
    number = beat[D+l*S+:S];
    quotient = quotients[l*Q+:Q];
    assert (over[l] == (number >= by << Q));
    if (!over[l]) assert (quotient * by <= number && number < (quotient + 1) * by);
    if (number == by << Q) assert (&quotients[l*Q+:Q]);
  end
`endif
  assign reached = {shown && over == 2'b01 && quotients[Q+:Q] == 5, shown && over == 0 && by == 3 && !load[Stages-2]};
endmodule
`default_nettype wire
