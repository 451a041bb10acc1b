// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Row buffer: a queue of beats in one memory.
//
//   in_ready_o = fewer than Depth beats are in the memory
//   out_valid_o, out_data_o: the oldest beat, read ahead into the output register of the memory
//
// Nothing is lost, duplicated or reordered; one beat in and one beat out every cycle.
// Latency: 2 cycles from an accepted beat to out_valid_o. Reset: empty.
// Parameters: D >= 1 bits of a beat, Depth >= 2 beats, AddrBits = ceil(log2 Depth).
// Example: a beat accepted in cycle 0 of an empty buffer is read in cycle 1 and shown in cycle 2.
`default_nettype none

module pwl_row_buffer #(
  parameter integer D = 8,
  parameter integer Depth = 16,
  parameter integer AddrBits = 4
) (
  input  wire         clk_i,
  input  wire         rst_ni,
  input  wire         in_valid_i,
  output wire         in_ready_o,
  input  wire [D-1:0] in_data_i,
  output wire         out_valid_o,
  input  wire         out_ready_i,
  output wire [D-1:0] out_data_o
);

  generate
    if (Depth < 2 || (1 << AddrBits) < Depth) begin : gen_bad_depth
      pwl_bad_depth_must_be_2_or_more_and_address_fit u_bad ();
    end
  endgenerate

  localparam integer        End = Depth - 1;
  localparam [AddrBits:0]   Full = Depth[AddrBits:0];
  localparam [AddrBits-1:0] Last = End[AddrBits-1:0];
  localparam [AddrBits:0]   One = 1;
  localparam [AddrBits-1:0] Next = 1;

  reg [AddrBits:0]   count_q;          // beats in the memory, without the one that is shown
  reg [AddrBits-1:0] write_q, read_q;
  reg                shown_q;

  wire push, fetch;
  assign in_ready_o = count_q != Full;
  assign push       = in_valid_i && in_ready_o;
  assign fetch      = |count_q && (!shown_q || out_ready_i);

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q <= {(AddrBits + 1) {1'b0}};
      write_q <= {AddrBits{1'b0}};
      read_q  <= {AddrBits{1'b0}};
      shown_q <= 1'b0;
    end else begin
      if (push != fetch) count_q <= push ? count_q + One : count_q - One;
      if (push) write_q <= (write_q == Last) ? {AddrBits{1'b0}} : write_q + Next;
      if (fetch) read_q <= (read_q == Last) ? {AddrBits{1'b0}} : read_q + Next;
      shown_q <= fetch || (shown_q && !out_ready_i);
    end
  end

  pwl_memory #(
    .D       (D),
    .Depth   (Depth),
    .AddrBits(AddrBits)
  ) u_memory (
    .clk_i  (clk_i),
    .we_i   (push),
    .waddr_i(write_q),
    .wdata_i(in_data_i),
    .re_i   (fetch),
    .raddr_i(read_q),
    .rdata_o(out_data_o)
  );

  assign out_valid_o = shown_q;

endmodule

`default_nettype wire
