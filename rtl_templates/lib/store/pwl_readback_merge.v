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

  // One bit of a word of D bits, 0 beyond its end.
  genvar b;
  generate
    for (b = 0; b < DataBits; b = b + 1) begin : gen_bit
      wire [4:0] parts;
      if (b < TW) begin : gen_threshold
        assign parts[0] = threshold_i[b];
      end else begin : gen_no_threshold
        assign parts[0] = 1'b0;
      end
      if (b < KW) begin : gen_slope
        assign parts[1] = slope_i[b];
      end else begin : gen_no_slope
        assign parts[1] = 1'b0;
      end
      if (b < BW) begin : gen_intercept
        assign parts[2] = intercept_i[b];
      end else begin : gen_no_intercept
        assign parts[2] = 1'b0;
      end
      if (b < RPort) begin : gen_requant
        assign parts[3] = requant_i[b];
      end else begin : gen_no_requant
        assign parts[3] = 1'b0;
      end
      if (b < SPort) begin : gen_shift
        assign parts[4] = shift_i[b];
      end else begin : gen_no_shift
        assign parts[4] = 1'b0;
      end
      assign rdata_o[b] = |parts;
    end
  endgenerate

endmodule

`default_nettype wire
