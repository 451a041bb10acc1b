// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Arithmetic right shift into other width, clamped.
//
//   value_o = clamp( floor( value_i * 2^-shift_i ) ) to T bits, two's complement
//
// Latency: 0 (combinational). Every shift is allowed; from A - 1 on the result is 0 or -1.
// Parameters: A >= 2 bits in, SB >= 1 bits of the shift, T >= 2 bits out.
// Example: A = 16, T = 8, value -1000, shift 4: floor(-62.5) = -63; shift 0: -128.
`default_nettype none

module pwl_floor_shift #(
  parameter integer A = 32,
  parameter integer SB = 6,
  parameter integer T = 22
) (
  input  wire [A-1:0]  value_i,
  input  wire [SB-1:0] shift_i,
  output wire [T-1:0]  value_o
);

  generate
    if (A < 2 || T < 2) begin : gen_bad_width
      pwl_bad_shifted_width_must_be_at_least_2 u_bad ();
    end
  endgenerate

  localparam integer X = (A > T) ? A : T;
  wire signed [X-1:0] extended, shifted;
  assign extended = {{(X - A + 1) {value_i[A-1]}}, value_i[A-2:0]};
  assign shifted  = extended >>> shift_i;

  generate
    if (X > T) begin : gen_clamp
      wire far;
      assign far     = !(&shifted[X-1:T-1]) && |shifted[X-1:T-1];
      assign value_o = far ? {shifted[X-1], {(T - 1) {!shifted[X-1]}}} : shifted[T-1:0];
    end else begin : gen_fits
      assign value_o = shifted;
    end
  endgenerate

endmodule

`default_nettype wire
