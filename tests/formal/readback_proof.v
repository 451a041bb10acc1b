// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Read-back of a bank against the word that the one select line names, or zero.
`default_nettype none
module readback_proof #(
  parameter integer N = 3, parameter integer TW = 3, parameter integer KW = 4, parameter integer BW = 5,
  parameter integer SW = 2, parameter integer RW = 3, parameter integer D = 6
) (
  input wire [3:0] line,  // thresholds, slopes, intercepts, R, shift; beyond: none
  input wire [(N-1)*TW-1:0] thresholds, input wire [N*KW-1:0] slopes, input wire [N*BW-1:0] intercepts,
  input wire [SW-1:0] shift, input wire [RW-1:0] requant, output wire [1:0] reached
);
  localparam integer Lines = (N - 1) + N + N + 2;
  wire [Lines-1:0] hot = 1 << line;
  wire [D-1:0] rdata;
  pwl_readback #(.N(N), .TW(TW), .KW(KW), .BW(BW), .SW(SW), .RW(RW), .DataBits(D)) dut (
    .threshold_hot_i(hot[N-2:0]), .slope_hot_i(hot[N-1+:N]), .intercept_hot_i(hot[2*N-1+:N]),
    .control_hot_i(hot[3*N-1+:2]), .thresholds_i(thresholds), .slopes_i(slopes), .intercepts_i(intercepts),
    .shift_i(shift), .requant_i(requant), .rdata_o(rdata));
  wire [TW-1:0] threshold = thresholds >> (line * TW);
  wire [KW-1:0] slope = slopes >> ((line - (N - 1)) * KW);
  wire [BW-1:0] intercept = intercepts >> ((line - (2 * N - 1)) * BW);
  wire [D-1:0] expected = line < N - 1 ? threshold : line < 2 * N - 1 ? slope : line < 3 * N - 1 ? intercept
                        : line == 3 * N - 1 ? requant : line == 3 * N ? shift : 0;
`ifdef FORMAL
  always @* assert (rdata == expected);
`endif
  assign reached = {line > 3 * N, line == 3 * N && |rdata};
endmodule
`default_nettype wire
