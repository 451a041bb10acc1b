// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The words of a norm that are the same for all channels.
//
//   address 0 shift, 1 epsilon, 2 gain, 3 bias; gain and bias only with Affine = 0 (one for all)
//
// rdata_o = the addressed word, zero extended. Latency: 1 cycle from write_i. No reset.
// Parameters: ShiftBits, EpsilonBits, G, B bits of the words, DataBits of the port (the widest),
// Affine 0..1 (1: gain and bias come from a memory, see pwl_norm_affine).
// Example: write_i = 1, addr_i = 0, data_i = 5: shift_o = 5 one cycle later.
`default_nettype none

module pwl_norm_words #(
  parameter integer ShiftBits = 6,
  parameter integer EpsilonBits = 32,
  parameter integer G = 16,
  parameter integer B = 20,
  parameter integer DataBits = 32,
  parameter integer Affine = 0
) (
  input  wire                   clk_i,
  input  wire                   write_i,
  input  wire [1:0]             addr_i,
  input  wire [DataBits-1:0]    data_i,
  output wire [DataBits-1:0]    rdata_o,
  output wire [ShiftBits-1:0]   shift_o,
  output wire [EpsilonBits-1:0] epsilon_o,
  output wire [G-1:0]           gain_o,
  output wire [B-1:0]           bias_o
);

  wire [3:0] hot;
  pwl_decode #(
    .N        (4),
    .IndexBits(2)
  ) u_decode (
    .en_i   (1'b1),
    .index_i(addr_i),
    .hot_o  (hot)
  );

  pwl_stage #(
    .D(ShiftBits)
  ) u_shift (
    .clk_i (clk_i),
    .en_i  (write_i && hot[0]),
    .data_i(data_i[ShiftBits-1:0]),
    .data_o(shift_o)
  );
  pwl_stage #(
    .D(EpsilonBits)
  ) u_epsilon (
    .clk_i (clk_i),
    .en_i  (write_i && hot[1]),
    .data_i(data_i[EpsilonBits-1:0]),
    .data_o(epsilon_o)
  );
  generate
    if (Affine == 0) begin : gen_constant
      pwl_stage #(
        .D(G)
      ) u_gain (
        .clk_i (clk_i),
        .en_i  (write_i && hot[2]),
        .data_i(data_i[G-1:0]),
        .data_o(gain_o)
      );
      pwl_stage #(
        .D(B)
      ) u_bias (
        .clk_i (clk_i),
        .en_i  (write_i && hot[3]),
        .data_i(data_i[B-1:0]),
        .data_o(bias_o)
      );
    end else begin : gen_memory
      assign gain_o = {G{1'b0}};
      assign bias_o = {B{1'b0}};
    end
  endgenerate

  wire [4*DataBits-1:0] words;
  pwl_zero_extend #(
    .D       (ShiftBits),
    .DataBits(DataBits)
  ) u_shift_word (
    .data_i(shift_o),
    .data_o(words[0*DataBits+:DataBits])
  );
  pwl_zero_extend #(
    .D       (EpsilonBits),
    .DataBits(DataBits)
  ) u_epsilon_word (
    .data_i(epsilon_o),
    .data_o(words[1*DataBits+:DataBits])
  );
  pwl_zero_extend #(
    .D       (G),
    .DataBits(DataBits)
  ) u_gain_word (
    .data_i(gain_o),
    .data_o(words[2*DataBits+:DataBits])
  );
  pwl_zero_extend #(
    .D       (B),
    .DataBits(DataBits)
  ) u_bias_word (
    .data_i(bias_o),
    .data_o(words[3*DataBits+:DataBits])
  );
  pwl_onehot_mux #(
    .N(4),
    .D(DataBits)
  ) u_rdata (
    .hot_i  (hot),
    .words_i(words),
    .data_o (rdata_o)
  );

endmodule

`default_nettype wire
