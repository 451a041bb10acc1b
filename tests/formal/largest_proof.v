// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The largest of the base and the kept codes, one after the other.
`default_nettype none
module largest_proof #(parameter integer Lanes = 3, parameter integer W = 4) (
  input wire [W-1:0] base, input wire [Lanes*W-1:0] data, input wire [Lanes-1:0] keep
);
  wire [W-1:0] largest;
  pwl_row_largest #(.Lanes(Lanes), .W(W)) dut (.base_i(base), .data_i(data), .keep_i(keep), .largest_o(largest));
  reg signed [W-1:0] best, code;
  integer n;
  always @* begin
    best = base;
    code = base;
    for (n = 0; n < Lanes; n = n + 1) begin
      code = data[n*W+:W];
      if (keep[n] && code > best) best = code;
    end
  end
`ifdef FORMAL
  always @* assert (largest == best);
  always @* cover (largest != base && (!keep[0] || Lanes == 1));
  always @* cover (largest == base && &keep && base[W-1]);
`endif
endmodule
`default_nettype wire
