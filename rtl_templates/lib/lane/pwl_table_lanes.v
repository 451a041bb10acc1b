// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Lanes of a truth-table unit side by side, with their pipeline registers.
//
//   y[l] = Outputs[context][q[l]]        l = 0 .. Lanes-1, lane 0 in the low bits
//
// Latency: Pipeline cycles, all stages under advance_i: 1 output, 2 in front of the table, 3 behind
// the table, 4 input. sel_i is the context of the beat in front of the table.
// Parameters: Lanes >= 1, Pipeline 0..4, the others as pwl_truth_table.
// Example: Pipeline = 1: the row of q_i is on y_o one clock later.
`default_nettype none

module pwl_table_lanes #(
  parameter integer Lanes = 1,
  parameter integer W = 8,
  parameter integer O = 8,
  parameter integer Contexts = 1,
  parameter integer SelBits = 1,
  parameter integer Pipeline = 1,
  parameter [Contexts*(1<<W)*O-1:0] Outputs = {(Contexts * (1 << W) * O) {1'b0}}
) (
  input  wire               clk_i,
  input  wire               advance_i,
  input  wire [Lanes*W-1:0] q_i,
  input  wire [SelBits-1:0] sel_i,
  output wire [Lanes*O-1:0] y_o
);

  wire [Lanes*W-1:0] input_q, param_q;
  wire [Lanes*O-1:0] row, held_row;

  pwl_stage #(
    .D    (Lanes * W),
    .Depth(Pipeline >= 4 ? 1 : 0)
  ) u_input_stage (
    .clk_i (clk_i),
    .en_i  (advance_i),
    .data_i(q_i),
    .data_o(input_q)
  );
  pwl_stage #(
    .D    (Lanes * W),
    .Depth(Pipeline >= 2 ? 1 : 0)
  ) u_param_stage (
    .clk_i (clk_i),
    .en_i  (advance_i),
    .data_i(input_q),
    .data_o(param_q)
  );

  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      pwl_truth_table #(
        .W       (W),
        .O       (O),
        .Contexts(Contexts),
        .SelBits (SelBits),
        .Outputs (Outputs)
      ) u_table (
        .code_i(param_q[l*W+:W]),
        .sel_i (sel_i),
        .y_o   (row[l*O+:O])
      );
    end
  endgenerate

  pwl_stage #(
    .D    (Lanes * O),
    .Depth(Pipeline >= 3 ? 1 : 0)
  ) u_acc_stage (
    .clk_i (clk_i),
    .en_i  (advance_i),
    .data_i(row),
    .data_o(held_row)
  );
  pwl_stage #(
    .D    (Lanes * O),
    .Depth(Pipeline >= 1 ? 1 : 0)
  ) u_out_stage (
    .clk_i (clk_i),
    .en_i  (advance_i),
    .data_i(held_row),
    .data_o(y_o)
  );

endmodule

`default_nettype wire
