// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Division bit by bit against what a quotient is, and all ones where the high part is the divisor.
`default_nettype none
module divide_proof #(parameter integer D = 5, parameter integer Q = 4) (
  input wire [D-1:0] high, divisor, input wire [Q-1:0] low
);
  wire [D+Q-1:0] state;
  pwl_divide_steps #(.D(D), .Q(Q), .Steps(Q)) dut (.state_i({high, low}), .divisor_i(divisor), .state_o(state));
  wire [D+Q-1:0] rest = state[D+Q-1:Q], quotient = state[Q-1:0];
`ifdef FORMAL
  always @* if (high < divisor) begin
    assert (quotient * divisor + rest == {high, low});
    assert (rest < divisor);
  end
  always @* if (high == divisor && low == 0) assert (&state[Q-1:0]);
  always @* cover (high < divisor && quotient == 3 && rest == 2);
`endif
endmodule
`default_nettype wire
