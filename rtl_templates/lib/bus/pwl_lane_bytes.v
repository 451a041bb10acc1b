// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Lanes as whole bytes of a stream: each lane's value zero extended, and its keep bit for each of
// its bytes.
//
//   data_o[lane] = {0, data_i[lane]};   keep_o[lane] = all bytes as keep_i[lane]
//
// Latency: 0 (combinational).
// Parameters: Lanes >= 1, D bits of a value, Bytes >= 1 of a lane with 8 * Bytes >= D.
// Example: Lanes = 2, D = 5, Bytes = 1: values 3 and 31 are 16'h1f03.
`default_nettype none

module pwl_lane_bytes #(
  parameter integer Lanes = 1,
  parameter integer D = 8,
  parameter integer Bytes = 1
) (
  input  wire [Lanes*D-1:0]       data_i,
  input  wire [Lanes-1:0]         keep_i,
  output wire [Lanes*Bytes*8-1:0] data_o,
  output wire [Lanes*Bytes-1:0]   keep_o
);

  genvar i;
  generate
    for (i = 0; i < Lanes; i = i + 1) begin : gen_lane
      wire [Bytes*8+D-1:0] wide;
      wire unused_top;
      assign wide = {{(Bytes * 8) {1'b0}}, data_i[i*D+:D]};
      assign unused_top = &{1'b0, wide[Bytes*8+D-1:Bytes*8]};
      assign data_o[i*Bytes*8+:Bytes*8] = wide[Bytes*8-1:0];
      assign keep_o[i*Bytes+:Bytes] = {Bytes{keep_i[i]}};
    end
  endgenerate

endmodule

`default_nettype wire
