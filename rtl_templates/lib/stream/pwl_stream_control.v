// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Handshake of a pipeline of 0 to 4 stages under one global stall, with what travels beside the
// data.
//
//   advance_o  = not out_valid_o or out_ready_i      (Pipeline = 0: out_ready_i)
//   in_ready_o = open_i and advance_o
//
// A beat enters in a cycle with in_valid_i and in_ready_o; every stage moves when advance_o is 1.
// The stages, in the order of the data path: input (Pipeline = 4), parameters (Pipeline >= 2),
// accumulator (Pipeline >= 3), output (Pipeline >= 1); an absent stage is a wire. Compact = 1: the
// input stage comes third and the accumulator stage fourth. A tag and a selector (context or bank)
// are sampled with the beat; the selector is tapped behind each stage.
// load_o enables the data registers of the stages, in that order: all with advance_o, or with
// Isolate = 1 only those that a beat enters, so that nothing behind an idle stage moves.
// Latency: Pipeline cycles. After reset no beat is valid. out_valid_o never waits for out_ready_i.
// Parameters: Pipeline 0..4, TagBits >= 1, SelBits >= 1 (tie the input to 0 when there is none).
// Example: Pipeline = 1, in_valid_i = 1 with open_i = 1 in cycle 0: out_valid_o = 1 in cycle 1,
// held with its tag until a cycle with out_ready_i = 1.
`default_nettype none

module pwl_stream_control #(
  parameter integer Pipeline = 3,
  parameter integer Compact = 0,
  parameter integer Isolate = 0,
  parameter integer TagBits = 1,
  parameter integer SelBits = 1
) (
  input  wire               clk_i,
  input  wire               rst_ni,
  input  wire               open_i,         // 0: nothing may enter
  input  wire               in_valid_i,
  output wire               in_ready_o,
  input  wire [TagBits-1:0] in_tag_i,
  input  wire [SelBits-1:0] in_sel_i,
  output wire               out_valid_o,
  input  wire               out_ready_i,
  output wire [TagBits-1:0] out_tag_o,
  output wire               advance_o,
  output wire [3:0]         load_o,
  output wire [3:0]         held_o,         // beats stored: bit 0 input, 1, 2, 3 output stage
  output wire               offered_o,      // Pipeline 0: the table of a shown result is needed
  output wire               searching_o,    // a beat is in front of the comparators
  output wire               selecting_o,    // a beat is in the select network
  output wire [SelBits-1:0] input_sel_o,    // selector behind the input stage
  output wire [SelBits-1:0] param_sel_o,    // ... behind the parameter stage
  output wire [SelBits-1:0] acc_sel_o,      // ... behind the accumulator stage
  output wire [SelBits-1:0] out_sel_o       // ... behind the output stage
);

  generate
    if (Pipeline < 0 || Pipeline > 4) begin : gen_bad_pipeline
      pwl_bad_pipeline_must_be_0_to_4 u_bad ();
    end
  endgenerate

  localparam integer InputDepth = (Pipeline >= ((Compact != 0) ? 3 : 4)) ? 1 : 0;
  localparam integer ParamDepth = (Pipeline >= 2) ? 1 : 0;
  localparam integer AccDepth = (Pipeline >= ((Compact != 0) ? 4 : 3)) ? 1 : 0;
  localparam integer OutDepth = (Pipeline >= 1) ? 1 : 0;
  localparam integer D = TagBits + SelBits;

  wire input_valid, param_valid, acc_valid;
  wire [TagBits-1:0] input_tag, param_tag, acc_tag;

  // Without a stage the beat that is shown still waits at the input. Once shown it must stay until
  // it is taken, so a configuration write that closes the input waits for it.
  wire open;
  generate
    if (Pipeline == 0) begin : gen_combinational
      reg offered_q;
      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) offered_q <= 1'b0;
        else offered_q <= out_valid_o && !out_ready_i;
      end
      assign open = open_i || offered_q;
      assign offered_o = offered_q || (out_valid_o && !out_ready_i);
      assign advance_o = out_ready_i;
    end else begin : gen_pipelined
      assign open = open_i;
      assign offered_o = 1'b0;
      assign advance_o = !out_valid_o || out_ready_i;
    end
  endgenerate
  assign in_ready_o = open && advance_o;
  assign load_o = (Isolate != 0) ? {acc_valid, param_valid, input_valid, in_valid_i && open}
                                   & {4{advance_o}} : {4{advance_o}};
  assign searching_o = input_valid;
  assign selecting_o = (Compact != 0) ? param_valid : input_valid;

  pwl_valid_stage #(
    .Depth(InputDepth)
  ) u_input_valid (
    .clk_i  (clk_i),
    .rst_ni (rst_ni),
    .en_i   (advance_o),
    .valid_i(in_valid_i && open),
    .valid_o(input_valid),
    .held_o (held_o[0])
  );
  pwl_valid_stage #(
    .Depth(ParamDepth)
  ) u_param_valid (
    .clk_i  (clk_i),
    .rst_ni (rst_ni),
    .en_i   (advance_o),
    .valid_i(input_valid),
    .valid_o(param_valid),
    .held_o (held_o[1])
  );
  pwl_valid_stage #(
    .Depth(AccDepth)
  ) u_acc_valid (
    .clk_i  (clk_i),
    .rst_ni (rst_ni),
    .en_i   (advance_o),
    .valid_i(param_valid),
    .valid_o(acc_valid),
    .held_o (held_o[2])
  );
  pwl_valid_stage #(
    .Depth(OutDepth)
  ) u_out_valid (
    .clk_i  (clk_i),
    .rst_ni (rst_ni),
    .en_i   (advance_o),
    .valid_i(acc_valid),
    .valid_o(out_valid_o),
    .held_o (held_o[3])
  );

  pwl_stage #(
    .D    (D),
    .Depth(InputDepth)
  ) u_input_side (
    .clk_i (clk_i),
    .en_i  (advance_o),
    .data_i({in_tag_i, in_sel_i}),
    .data_o({input_tag, input_sel_o})
  );
  pwl_stage #(
    .D    (D),
    .Depth(ParamDepth)
  ) u_param_side (
    .clk_i (clk_i),
    .en_i  (advance_o),
    .data_i({input_tag, input_sel_o}),
    .data_o({param_tag, param_sel_o})
  );
  pwl_stage #(
    .D    (D),
    .Depth(AccDepth)
  ) u_acc_side (
    .clk_i (clk_i),
    .en_i  (advance_o),
    .data_i({param_tag, param_sel_o}),
    .data_o({acc_tag, acc_sel_o})
  );
  pwl_stage #(
    .D    (D),
    .Depth(OutDepth)
  ) u_out_side (
    .clk_i (clk_i),
    .en_i  (advance_o),
    .data_i({acc_tag, acc_sel_o}),
    .data_o({out_tag_o, out_sel_o})
  );

endmodule

`default_nettype wire
