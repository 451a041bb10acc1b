// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Some of the steps of a normalising shift, each with what it lets fall.
//
//   data_i shifted left by count_i * 2^Low; data_o: its top Keep + 2^Low - 1 bits
//   sticky_o = sticky_i, or a one below what the remaining steps can bring into the top Keep bits
//
// The largest step comes first. Steps below 2^Low are left for another instance.
//
// Latency: 0 (combinational). Parameters: In bits of data_i, Keep bits at last, Steps >= 1 bits of
// count_i, Low >= 0; Out = the smaller of In and Keep + 2^Low - 1 must be left at its default.
// Example: In = 8, Keep = 3, Steps = 2, Low = 1, data_i 8'b00101101, count_i 1: data_o 4'b1011,
// sticky_o 1.
`default_nettype none

module pwl_shift_out #(
  parameter integer In = 76,
  parameter integer Keep = 25,
  parameter integer Steps = 4,
  parameter integer Low = 3,
  parameter integer Out = (In < Keep + (1 << Low) - 1) ? In : Keep + (1 << Low) - 1
) (
  input  wire [In-1:0]    data_i,
  input  wire [Steps-1:0] count_i,
  input  wire             sticky_i,
  output wire [Out-1:0]   data_o,
  output wire             sticky_o
);

  integer k;
  reg [In-1:0] value;
  reg [In-1:0] dropped;
  reg          sticky;
  always @* begin
    value  = data_i;
    sticky = sticky_i;
    for (k = Steps - 1; k >= 0; k = k - 1) begin
      if (count_i[k]) value = value << (1 << (k + Low));
      dropped = {In{1'b1}} >> (Keep + (1 << (k + Low)) - 1);
      sticky  = sticky | (|(value & dropped));
      value   = value & ~dropped;
    end
  end

  assign data_o   = value[In-1-:Out];
  assign sticky_o = sticky;

endmodule

`default_nettype wire
