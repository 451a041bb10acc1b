// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Truth table: one row per code and context, as constants.
//
//   y_o = Outputs[sel_i][code_i]        code_i as an unsigned number
//
// Latency: 0 (combinational). A selector of Contexts or more gives zero.
// Parameters: W 2..12 bits of the code, O >= 1 bits of a row, Contexts 1..256, SelBits; Outputs:
// row r of context c in bits [(c * 2^W + r) * O +: O].
// Example: W = 2, O = 4, Contexts = 1, Outputs = {4'd9, 4'd5, 4'd3, 4'd1}: code_i = 2 gives 5.
`default_nettype none

module pwl_truth_table #(
  parameter integer W = 8,
  parameter integer O = 8,
  parameter integer Contexts = 1,
  parameter integer SelBits = 1,
  parameter [Contexts*(1<<W)*O-1:0] Outputs = {(Contexts * (1 << W) * O) {1'b0}}
) (
  input  wire [W-1:0]       code_i,
  input  wire [SelBits-1:0] sel_i,
  output wire [O-1:0]       y_o
);

  localparam integer Rows = 1 << W;
  // Rows in blocks: Verilator gives up a loop of more than 1024 turns.
  localparam integer Block = (Rows > 64) ? 64 : Rows;

  generate
    if (W > 12) begin : gen_bad_width
      pwl_bad_truth_table_takes_at_most_12_bits u_bad ();
    end
  endgenerate

  wire [Contexts*O-1:0] rows;

  genvar c, b, g, r;
  generate
    for (c = 0; c < Contexts; c = c + 1) begin : gen_context
      for (b = 0; b < O; b = b + 1) begin : gen_bit
        // One output bit of every row.
        wire [Rows-1:0] column;
        for (g = 0; g < Rows; g = g + Block) begin : gen_block
          for (r = 0; r < Block; r = r + 1) begin : gen_row
            assign column[g+r] = Outputs[(c*Rows+g+r)*O+b];
          end
        end
        assign rows[c*O+b] = column[code_i];
      end
    end

    if (Contexts == 1) begin : gen_one_context
      wire unused_selector;
      assign unused_selector = &{1'b0, sel_i};
      assign y_o = rows;
    end else begin : gen_contexts
      wire [Contexts-1:0] hot;
      pwl_decode #(
        .N        (Contexts),
        .IndexBits(SelBits)
      ) u_decode (
        .en_i   (1'b1),
        .index_i(sel_i),
        .hot_o  (hot)
      );
      pwl_onehot_mux #(
        .N(Contexts),
        .D(O)
      ) u_mux (
        .words_i(rows),
        .hot_i  (hot),
        .data_o (y_o)
      );
    end
  endgenerate

endmodule

`default_nettype wire
