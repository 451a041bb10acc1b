// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Life cycle of a loadable parameter store: when writes, commits and beats are let through.
//
// One bank (Banks = 1): a write or a commit blocks the input in the same cycle and is accepted when
// no beat is in flight. After a write the input stays blocked until a commit is accepted.
//   open_o = running and not (we_i or commit_i);   busy_o = a beat is in flight
// Two banks (Banks = 2): writes go to the bank that no new beat uses; an accepted commit swaps the
// banks. Writes and commits wait until no beat in flight uses the bank that is written.
//   open_o = running;                              busy_o = a beat in flight uses the other bank
// A write or commit is accepted in a cycle with busy_o = 0 and must be held otherwise; when both
// are accepted in one cycle, the commit includes the write. A commit before any write since reset
// is ignored. In flight: accepted and not yet delivered.
// Latency: 1 cycle from an accepted commit to open_o. Reset: not running, bank 0 active.
// Parameters: Banks 1..2, Slots >= 1 places where a beat can be stored, Offers >= 1 reasons why one
// that is not stored keeps the store: it is shown by a unit of latency 0, or being searched for.
// Example: Banks = 1, pipeline empty: write in cycle 0, commit in cycle 1, open_o = 1 from cycle 2.
`default_nettype none

module pwl_config_control #(
  parameter integer Banks = 1,
  parameter integer Slots = 4,
  parameter integer Offers = 1
) (
  input  wire             clk_i,
  input  wire             rst_ni,
  input  wire             we_i,
  input  wire             commit_i,
  input  wire [Slots-1:0] held_i,      // a beat is stored in slot i
  input  wire [Slots-1:0] held_bank_i, // its bank
  input  wire [Offers-1:0] offered_i,  // a beat that is stored nowhere needs the store
  output wire             busy_o,
  output wire             write_o,     // a write is accepted in this cycle
  output wire             bank_o,      // bank that new beats use; the other one is written
  output wire             open_o       // beats may enter
);

  reg written_q;
  reg running_q;

  wire write_accepted, commit_accepted;
  assign write_accepted  = we_i && !busy_o;
  assign commit_accepted = commit_i && !busy_o && (written_q || we_i);
  assign write_o = write_accepted;

  generate
    if (Banks == 1) begin : gen_one_bank
      wire unused_bank;
      assign unused_bank = &{1'b0, held_bank_i};
      assign busy_o = |offered_i || |held_i;
      assign open_o = running_q && !we_i && !commit_i;
      assign bank_o = 1'b0;

      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) running_q <= 1'b0;
        else if (commit_accepted) running_q <= 1'b1;
        else if (write_accepted) running_q <= 1'b0;
      end
    end else if (Banks == 2) begin : gen_two_banks
      reg bank_q;
      assign busy_o = |offered_i || |(held_i & (held_bank_i ^ {Slots{bank_q}}));
      assign open_o = running_q;
      assign bank_o = bank_q;

      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
          running_q <= 1'b0;
          bank_q    <= 1'b0;
        end else if (commit_accepted) begin
          running_q <= 1'b1;
          bank_q    <= !bank_q;
        end
      end
    end else begin : gen_bad_banks
      pwl_bad_banks_must_be_1_or_2 u_bad ();
    end
  endgenerate

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) written_q <= 1'b0;
    else if (write_accepted) written_q <= 1'b1;
  end

endmodule

`default_nettype wire
