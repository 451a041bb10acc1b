// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Steps of a division bit by bit.
//
//   state = {rest, low}, D and Q bits; a step shifts it left by one, takes the divisor away where
//   it fits, and says so in the bit that became free
//
// From {high, low} with high < divisor, Q steps leave rest and quotient of high * 2^Q + low.
// With high = divisor and low = 0 the quotient is all ones.
// Latency: 0 (combinational). Parameters: D bits of the divisor, Q >= 2 bits of the quotient,
// Steps 0..Q.
// Example: D = 4, Q = 2, Steps = 2, divisor = 5, {3, 2'b01} = 13: rest 3, quotient 2.
`default_nettype none

module pwl_divide_steps #(
  parameter integer D = 16,
  parameter integer Q = 8,
  parameter integer Steps = 2
) (
  input  wire [D+Q-1:0] state_i,
  input  wire [D-1:0]   divisor_i,
  output wire [D+Q-1:0] state_o
);

  generate
    if (Q < 2 || Steps < 0 || Steps > Q) begin : gen_bad_steps
      pwl_bad_steps_must_be_0_to_quotient_bits u_bad ();
    end
  endgenerate

  // A rest below the divisor needs a bit more when it is doubled; what then remains does not.
  reg [D+Q-1:0] state;
  reg [D+1:0]   difference;
  integer s;
  always @* begin
    state      = state_i;
    difference = {2'b00, divisor_i};
    for (s = 0; s < Steps; s = s + 1) begin
      difference = {1'b0, state[D+Q-1:Q-1]} - {2'b00, divisor_i};
      state = {difference[D+1] ? state[D+Q-2:Q-1] : difference[D-1:0], state[Q-2:0],
               !difference[D+1]};
    end
  end
  assign state_o = state;
  wire unused_difference;
  assign unused_difference = |difference;

endmodule

`default_nettype wire
