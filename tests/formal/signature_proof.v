// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The signature of words against division by the polynomial, bit by bit from the highest one.
`default_nettype none
module signature_proof #(parameter integer Unused = 0) (
  input wire clk, input wire clear, input wire enter, input wire [31:0] word, output wire [0:0] reached
);
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  wire [31:0] signature;
  pwl_signature dut (.clk_i(clk), .rst_ni(started), .clear_i(clear), .enter_i(enter), .word_i(word),
                     .signature_o(signature));
  localparam [32:0] Polynomial = 33'h104c11db7;
  reg [31:0] kept;
  wire [32:0] times_x = {kept, 1'b0};
  wire [32:0] rest = times_x[32] ? times_x ^ Polynomial : times_x;
  always @(posedge clk) begin
    if (!started || clear) kept <= 32'd0;
    else if (enter) kept <= rest[31:0] ^ word;
  end
`ifdef FORMAL
  always @* if (started) assert (signature == kept);
`endif
  assign reached = started && kept[31] && enter && !clear;
endmodule
`default_nettype wire
