// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Last step of a read-back network: at most one of its words is not zero, and that one comes out.
//
//   rdata_o = threshold_i OR slope_i OR intercept_i OR shift_i OR requant_i, each zero-extended
//
// Latency: 0 (combinational). Parameters: widths as pwl_bank.
// Example: slope_i = 25, all others 0: rdata_o = 25.
`default_nettype none

module pwl_readback_merge #(
  parameter integer TW = 8,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer RW = 5,
  parameter integer DataBits = 8
) (
  input  wire [TW-1:0]              threshold_i,
  input  wire [KW-1:0]              slope_i,
  input  wire [BW-1:0]              intercept_i,
  input  wire [(SW>0 ? SW : 1)-1:0] shift_i,
  input  wire [(RW>0 ? RW : 1)-1:0] requant_i,
  output wire [DataBits-1:0]        rdata_o
);

  localparam integer SPort = (SW > 0) ? SW : 1;
  localparam integer RPort = (RW > 0) ? RW : 1;

  // Word w of D bits begins at bit Low of them all; it gives 0 beyond its end.
  wire [TW+KW+BW+RPort+SPort-1:0] words;
  assign words = {shift_i, requant_i, intercept_i, slope_i, threshold_i};
  genvar b, w;
  generate
    for (b = 0; b < DataBits; b = b + 1) begin : gen_bit
      wire [4:0] parts;
      for (w = 0; w < 5; w = w + 1) begin : gen_word
        localparam integer D = (w == 0) ? TW : (w == 1) ? KW : (w == 2) ? BW
                             : (w == 3) ? RPort : SPort;
        localparam integer Low = (w == 0) ? 0 : (w == 1) ? TW : (w == 2) ? TW + KW
                               : (w == 3) ? TW + KW + BW : TW + KW + BW + RPort;
        if (b < D) begin : gen_there
          assign parts[w] = words[Low+b];
        end else begin : gen_beyond
          assign parts[w] = 1'b0;
        end
      end
      assign rdata_o[b] = |parts;
    end
  endgenerate

endmodule

`default_nettype wire
