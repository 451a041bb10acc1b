// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Third part of the fast fused multiply-add: how far the leading one is from the top.
//
//   count_o = zeros above the leading one of sum_i, no more than exponent_i - 1
//
// A stop bit where the exponent would be that of the smallest normal number ends the count: what is
// shifted so far is the significand of a subnormal result, without its leading bit. With Ftz there
// is no stop, and the exponent may become zero or negative. sum_i = 0 without a stop: ones.
//
// Latency: none (combinational). Parameters: SumBits >= 2, TopBits of the exponent, Ftz 0..1,
// CountBits must be left at its default.
// Example: SumBits = 8, sum_i = 8'b00000110, exponent_i 3: count_o = 2; exponent_i 9: count_o = 5.
`default_nettype none

module pwl_float_count #(
  parameter integer SumBits   = 76,
  parameter integer TopBits   = 9,
  parameter integer Ftz       = 0,
  parameter integer CountBits = $clog2(SumBits + 1)
) (
  input  wire [  SumBits-1:0] sum_i,
  input  wire [  TopBits-1:0] exponent_i,  // biased, of the top of the window
  output wire [CountBits-1:0] count_o
);

  wire [SumBits-1:0] stop;
  genvar i;
  generate
    if (Ftz != 0) begin : gen_no_stop
      wire unused_exponent;
      assign unused_exponent = &{1'b0, exponent_i};
      assign stop = {SumBits{1'b0}};
    end else begin : gen_stop
      for (i = 0; i < SumBits; i = i + 1) begin : gen_bit
        localparam integer At = SumBits - i;
        if (At < (1 << TopBits)) begin : gen_reached
          assign stop[i] = exponent_i == At[TopBits-1:0];
        end else begin : gen_never
          assign stop[i] = 1'b0;
        end
      end
    end
  endgenerate

  pwl_leading_zeros #(
    .D(SumBits)
  ) u_count (
    .data_i (sum_i | stop),
    .count_o(count_o)
  );

endmodule

`default_nettype wire
