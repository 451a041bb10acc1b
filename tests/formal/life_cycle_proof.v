// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Writes, commits and beats of a loadable store in every cycle, against what its words promise.
`default_nettype none
module life_cycle_proof #(parameter integer Banks = 1, parameter integer Slots = 3, parameter integer Offers = 2) (
  input wire clk, input wire reset, input wire we, input wire commit, input wire [Slots-1:0] held,
  input wire [Slots-1:0] held_bank, input wire [Offers-1:0] offered, output wire [2:0] reached
);
  reg started;
  initial started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  wire rst_n = started && !reset;
  wire busy, write, bank, open;
  pwl_config_control #(.Banks(Banks), .Slots(Slots), .Offers(Offers)) dut (
    .clk_i(clk), .rst_ni(rst_n), .we_i(we), .commit_i(commit), .held_i(held), .held_bank_i(held_bank),
    .offered_i(offered), .busy_o(busy), .write_o(write), .bank_o(bank), .open_o(open));

  // Beats in flight that a change of words must wait for.
  wire [Slots-1:0] in_the_way = Banks == 1 ? held : held & (active ? ~held_bank : held_bank);
  wire waits = in_the_way != {Slots{1'b0}} || offered != {Offers{1'b0}};
  // Since reset: something was written; a commit that counts was accepted, and (one bank) nothing was written after it.
  reg written, running, active;
  wire accepted = !waits;
  wire counts = commit && accepted && (written || we);
  always @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      written <= 1'b0; running <= 1'b0; active <= 1'b0;
    end else begin
      if (we && accepted) written <= 1'b1;
      if (counts) begin
        running <= 1'b1; active <= Banks == 2 && !active;
      end else if (Banks == 1 && we && accepted) running <= 1'b0;
    end
  end
`ifdef FORMAL
  always @* begin
    assert (busy == waits);
    assert (write == (we && !waits));
    if (started) begin
      assert (bank == active);
      assert (open == (running && (Banks == 2 || (!we && !commit))));  // one bank: a change keeps new beats out at once
    end
  end
`endif
  assign reached = {started && counts && we && !written, started && running && waits && commit, started && counts && !we};
endmodule
`default_nettype wire
