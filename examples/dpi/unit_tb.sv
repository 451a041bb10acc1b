// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A unit of the store `fixed`, of up to 16 bits and several contexts, against the golden model through DPI-C: every
// code in every context, with gaps and stalls.
//   +define+DUT=NAME, parameters as in the manifest, and when it runs +directory=DIR
`include "pwlforge_dpi.svh"
`include "scoreboard.svh"

module unit_tb #(
  parameter int InputBits = 8,
  parameter int OutputBits = 8,
  parameter int ContextBits = 1
);

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic in_valid = 1'b0;
  logic out_ready = 1'b0;
  logic in_ready, out_valid, saturated;
  logic [InputBits-1:0] in_data = '0;
  logic [OutputBits-1:0] out_data;
  logic [ContextBits-1:0] ctx = '0;

  `DUT u_dut (
    .clk_i(clk), .rst_ni(rst_n), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_data_i(in_data), .ctx_i(ctx),
    .out_valid_o(out_valid), .out_ready_i(out_ready), .out_data_o(out_data), .saturated_o(saturated),
    .saturated_clear_i(1'b0));

  initial forever #5 clk = !clk;

  int still = 0;
  always @(posedge clk) begin
    still = (in_valid && in_ready) || (out_valid && out_ready) ? 0 : still + 1;
    if (still > 10000) begin
      $display("FAIL: nothing moves any more");
      $fatal(1);
    end
  end

  scoreboard board;
  always @(posedge clk) if (rst_n && out_valid && out_ready) board.see(64'(out_data));
  always @(negedge clk) out_ready = $urandom_range(3) != 0;

  task automatic offer(input int context_number, input longint unsigned x);
    in_valid = 1'b1;
    in_data = InputBits'(x);
    ctx = ContextBits'(context_number);
    do @(posedge clk); while (!in_ready);
    @(negedge clk) in_valid = 1'b0;
    while ($urandom_range(3) == 0) @(negedge clk);
  endtask

  initial begin
    string directory;
    chandle model;
    if (!$value$plusargs("directory=%s", directory)) $fatal(1, "+directory=DIR is missing");
    model = pwlforge_open(directory);
    if (model == null) $fatal(1, "%s", pwlforge_last_error());
    if (pwlforge_has_rows(model) != 0 || pwlforge_lanes(model) != 1 || pwlforge_input_bits(model) != InputBits ||
        pwlforge_output_bits(model) != OutputBits)
      $fatal(1, "%s is not what the parameters say", directory);
    board = new(directory);
    repeat (3) @(negedge clk);
    rst_n = 1'b1;
    for (int context_number = 0; context_number < pwlforge_contexts(model); ++context_number) begin
      for (longint unsigned x = 0; x < 64'd1 << InputBits; ++x) begin
        board.ask(pwlforge_value(model, context_number, x));
        offer(context_number, x);
      end
    end
    repeat (100) @(negedge clk);
    board.finish();
    pwlforge_close(model);
    $finish;
  end

endmodule
