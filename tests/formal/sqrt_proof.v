// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Roots of others: every number that is taken comes out as the floor of its root, with its tag, when it
// should, and nothing else comes.
// Each bit of `reached` must be able to be 1.
`default_nettype none
module sqrt_proof #(
  parameter integer Newton = 0, parameter integer V = 6, parameter integer R = 3, parameter integer Steps = 3,
  parameter integer B = 5
) (
  input wire clk, input wire rst_n, input wire in_valid, input wire [V-1:0] number, input wire out_ready,
  output wire [1:0] reached
);
  wire in_ready, out_valid, zero;
  wire [R-1:0] root;
  wire [V-1:0] tag;
  generate
    if (Newton != 0) begin : gen_newton
      pwl_i_sqrt #(.V(V), .R(R), .Steps(Steps), .T(V), .B(B)) dut (
        .clk_i(clk), .rst_ni(rst_n), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_data_i(number),
        .in_tag_i(number), .out_valid_o(out_valid), .out_ready_i(out_ready), .root_o(root), .zero_o(zero),
        .out_tag_o(tag));
    end else begin : gen_digits
      pwl_di_sqrt #(.V(V), .R(R), .T(V), .B(B)) dut (
        .clk_i(clk), .rst_ni(rst_n), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_data_i(number),
        .in_tag_i(number), .out_valid_o(out_valid), .out_ready_i(out_ready), .root_o(root), .zero_o(zero),
        .out_tag_o(tag));
    end
  endgenerate
  reg inside_q, started_q;
  reg [V-1:0] number_q;
  localparam integer Cycles = Newton != 0 ? Steps * (R + 2) : R;
  reg [5:0] waited_q;
  initial started_q = 1'b0;
  wire [2*R+1:0] wide = root;
  always @(posedge clk) begin
    started_q <= 1'b1;
    if (!rst_n) inside_q <= 1'b0;
    else if (in_valid && in_ready) begin
      inside_q <= 1'b1;
      number_q <= number;
      waited_q <= 6'd0;
    end else if (out_valid && out_ready) inside_q <= 1'b0;
    else if (waited_q != Cycles) waited_q <= waited_q + 6'd1;
  end
  assign reached = {out_valid && started_q && rst_n && &root, out_valid && started_q && rst_n && zero};
`ifdef FORMAL
  always @* if (!started_q) assume (!rst_n);
  always @* if (started_q) assume (rst_n);
  always @* if (started_q && out_valid) begin
    assert (inside_q && tag == number_q);
    assert (wide * wide <= number_q && (wide + 1) * (wide + 1) > number_q);
    assert (zero == (root == 0));
  end
  always @* if (started_q) assert (in_ready == !inside_q && out_valid == (inside_q && waited_q == Cycles));
`endif
endmodule
`default_nettype wire
