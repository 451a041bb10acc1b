// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The i-sqrt of I-BERT (arXiv 2101.01321): Newton's steps, each with a division a bit a cycle.
//
//   x = 2^ceil(bits / 2); Steps times: y = floor( (x + floor(n / x)) / 2 ), x = y where y < x
//   root_o = x = floor( sqrt( in_data_i ) ), zero_o = root_o is 0, out_tag_o = in_tag_i
//
// Steps is enough for every number, so that all take as long: once x falls no more it stays.
// Latency: Steps * (R + 2) + 1 cycles, one number at a time (pwl_peer_iteration). Reset: empty.
// Parameters: V bits of a number, R = ceil(V / 2) bits of a root, Steps, T >= 1 bits of the tag, B
// bits that count to Steps * (R + 2).
// Example: V = 8, 200: x = 16, then 14, which stays.
`default_nettype none

module pwl_i_sqrt #(
  parameter integer V = 32,
  parameter integer R = 16,
  parameter integer Steps = 5,
  parameter integer T = 1,
  parameter integer B = 7
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

  // A quotient has R + 1 bits: x is never below the root.
  localparam integer Q = R + 1;
  localparam integer PhaseBits = $clog2(Q + 1);
  localparam [PhaseBits-1:0] LastPhase = Q[PhaseBits-1:0];
  localparam [PhaseBits-1:0] NextPhase = 1;

  wire busy, take;
  assign take = in_ready_o && in_valid_i;
  pwl_peer_iteration #(
    .Cycles(Steps * (Q + 1)),
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

  wire [2*R-1:0] number;
  generate
    if (2 * R > V) begin : gen_odd
      assign number = {{(2 * R - V) {1'b0}}, in_data_i};
    end else begin : gen_even
      assign number = in_data_i;
    end
  endgenerate

  // 2^ceil(bits / 2): bit i where one of bits 2i - 1 and 2i - 2 is the highest one.
  wire [R:0] first;
  genvar i;
  generate
    assign first[0] = !(|number);
    for (i = 1; i <= R; i = i + 1) begin : gen_first
      if (i < R) begin : gen_below
        assign first[i] = |number[2*i-1:2*i-2] && !(|number[2*R-1:2*i]);
      end else begin : gen_top
        assign first[i] = |number[2*i-1:2*i-2];
      end
    end
  endgenerate

  reg  [2*R-1:0]       number_q;
  reg  [R:0]           x_q;
  reg  [R+Q:0]         state_q;
  reg  [PhaseBits-1:0] phase_q;
  reg  [T-1:0]         tag_q;
  wire [R+Q:0]         stepped;
  wire [R+1:0]         sum;
  wire                 last;
  pwl_divide_steps #(
    .D    (R + 1),
    .Q    (Q),
    .Steps(1)
  ) u_steps (
    .state_i  (state_q),
    .divisor_i(x_q),
    .state_o  (stepped)
  );
  assign sum  = {1'b0, x_q} + {1'b0, state_q[Q-1:0]};
  assign last = phase_q == LastPhase;

  always @(posedge clk_i) begin
    if (take) begin
      number_q <= number;
      x_q      <= first;
      tag_q    <= in_tag_i;
      state_q  <= {2'b00, number};
      phase_q  <= {PhaseBits{1'b0}};
    end else if (busy) begin
      state_q <= last ? {2'b00, number_q} : stepped;
      phase_q <= last ? {PhaseBits{1'b0}} : phase_q + NextPhase;
      if (last && sum[R+1:1] < x_q) x_q <= sum[R+1:1];
    end
  end

  assign root_o    = x_q[R-1:0];
  assign zero_o    = !(|x_q);
  assign out_tag_o = tag_q;
  wire unused_low;
  assign unused_low = sum[0];

endmodule

`default_nettype wire
