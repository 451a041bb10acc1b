// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Softmax or a norm of the store `fixed` against the golden model through DPI-C: random rows with dropped elements,
// some longer than the longest, with gaps and stalls; then the sticky flags.
//   +define+DUT=NAME, parameters as in the manifest, and when it runs +directory=DIR
`include "pwlforge_dpi.svh"
`include "scoreboard.svh"

module row_tb #(
  parameter int InputBits = 8,
  parameter int OutputBits = 8,
  parameter int Lanes = 4,
  parameter int MaxRow = 32,
  parameter int Rows = 200
);

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic in_valid = 1'b0;
  logic in_last = 1'b0;
  logic out_ready = 1'b0;
  logic in_ready, out_valid, out_last, saturated, empty, overlong;
  logic [Lanes*InputBits-1:0] in_data = '0;
  logic [Lanes-1:0] in_keep = '0;
  logic [Lanes-1:0] out_keep;
  logic [Lanes*OutputBits-1:0] out_data;

  `DUT u_dut (
    .clk_i(clk), .rst_ni(rst_n), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_data_i(in_data),
    .in_keep_i(in_keep), .in_last_i(in_last), .out_valid_o(out_valid), .out_ready_i(out_ready), .out_data_o(out_data),
    .out_keep_o(out_keep), .out_last_o(out_last), .saturated_o(saturated), .empty_o(empty), .overlong_o(overlong),
    .flags_clear_i(1'b0));

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
  scoreboard ends;
  always @(posedge clk) if (rst_n && out_valid && out_ready) begin
    for (int lane = 0; lane < Lanes; ++lane) board.see(64'(out_data[lane*OutputBits+:OutputBits]));
    ends.see(64'(out_last));
  end
  always @(negedge clk) out_ready = $urandom_range(3) != 0;

  task automatic offer(input bit last);
    in_valid = 1'b1;
    in_last = last;
    do @(posedge clk); while (!in_ready);
    @(negedge clk) in_valid = 1'b0;
    while ($urandom_range(3) == 0) @(negedge clk);
  endtask

  int flags = 0;

  task automatic play(input chandle model, input int beats);
    int outputs;
    logic [Lanes*InputBits-1:0] data[$];
    logic [Lanes-1:0] keeps[$];
    data.delete();  // else Verilator 5.006 keeps those of the last call
    keeps.delete();
    for (int beat = 0; beat < beats; ++beat) begin
      logic [Lanes*InputBits-1:0] one;
      logic [Lanes-1:0] keep;
      keep = $urandom_range(1) == 0 ? '1 : Lanes'($urandom);
      for (int lane = 0; lane < Lanes; ++lane) begin
        one[lane*InputBits+:InputBits] = InputBits'($urandom);
        void'(pwlforge_row_push(model, 64'(one[lane*InputBits+:InputBits]), 64'd0, 32'(keep[lane])));
      end
      data.push_back(one);
      keeps.push_back(keep);
    end
    outputs = pwlforge_row_end(model);
    if (outputs < 0) $fatal(1, "%s", pwlforge_last_error());
    for (int i = 0; i < outputs; ++i) board.ask(pwlforge_row_output(model, i));
    for (int i = 0; i < outputs; i += Lanes) ends.ask(64'(i + Lanes == outputs));
    flags |= pwlforge_row_flags(model);
    for (int beat = 0; beat < beats; ++beat) begin
      in_data = data[beat];
      in_keep = keeps[beat];
      offer(beat + 1 == beats);
    end
  endtask

  initial begin
    string directory;
    chandle model;
    if (!$value$plusargs("directory=%s", directory)) $fatal(1, "+directory=DIR is missing");
    model = pwlforge_open(directory);
    if (model == null) $fatal(1, "%s", pwlforge_last_error());
    if (pwlforge_has_rows(model) != 1 || pwlforge_lanes(model) != Lanes || pwlforge_input_bits(model) != InputBits ||
        pwlforge_output_bits(model) != OutputBits)
      $fatal(1, "%s is not what the parameters say", directory);
    board = new(directory);
    ends = new("last beats");
    repeat (3) @(negedge clk);
    rst_n = 1'b1;
    for (int row = 0; row < Rows; ++row) play(model, 1 + $urandom_range(row % 10 == 0 ? 2 * MaxRow / Lanes
                                                                                     : MaxRow / Lanes - 1));
    repeat (8 * MaxRow + 200) @(negedge clk);
    board.finish();
    ends.finish();
    if ({overlong, empty, saturated} != 3'(flags)) $fatal(1, "the sticky flags differ from the golden model's");
    pwlforge_close(model);
    $finish;
  end

endmodule
