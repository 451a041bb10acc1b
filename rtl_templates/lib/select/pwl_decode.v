// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Binary to one-hot.
//
//   hot_o[i] = en_i AND (index_i == i)        i = 0 .. N-1; an index of N or more sets no bit
//
// Latency: 0 (combinational).
// Parameters: N 1 .. 2^IndexBits outputs, IndexBits 1..16.
// Example: N = 6, IndexBits = 3, en_i = 1, index_i = 2: hot_o = 6'b000100.
`default_nettype none

module pwl_decode #(
  parameter integer N = 8,
  parameter integer IndexBits = 3
) (
  input  wire                 en_i,
  input  wire [IndexBits-1:0] index_i,
  output wire [N-1:0]         hot_o
);

  generate
    if (N > (1 << IndexBits)) begin : gen_bad_outputs
      pwl_bad_decode_has_more_outputs_than_codes u_bad ();
    end
  endgenerate

  genvar i;
  generate
    for (i = 0; i < N; i = i + 1) begin : gen_output
      localparam [IndexBits-1:0] Code = i;
      assign hot_o[i] = en_i && (index_i == Code);
    end
  endgenerate

endmodule

`default_nettype wire
