// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Naive restatement of the normalizer: the octave by comparing with powers of two, the fraction by division.
`default_nettype none
module normalize_proof #(
  parameter integer V = 8, parameter integer LogBits = 4, parameter integer W = 4, parameter integer Root = 0,
  parameter integer KB = 4
) (
  input wire [V-1:0] v
);
  wire [W-1:0] code;
  wire [KB-1:0] exponent;
  wire odd, zero;
  pwl_normalize #(.V(V), .LogBits(LogBits), .W(W), .Root(Root), .KB(KB)) dut (
    .v_i(v), .code_o(code), .exponent_o(exponent), .odd_o(odd), .zero_o(zero));
  localparam integer X = V + W + 3;
  wire [X-1:0] one = 1;
  wire [X-1:0] value = v;
  reg [X-1:0] octave;
  integer i;
  always @* begin
    octave = 0;
    for (i = 1; i < V; i = i + 1) if (value >= (one << i)) octave = i;
  end
  wire [X-1:0] twice = (value << (W + 1)) >> octave;             // 2 m 2^W, cut
  wire [X-1:0] steps = ((twice + one) >> 1) - (one << W);        // round half up((m - 1) 2^W)
  wire carry = steps == (one << W);
  wire [X-1:0] fraction = carry ? 0 : steps;
  wire [X-1:0] log = carry ? octave + one : octave;
  wire [X-1:0] shifted = fraction - (one << (W - 1));
  wire [X-1:0] exponent_expected = Root != 0 ? log >> 1 : log;
`ifdef FORMAL
  always @* assert (zero == (v == 0));
  always @* if (v != 0) begin
    assert (code == shifted[W-1:0]);
    assert ({{X{1'b0}}, exponent} == {{KB{1'b0}}, exponent_expected});
    assert (odd == (Root != 0 && log[0]));
  end
  always @* cover (v != 0 && (carry || V <= W + 1));
  always @* cover (v != 0 && (log == V || V <= W + 1));
`endif
endmodule
`default_nettype wire
