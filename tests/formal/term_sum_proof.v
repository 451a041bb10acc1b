// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Slopes of signed powers of two against the product with the number that they stand for, for all terms and operands.
`default_nettype none
module term_sum_proof #(
  parameter integer W = 4, parameter integer Terms = 2, parameter integer K = 4,
  parameter integer A = 10
) (
  input wire signed [W-1:0] q, input wire signed [A-1:0] b,
  input wire [Terms*K-1:0] powers, input wire [Terms-1:0] negative,
  output wire [0:0] reached
);
  wire [Terms*(K+1)-1:0] word;
  wire signed [A*(Terms+1)-1:0] sums;
  wire [Terms-1:0] sound;
  assign sums[A-1:0] = {A{1'b0}};
  genvar t;
  generate
    for (t = 0; t < Terms; t = t + 1) begin : gen_term
      // At most one power; the number is what its bits say.
      wire [K-1:0] power = powers[t*K+:K];
      wire signed [A-1:0] value = {{(A - K) {1'b0}}, power};
      assign sound[t] = (power & (power - 1'b1)) == {K{1'b0}};
      assign word[t*(K+1)+:K+1] = {negative[t], power};
      assign sums[(t+1)*A+:A] = negative[t] ? sums[t*A+:A] - value : sums[t*A+:A] + value;
    end
  endgenerate

  wire [A-1:0] acc;
  pwl_term_sum #(.W(W), .Terms(Terms), .K(K), .A(A)) dut (.q_i(q), .slope_i(word), .offset_i(b), .sum_o(acc));
  wire signed [A-1:0] slope = sums[Terms*A+:A];
  wire signed [A-1:0] expected = q * slope + b;
  assign reached[0] = acc[A-1] && !q[W-1] && negative[0] && |powers[K-1:0];
`ifdef FORMAL
  always @* assume (&sound);
  always @* assert (acc == expected);
`endif
endmodule
`default_nettype wire
