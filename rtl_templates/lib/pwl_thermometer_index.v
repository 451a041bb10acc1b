// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Number of ones of a thermometer code, in binary.
//
//   index_o = i  when  thermo_i has its i low bits set
//
// Bit b of the index is 1 in the runs of 2^b codes that start at the odd multiples of 2^b: code i
// lies in such a run when the threshold at its start is reached and the one at its end is not.
//
// Latency: 0 (combinational). What a code with a hole gives is unspecified.
// Parameters: N 2..64 segments (N - 1 bits of code), IndexBits = ceil(log2 N).
// Example: N = 8, thermo_i = 7'b0000111: index_o = 3.
`default_nettype none

module pwl_thermometer_index #(
  parameter integer N = 8,
  parameter integer IndexBits = 3
) (
  input  wire [N-2:0]         thermo_i,
  output wire [IndexBits-1:0] index_o
);

  generate
    if (N > (1 << IndexBits)) begin : gen_bad_index
      pwl_bad_index_cannot_number_the_segments u_bad ();
    end
  endgenerate

  // reached[p]: at least p thresholds are. Beyond the last one none is.
  wire [(1<<IndexBits):1] reached;
  assign reached = {{((1 << IndexBits) + 1 - N) {1'b0}}, thermo_i};

  genvar b, r;
  generate
    for (b = 0; b < IndexBits; b = b + 1) begin : gen_bit
      localparam integer Runs = (1 << IndexBits) >> (b + 1);
      wire [Runs-1:0] inside;
      for (r = 0; r < Runs; r = r + 1) begin : gen_run
        assign inside[r] = reached[(2*r+1)<<b] && !reached[(2*r+2)<<b];
      end
      assign index_o[b] = |inside;
    end
  endgenerate

endmodule

`default_nettype wire
