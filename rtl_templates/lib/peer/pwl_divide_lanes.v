// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Integer division of every element of a beat by one number, bit by bit in stages.
//
//   quotient_o = floor( dividend_i / divisor_i ), Q bits; over_o = it needs more than Q
//
// quotient_o means nothing where over_o is 1, except all ones where the dividend is 2^Q times the
// divisor.
// Latency: Stages - 1 cycles: what follows the last steps is left to the stage that takes it.
// load_i enables the registers between the stages, in their order.
// Parameters: Lanes >= 1, D bits of the divisor, Q bits of a quotient, dividends of D + Q bits;
// Stages 2..4.
// Example: D = 4, Q = 4, dividend = 100, divisor = 9: 11.
`default_nettype none

module pwl_divide_lanes #(
  parameter integer Lanes = 1,
  parameter integer D = 16,
  parameter integer Q = 8,
  parameter integer Stages = 4
) (
  input  wire                   clk_i,
  input  wire [Stages-2:0]      load_i,
  input  wire [Lanes*(D+Q)-1:0] dividend_i,
  input  wire [D-1:0]           divisor_i,
  output wire [Lanes*Q-1:0]     quotient_o,
  output wire [Lanes-1:0]       over_o
);

  generate
    if (Stages < 2 || Stages > 4) begin : gen_bad_stages
      pwl_bad_division_stages_must_be_2_to_4 u_bad ();
    end
  endgenerate

  localparam integer S = D + Q;
  localparam integer Most = (Q + Stages - 1) / Stages;

  wire [Stages*D-1:0]       divisors;
  wire [Stages*Lanes*S-1:0] ahead, behind;
  wire [Stages*Lanes-1:0]   over;
  assign divisors[D-1:0]     = divisor_i;
  assign ahead[Lanes*S-1:0]  = dividend_i;

  genvar g, l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_over
      assign over[l] = dividend_i[l*S+Q+:D] >= divisor_i;
    end
    for (g = 0; g < Stages; g = g + 1) begin : gen_stage
      // The last stages have the steps that do not fill all of them.
      localparam integer Before = (g * Most < Q) ? g * Most : Q;
      localparam integer Steps = (Before + Most <= Q) ? Most : Q - Before;
      for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
        pwl_divide_steps #(
          .D    (D),
          .Q    (Q),
          .Steps(Steps)
        ) u_steps (
          .state_i  (ahead[(g*Lanes+l)*S+:S]),
          .divisor_i(divisors[g*D+:D]),
          .state_o  (behind[(g*Lanes+l)*S+:S])
        );
      end
      if (g < Stages - 1) begin : gen_register
        pwl_stage #(
          .D(D + Lanes * S + Lanes)
        ) u_stage (
          .clk_i (clk_i),
          .en_i  (load_i[g]),
          .data_i({divisors[g*D+:D], behind[g*Lanes*S+:Lanes*S], over[g*Lanes+:Lanes]}),
          .data_o({divisors[(g+1)*D+:D], ahead[(g+1)*Lanes*S+:Lanes*S],
                   over[(g+1)*Lanes+:Lanes]})
        );
      end
    end
    for (l = 0; l < Lanes; l = l + 1) begin : gen_out
      assign quotient_o[l*Q+:Q] = behind[((Stages-1)*Lanes+l)*S+:Q];
      wire unused_rest;
      assign unused_rest = |behind[((Stages-1)*Lanes+l)*S+Q+:D];
    end
  endgenerate
  assign over_o = over[(Stages-1)*Lanes+:Lanes];

endmodule

`default_nettype wire
