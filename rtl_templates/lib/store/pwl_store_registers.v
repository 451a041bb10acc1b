// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Parameter store `registers` and `latches`: loaded at run time, one bank or two.
//
//   Banks = 1: every output shows the one bank, the selectors are not used
//   Banks = 2: writes and read-back go to the bank that is not active_i; thresholds follow
//              input_sel_i, slopes and intercepts select_sel_i, the shift s param_sel_i, the
//              shift R acc_sel_i
//   Resident = 1 (with Banks = 2): both banks are in use, one context in each; the top bit of
//              addr_i says which one is written and read back, and active_i is not used
//
// The selectors are those of the beat behind the input stage, in the select network, behind the
// parameter stage and behind the accumulator stage.
// Latency: 1 cycle from write_i to the outputs; read-back and selection are combinational.
// Parameters: as pwl_bank, of each bank; Banks 1..2; Resident 0..1; Cell 0: flip-flops with enable,
// 1: flip-flops behind clock gates, 2: latches.
// Example: Banks = 2, active_i = 0: a write changes bank 1, beats with selector 0 do not see it.
`default_nettype none

module pwl_store_registers #(
  parameter integer N = 8,
  parameter integer TW = 8,
  parameter integer KW = 8,
  parameter integer BW = 8,
  parameter integer SW = 3,
  parameter integer RW = 5,
  parameter integer IndexBits = 3,
  parameter integer DataBits = 8,
  parameter integer Banks = 1,
  parameter integer Resident = 0,
  parameter integer Cell = 0,
  parameter [16*(N-1)-1:0] ThresholdKept = {(N - 1) {16'h00ff}},
  parameter [16*N-1:0] SlopeKept = {N{16'h00ff}},
  parameter [16*N-1:0] InterceptKept = {N{16'h00ff}}
) (
  input  wire                       clk_i,
  input  wire                       write_i,
  input  wire [IndexBits+1+Resident:0] addr_i,
  input  wire [DataBits-1:0]        data_i,
  output wire [DataBits-1:0]        rdata_o,
  input  wire                       active_i,
  input  wire                       input_sel_i,
  input  wire                       select_sel_i,
  input  wire                       param_sel_i,
  input  wire                       acc_sel_i,
  output wire [(N-1)*TW-1:0]        thresholds_o,
  output wire [N*KW-1:0]            slopes_o,
  output wire [N*BW-1:0]            intercepts_o,
  output wire [(SW>0 ? SW : 1)-1:0] shift_o,
  output wire [(RW>0 ? RW : 1)-1:0] requant_o
);

  localparam integer SPort = (SW > 0) ? SW : 1;
  localparam integer RPort = (RW > 0) ? RW : 1;

  wire [Banks-1:0]            write;
  wire [Banks*DataBits-1:0]   rdata;
  wire [Banks*(N-1)*TW-1:0]   thresholds;
  wire [Banks*N*KW-1:0]       slopes;
  wire [Banks*N*BW-1:0]       intercepts;
  wire [Banks*SPort-1:0]      shift;
  wire [Banks*RPort-1:0]      requant;

  genvar b;
  generate
    for (b = 0; b < Banks; b = b + 1) begin : gen_bank
      pwl_bank #(
        .N            (N),
        .TW           (TW),
        .KW           (KW),
        .BW           (BW),
        .SW           (SW),
        .RW           (RW),
        .IndexBits    (IndexBits),
        .DataBits     (DataBits),
        .Cell         (Cell),
        .ThresholdKept(ThresholdKept),
        .SlopeKept    (SlopeKept),
        .InterceptKept(InterceptKept)
      ) u_bank (
        .clk_i       (clk_i),
        .write_i     (write[b]),
        .addr_i      (addr_i[IndexBits+1:0]),
        .hot_i       ({N{1'b0}}),
        .threshold_i ({TW{1'b0}}),
        .slope_i     ({KW{1'b0}}),
        .intercept_i ({BW{1'b0}}),
        .data_i      (data_i),
        .rdata_o     (rdata[b*DataBits+:DataBits]),
        .thresholds_o(thresholds[b*(N-1)*TW+:(N-1)*TW]),
        .slopes_o    (slopes[b*N*KW+:N*KW]),
        .intercepts_o(intercepts[b*N*BW+:N*BW]),
        .shift_o     (shift[b*SPort+:SPort]),
        .requant_o   (requant[b*RPort+:RPort])
      );
    end

    if (Banks == 1) begin : gen_one_bank
      wire unused_selectors;
      assign unused_selectors = &{1'b0, active_i, input_sel_i, select_sel_i, param_sel_i,
                                  acc_sel_i};
      assign write        = write_i;
      assign rdata_o      = rdata;
      assign thresholds_o = thresholds;
      assign slopes_o     = slopes;
      assign intercepts_o = intercepts;
      assign shift_o      = shift;
      assign requant_o    = requant;
    end else if (Banks == 2) begin : gen_two_banks
      wire first;  // bank 0 is written and read back
      if (Resident != 0) begin : gen_resident
        wire unused_active;
        assign unused_active = active_i;
        assign first = !addr_i[IndexBits+1+Resident];
      end else begin : gen_shadow
        assign first = active_i;
      end
      assign write = {write_i && !first, write_i && first};
      assign rdata_o = first ? rdata[0+:DataBits] : rdata[DataBits+:DataBits];
      assign thresholds_o = input_sel_i ? thresholds[(N-1)*TW+:(N-1)*TW]
                                        : thresholds[0+:(N-1)*TW];
      assign slopes_o     = select_sel_i ? slopes[N*KW+:N*KW] : slopes[0+:N*KW];
      assign intercepts_o = select_sel_i ? intercepts[N*BW+:N*BW] : intercepts[0+:N*BW];
      assign shift_o      = param_sel_i ? shift[SPort+:SPort] : shift[0+:SPort];
      assign requant_o    = acc_sel_i ? requant[RPort+:RPort] : requant[0+:RPort];
    end else begin : gen_bad_banks
      pwl_bad_banks_must_be_1_or_2 u_bad ();
    end
  endgenerate

endmodule

`default_nettype wire
