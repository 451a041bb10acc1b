// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A loadable store as a list of words with addresses: what was written last is on the outputs of the bank that is
// selected, and is read back; addresses without a word change nothing and read 0. Some words keep bits 1 and 2 alone.
// Shared: one bank that borrows select lines and words of the data path, which are right only in a cycle that writes
// or reads.
`default_nettype none
module store_proof #(
  parameter integer Banks = 1, parameter integer Resident = 0, parameter integer Shared = 0, parameter integer Shifts = 1
) (
  input wire clk, input wire write, input wire [4:0] addr, input wire [4:0] data, input wire active,
  input wire [3:0] selectors, input wire reading, input wire [2:0] any_hot, input wire [11:0] any_words,
  output wire [2:0] reached
);
  localparam integer TW = 3, KW = 4, BW = 5, SW = Shifts != 0 ? 2 : 0, RW = Shifts != 0 ? 3 : 0;
  localparam [31:0] ThresholdKept = {16'h00ff, 16'h0102};
  localparam [47:0] SlopeKept = {16'h0102, 16'h00ff, 16'h00ff};
  wire [4:0] rdata;
  wire [2*TW-1:0] thresholds;
  wire [3*KW-1:0] slopes;
  wire [3*BW-1:0] intercepts;
  wire [(SW > 0 ? SW : 1)-1:0] shift;
  wire [(RW > 0 ? RW : 1)-1:0] requant;
  // {field, index}; with two residents the bank in front of it.
  wire [1:0] field = addr[3:2], index = addr[1:0];
  wire belongs = write || reading;
  generate
    if (Shared != 0) begin : gen_shared
      wire [2:0] hot = belongs ? 3'd1 << index : any_hot;
      wire [TW-1:0] threshold = belongs && index < 2 ? thresholds[index*TW+:TW] : any_words[2:0];
      wire [KW-1:0] slope = belongs ? (index < 3 ? slopes[index*KW+:KW] : 4'd0) : any_words[6:3];
      wire [BW-1:0] intercept = belongs ? (index < 3 ? intercepts[index*BW+:BW] : 5'd0) : any_words[11:7];
      pwl_bank #(
        .N(3), .TW(TW), .KW(KW), .BW(BW), .SW(SW), .RW(RW), .IndexBits(2), .DataBits(5), .Cell(0), .Shared(1),
        .ThresholdKept(ThresholdKept), .SlopeKept(SlopeKept)) dut (
        .clk_i(clk), .write_i(write), .addr_i(addr[3:0]), .hot_i(hot), .threshold_i(threshold), .slope_i(slope),
        .intercept_i(intercept), .data_i(data), .rdata_o(rdata), .thresholds_o(thresholds), .slopes_o(slopes),
        .intercepts_o(intercepts), .shift_o(shift), .requant_o(requant));
    end else begin : gen_store
      pwl_store_registers #(
        .N(3), .TW(TW), .KW(KW), .BW(BW), .SW(SW), .RW(RW), .IndexBits(2), .DataBits(5), .Banks(Banks),
        .Resident(Resident), .Cell(0), .ThresholdKept(ThresholdKept), .SlopeKept(SlopeKept)) dut (
        .clk_i(clk), .write_i(write), .addr_i(addr[3+Resident:0]), .data_i(data), .rdata_o(rdata), .active_i(active),
        .input_sel_i(selectors[0]), .select_sel_i(selectors[1]), .param_sel_i(selectors[2]), .acc_sel_i(selectors[3]),
        .thresholds_o(thresholds), .slopes_o(slopes), .intercepts_o(intercepts), .shift_o(shift), .requant_o(requant));
    end
  endgenerate

  // Bits of the word at an address, 0 where there is none.
  function [2:0] bits;
    input [3:0] a;
    bits = a[3:2] == 0 ? (a[1:0] < 2 ? TW : 0) : a[3:2] == 1 ? (a[1:0] < 3 ? KW : 0) : a[3:2] == 2 ? (a[1:0] < 3 ? BW : 0)
         : a[1:0] == 0 ? RW : a[1:0] == 1 ? SW : 0;
  endfunction
  function [4:0] word;  // what an address keeps of some data
    input [3:0] a;
    input [4:0] v;
    reg [4:0] few;
    begin
      few = a == 4'd0 || a == 4'd6 ? {{3{v[2]}}, v[1], 1'b0} : v;
      word = few & ~(5'h1f << bits(a));
    end
  endfunction
  reg [31:0] written;
  initial written = 0;
  reg [4:0] last [0:31];
  wire bank = Banks == 1 ? 1'b0 : Resident != 0 ? addr[4] : !active;
  always @(posedge clk) if (write) begin
    written[{bank, addr[3:0]}] <= 1'b1;
    last[{bank, addr[3:0]}] <= word(addr[3:0], data);
  end
  wire [3:0] sel = Banks == 1 ? 4'd0 : selectors;
  integer i;
`ifdef FORMAL
  always @* begin
    for (i = 0; i < 2; i = i + 1) if (written[{sel[0], 2'd0, i[1:0]}])
      assert (thresholds[i*TW+:TW] == last[{sel[0], 2'd0, i[1:0]}]);
    for (i = 0; i < 3; i = i + 1) begin
      if (written[{sel[1], 2'd1, i[1:0]}]) assert (slopes[i*KW+:KW] == last[{sel[1], 2'd1, i[1:0]}]);
      if (written[{sel[1], 2'd2, i[1:0]}]) assert (intercepts[i*BW+:BW] == last[{sel[1], 2'd2, i[1:0]}]);
    end
    if (RW == 0) assert (requant == 0 && shift == 0);
    if (RW != 0 && written[{sel[3], 4'd12}]) assert (requant == last[{sel[3], 4'd12}]);
    if (SW != 0 && written[{sel[2], 4'd13}]) assert (shift == last[{sel[2], 4'd13}]);
    if ((Shared == 0 || reading) && written[{bank, addr[3:0]}])
      assert (rdata == last[{bank, addr[3:0]}]);
    if ((Shared == 0 || reading) && bits(addr[3:0]) == 0) assert (rdata == 0);
  end
`endif
  assign reached = {written[0] && thresholds[TW-1] && !write, written[13] && |rdata && field == 1,
                    written[9] && &intercepts[2*BW-1:BW]};
endmodule
`default_nettype wire
