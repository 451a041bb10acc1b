// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Stages in front of pwl_stream_control, under its stall: for pipelines of more than four.
//
//   in_ready_o = open_i and advance_i
//
// advance_i is pwl_stream_control's, which takes the beats that come out and is itself always open:
// a beat that has entered is not held back. Tag and selector travel with the beat; the selector is
// tapped behind each stage.
// load_o enables the data registers of these stages: all with advance_i, or with Isolate = 1 only
// those that a beat enters.
// Latency: Stages cycles. After reset no beat is valid.
// Parameters: Stages 1..3, Isolate 0..1, TagBits >= 1, SelBits >= 1.
// Example: Stages = 2, in_valid_i = open_i = advance_i = 1 in cycle 0: out_valid_o = 1 in cycle 2.
`default_nettype none

module pwl_stream_lead #(
  parameter integer Stages = 1,
  parameter integer Isolate = 0,
  parameter integer TagBits = 1,
  parameter integer SelBits = 1
) (
  input  wire                      clk_i,
  input  wire                      rst_ni,
  input  wire                      open_i,       // 0: nothing may enter
  input  wire                      advance_i,
  input  wire                      in_valid_i,
  output wire                      in_ready_o,
  input  wire [TagBits-1:0]        in_tag_i,
  input  wire [SelBits-1:0]        in_sel_i,
  output wire                      out_valid_o,
  output wire [TagBits-1:0]        out_tag_o,
  output wire [Stages-1:0]         load_o,
  output wire [Stages-1:0]         held_o,       // a beat is stored in stage i
  output wire [Stages*SelBits-1:0] sel_o         // selector behind stage i
);

  generate
    if (Stages < 1 || Stages > 3) begin : gen_bad_stages
      pwl_bad_lead_stages_must_be_1_to_3 u_bad ();
    end
  endgenerate

  localparam integer D = TagBits + SelBits;

  // In front of stage i, and behind the last one.
  wire [Stages:0]       valid;
  wire [(Stages+1)*D-1:0] side;
  assign valid[0] = in_valid_i && open_i;
  assign side[0+:D] = {in_tag_i, in_sel_i};
  assign in_ready_o = open_i && advance_i;
  assign out_valid_o = valid[Stages];
  assign out_tag_o = side[Stages*D+SelBits+:TagBits];
  assign load_o = (Isolate != 0) ? valid[Stages-1:0] & {Stages{advance_i}} : {Stages{advance_i}};

  genvar i;
  generate
    for (i = 0; i < Stages; i = i + 1) begin : gen_stage
      pwl_valid_stage u_valid (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .en_i   (advance_i),
        .valid_i(valid[i]),
        .valid_o(valid[i+1]),
        .held_o (held_o[i])
      );
      pwl_stage #(
        .D(D)
      ) u_side (
        .clk_i (clk_i),
        .en_i  (advance_i),
        .data_i(side[i*D+:D]),
        .data_o(side[(i+1)*D+:D])
      );
      assign sel_o[i*SelBits+:SelBits] = side[(i+1)*D+:SelBits];
    end
  endgenerate

endmodule

`default_nettype wire
