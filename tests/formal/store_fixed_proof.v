// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Constant tables: of each selector's context its own words, zeros of one that is not there.
`default_nettype none
module store_fixed_proof #(parameter integer Contexts = 3) (
  input wire [1:0] input_sel, input wire [1:0] select_sel, input wire [1:0] param_sel, input wire [1:0] acc_sel,
  output wire [0:0] reached
);
  localparam integer TW = 3, KW = 4, BW = 5, SW = 2, RW = 3;
  localparam [3*2*TW-1:0] Thresholds = 18'h2b1e5;
  localparam [3*3*KW-1:0] Slopes = 36'h93c5a71de;
  localparam [3*3*BW-1:0] Intercepts = 45'h1a96_3c5e_d27b;
  localparam [3*SW-1:0] Shifts = 6'b10_01_11;
  localparam [3*RW-1:0] Requants = 9'b101_110_011;
  wire [2*TW-1:0] thresholds;
  wire [3*KW-1:0] slopes;
  wire [3*BW-1:0] intercepts;
  wire [SW-1:0] shift;
  wire [RW-1:0] requant;
  pwl_store_fixed #(
    .N(3), .TW(TW), .KW(KW), .BW(BW), .SW(SW), .RW(RW), .Contexts(Contexts), .SelBits(2),
    .Thresholds(Thresholds[Contexts*2*TW-1:0]), .Slopes(Slopes[Contexts*3*KW-1:0]),
    .Intercepts(Intercepts[Contexts*3*BW-1:0]), .Shifts(Shifts[Contexts*SW-1:0]),
    .Requants(Requants[Contexts*RW-1:0])) dut (
    .input_sel_i(input_sel), .select_sel_i(select_sel), .param_sel_i(param_sel), .acc_sel_i(acc_sel),
    .thresholds_o(thresholds), .slopes_o(slopes), .intercepts_o(intercepts), .shift_o(shift), .requant_o(requant));
  reg [2*TW-1:0] t;
  reg [3*KW-1:0] k;
  reg [3*BW-1:0] b;
  reg [SW-1:0] s;
  reg [RW-1:0] r;
  integer c;
  always @* begin
    {t, k, b, s, r} = 0;
    for (c = 0; c < Contexts; c = c + 1) begin
      if (input_sel == c || Contexts == 1) t = Thresholds[c*2*TW+:2*TW];
      if (select_sel == c || Contexts == 1) k = Slopes[c*3*KW+:3*KW];
      if (select_sel == c || Contexts == 1) b = Intercepts[c*3*BW+:3*BW];
      if (param_sel == c || Contexts == 1) s = Shifts[c*SW+:SW];
      if (acc_sel == c || Contexts == 1) r = Requants[c*RW+:RW];
    end
  end
`ifdef FORMAL
  always @* assert (thresholds == t && slopes == k && intercepts == b && shift == s && requant == r);
`endif
  assign reached = input_sel == 1 && select_sel == 2 && param_sel == 0 && acc_sel == 3;
endmodule
`default_nettype wire
