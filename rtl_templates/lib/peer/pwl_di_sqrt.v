// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The root of DI-Normalization of I-LLM (arXiv 2405.17849): a digit a cycle, from the highest.
//
//   root_o = floor( sqrt( in_data_i ) ), zero_o = root_o is 0, out_tag_o = in_tag_i
//
// Latency: R + 1 cycles, one number at a time (pwl_peer_iteration). Reset: empty.
// Parameters: V bits of a number, R = ceil(V / 2) bits of a root, T >= 1 bits of the tag, B bits
// that count to R.
// Example: V = 8, 200: 14.
`default_nettype none

module pwl_di_sqrt #(
  parameter integer V = 32,
  parameter integer R = 16,
  parameter integer T = 1,
  parameter integer B = 5
) (
  input  wire         clk_i,
  input  wire         rst_ni,
  input  wire         in_valid_i,
  output wire         in_ready_o,
  input  wire [V-1:0] in_data_i,
  input  wire [T-1:0] in_tag_i,
  output wire         out_valid_o,
  input  wire         out_ready_i,
  output wire [R-1:0] root_o,
  output wire         zero_o,
  output wire [T-1:0] out_tag_o
);

  wire busy, take;
  assign take = in_ready_o && in_valid_i;
  pwl_peer_iteration #(
    .Cycles(R),
    .B     (B)
  ) u_iteration (
    .clk_i      (clk_i),
    .rst_ni     (rst_ni),
    .in_valid_i (in_valid_i),
    .in_ready_o (in_ready_o),
    .busy_o     (busy),
    .out_valid_o(out_valid_o),
    .out_ready_i(out_ready_i)
  );

  // The number comes down two bits at a time; the rest is at most twice the root.
  wire [2*R-1:0] number;
  generate
    if (2 * R > V) begin : gen_odd
      assign number = {{(2 * R - V) {1'b0}}, in_data_i};
    end else begin : gen_even
      assign number = in_data_i;
    end
  endgenerate
  reg [2*R-1:0] number_q;
  reg [R+1:0]   rest_q;
  reg [R-1:0]   root_q;
  reg [T-1:0]   tag_q;
  wire [R+3:0]  grown;
  wire [R+4:0]  difference;
  assign grown      = {rest_q, number_q[2*R-1:2*R-2]};
  assign difference = {1'b0, grown} - {3'b000, root_q, 2'b01};

  always @(posedge clk_i) begin
    if (take) begin
      number_q <= number;
      rest_q   <= {(R + 2) {1'b0}};
      root_q   <= {R{1'b0}};
      tag_q    <= in_tag_i;
    end else if (busy) begin
      number_q <= number_q << 2;
      rest_q   <= difference[R+4] ? grown[R+1:0] : difference[R+1:0];
      root_q   <= {root_q[R-2:0], !difference[R+4]};
    end
  end

  assign root_o    = root_q;
  assign zero_o    = !(|root_q);
  assign out_tag_o = tag_q;
  wire unused_high;
  assign unused_high = |difference[R+3:R+2];

endmodule

`default_nettype wire
