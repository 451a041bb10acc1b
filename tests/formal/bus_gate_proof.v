// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The gate in front of a unit, alone: what closes it in each case, what a waiting commit waits for. How it acts with
// the registers and the unit is in swap_proof and row_swap_proof.
`default_nettype none
module bus_gate_proof #(parameter integer Banks = 1, parameter integer Rows = 0) (
  input wire clk, input wire in_valid, input wire in_last, input wire out_ready, input wire behind, input wire running,
  input wire request, input wire pending, input wire commit, input wire busy, output wire [2:0] reached
);
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  wire in_ready, out_valid, released, commit_out, done;
  pwl_bus_gate #(.Banks(Banks), .Rows(Rows)) dut (
    .clk_i(clk), .rst_ni(started), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_last_i(in_last),
    .out_valid_o(out_valid), .out_ready_i(out_ready), .behind_i(behind), .running_i(running), .request_i(request),
    .pending_i(pending), .commit_i(commit), .busy_i(busy), .released_o(released), .commit_o(commit_out), .done_o(done));

  // A packet has begun and not ended; a request came in the cycle before.
  reg inside, asked;
  always @(posedge clk) begin
    asked <= started && request;
    if (!started) inside <= 1'b0;
    else if (in_valid && in_ready) inside <= !in_last;
  end

  // One bank has stopped its input with the first write already; an operator ends the row that has begun.
  reg waits_for_last, closed, due;
  always @* begin
    waits_for_last = inside && (Banks == 2 || Rows == 1);
    due = pending && !waits_for_last;
    closed = 1'b0;
    if (!running) closed = 1'b1;
    if (due) closed = 1'b1;
    if (asked && !(inside && Rows == 1)) closed = 1'b1;
  end
`ifdef FORMAL
  always @* if (started) begin
    if (closed) assert (!in_ready && !out_valid);
    else assert (in_ready == out_ready && out_valid == in_valid);
    assert (released == (closed && !behind));
    assert (commit_out == (commit || (due && !behind)));
    assert (done == (due && !behind && !busy));
  end
`endif
  assign reached = {started && inside && in_valid && in_ready && in_last, started && done && running,
                    started && asked && running && !closed && Rows == 1 || Rows == 0};
endmodule
`default_nettype wire
