// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Row buffer of any depth, by induction over what is inside: one beat, any, is followed from its way in to its way out.
// The memory is a model of one of its words, any: what is read elsewhere may be anything.
`default_nettype none
module pwl_memory #(parameter integer D = 8, parameter integer Depth = 16, parameter integer AddrBits = 4) (
  input wire clk_i, input wire we_i, input wire [AddrBits-1:0] waddr_i, input wire [D-1:0] wdata_i,
  input wire re_i, input wire [AddrBits-1:0] raddr_i, output wire [D-1:0] rdata_o
);
  (* hierconn *) wire [AddrBits-1:0] \spot ;
  (* hierconn *) wire [D-1:0] \elsewhere ;
  reg [D-1:0] word_q, rdata_q;
  always @(posedge clk_i) begin
    if (we_i && waddr_i == \spot ) word_q <= wdata_i;
    if (re_i) rdata_q <= raddr_i == \spot ? word_q : \elsewhere ;
  end
  assign rdata_o = rdata_q;
endmodule

module row_buffer_deep_proof #(parameter integer D = 2, parameter integer Depth = 3, parameter integer AddrBits = 2) (
  input wire clk, input wire in_valid, input wire [D-1:0] in_data, input wire out_ready, input wire follow,
  input wire [AddrBits-1:0] any_spot, input wire [D-1:0] any_data,
  output wire [1:0] reached
);
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  wire in_ready, out_valid;
  wire [D-1:0] out_data;
  pwl_row_buffer #(.D(D), .Depth(Depth), .AddrBits(AddrBits)) dut (
    .clk_i(clk), .rst_ni(started), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_data_i(in_data),
    .out_valid_o(out_valid), .out_ready_i(out_ready), .out_data_o(out_data));
  // What is inside of it.
  (* hierconn *) wire [AddrBits:0] \dut.count_q ;
  (* hierconn *) wire [AddrBits-1:0] \dut.write_q ;
  (* hierconn *) wire [AddrBits-1:0] \dut.read_q ;
  (* hierconn *) wire \dut.push ;
  (* hierconn *) wire \dut.fetch ;
  (* hierconn *) wire [AddrBits-1:0] \dut.u_memory.spot ;
  (* hierconn *) wire [D-1:0] \dut.u_memory.elsewhere ;
  (* hierconn *) wire [D-1:0] \dut.u_memory.word_q ;

  reg [AddrBits-1:0] spot;
  always @(posedge clk) if (!started) spot <= any_spot;
  assign \dut.u_memory.spot = spot;
  assign \dut.u_memory.elsewhere = any_data;

  // The beat that is followed: in the memory with `ahead` others to be read before it, then shown.
  localparam [AddrBits:0] Room = Depth;
  reg stored = 1'b0, shown = 1'b0, stalled = 1'b0;
  reg [AddrBits:0] ahead;
  reg [D-1:0] value, stalled_data;
  reg [AddrBits+1:0] inside = 0;
  wire taken = started && in_valid && in_ready;
  wire delivered = started && out_valid && out_ready;
  wire begins = follow && taken && !stored && !shown && \dut.write_q == spot;
  wire leaves = stored && \dut.fetch && ahead == 0;
  always @(posedge clk) if (started) begin
    inside <= inside + taken - delivered;
    stored <= begins || (stored && !leaves);
    if (begins) begin
      ahead <= \dut.count_q - \dut.fetch ;
      value <= in_data;
    end else if (\dut.fetch ) ahead <= ahead - 1'b1;
    shown <= leaves || (shown && !delivered);
    stalled <= out_valid && !out_ready;
    stalled_data <= out_data;
  end
  wire [AddrBits:0] write_sum = \dut.read_q + \dut.count_q ;
  wire [AddrBits:0] spot_sum = \dut.read_q + ahead;
  wire [AddrBits:0] write_at = write_sum >= Room ? write_sum - Room : write_sum;
  wire [AddrBits:0] spot_at = spot_sum >= Room ? spot_sum - Room : spot_sum;
`ifdef FORMAL
  always @* if (started) begin
    assert (\dut.count_q <= Room && \dut.write_q < Room && \dut.read_q < Room);
    assert (write_at == \dut.write_q );
    assert (inside == \dut.count_q + out_valid);                                     // nothing lost or invented
    assert (in_ready == (\dut.count_q != Room));                                     // room for Depth beats
    assert (\dut.push == (in_valid && in_ready));
    assert (\dut.fetch == (\dut.count_q != 0 && (!out_valid || out_ready)));         // read on as soon as there is room
    if (stored) assert (ahead < \dut.count_q && spot_at == spot && \dut.u_memory.word_q == value);
    if (shown) assert (out_valid && out_data == value);                              // what went in, in its turn
    assert (!(stored && shown));
    if (stalled) assert (out_valid && out_data == stalled_data);
  end
`endif
  assign reached = {started && shown && delivered && value == 1, started && stored && ahead == 1};
endmodule
`default_nettype wire
