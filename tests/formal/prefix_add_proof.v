// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The adder with a late carry beside the operator.
`default_nettype none
module prefix_add_proof #(
  parameter integer D = 5
) (
  input wire [D-1:0] a, input wire [D-1:0] b, input wire c
);
  wire [D-1:0] sum;
  wire carry;
  wire [D:0] without = {1'b0, a} + {1'b0, b};
  wire [D-1:0] expected = a + b + {{(D-1) {1'b0}}, c};
  pwl_prefix_add #(.D(D)) dut (.a_i(a), .b_i(b), .carry_i(c), .sum_o(sum), .carry_o(carry));
`ifdef FORMAL
  always @* assert (sum == expected);
  always @* assert (carry == without[D]);
  always @* cover (c && !carry && sum == {D{1'b0}});
`endif
endmodule
`default_nettype wire
