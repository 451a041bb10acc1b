// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The first factor of a gated unit of a peer against its formula.
`default_nettype none
module peer_unit_lanes_proof #(
  parameter integer W = 3, parameter integer F = 3, parameter integer Mantissa = 5, parameter integer M = 3,
  parameter integer Shift = 3, parameter integer U = 4
) (
  input wire [2*W-1:0] data, input wire [2*F-1:0] factors, output wire [2:0] reached
);
  wire [2*U-1:0] u;
  pwl_peer_unit_lanes #(
    .Lanes(2), .W(W), .F(F), .Mantissa(Mantissa), .M(M), .Shift(Shift), .A(W + F + M + 1), .RW(4), .U(U)) dut (
    .data_i(data), .factor_i(factors), .u_o(u));

  localparam signed [15:0] Highest = (1 << (U - 1)) - 1;
  reg signed [15:0] value, factor;
  reg [2*U-1:0] expected;
  reg [1:0] above, below;
  integer l;
  always @* for (l = 0; l < 2; l = l + 1) begin
    value = $signed(data[l*W+:W]);
    factor = factors[l*F+:F];
    value = value * factor * Mantissa;
    if (Shift != 0) value = (value + (16'sd1 << (Shift - 1))) >>> Shift;
    above[l] = value > Highest;
    below[l] = value < -Highest - 1;
    if (above[l]) value = Highest;
    if (below[l]) value = -Highest - 1;
    expected[l*U+:U] = value[U-1:0];
  end
`ifdef FORMAL
  always @* assert (u == expected);
`endif
  assign reached = {above == 2'b01 && below == 2'b10, above == 0 && below == 2'b01, above == 0 && below == 0 && u[U-1]};
endmodule
`default_nettype wire
