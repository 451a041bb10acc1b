// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The way of a wrapper's stream and of its configuration: gate, slice, registers and the unit's own control. Every beat is
// computed with the table that was current when the wrapper took it, whatever commits, writes and stalls come between.
//   epoch: number of accepted commits; it travels with every beat as the unit's control samples it.
// For the induction: where the beats are, by registers inside (wires that yosys joins with them as it flattens).
`default_nettype none
module swap_proof #(parameter integer Banks = 2) (
  input wire clk, input wire in_valid, input wire in_last, input wire out_ready,
  input wire access_any, input wire write_any, input wire [3:0] word_any, input wire [3:0] data_any, input wire [3:0] any,
  output wire [4:0] reached
);
  reg started;
  initial started = 1'b0;
  always @(posedge clk) started <= 1'b1;

  // An access stays until it is over.
  reg waits, write_kept;
  reg [3:0] word_kept, data_kept;
  wire access = waits || access_any;
  wire write = waits ? write_kept : write_any;
  wire [3:0] word = waits ? word_kept : word_any;
  wire [3:0] data = waits ? data_kept : data_any;
  wire bus_wait, bus_error, we, now, pending, done, request, released, running, busy, unused_clear;
  wire [31:0] unused_rdata;
  wire [2:0] unused_addr;
  wire [3:0] unused_data;
  pwl_bus_registers #(.AddrBits(3), .CfgBits(4), .Ranges(1), .First(3'd0), .Last(3'd3), .Readable(1'b1), .Banks(Banks),
                      .SharedRead(1)) u_registers (
    .clk_i(clk), .rst_ni(started), .access_i(access), .write_i(write), .word_i(word), .aligned_i(1'b1), .full_i(1'b1),
    .wdata_i({28'd0, data}), .wait_o(bus_wait), .error_o(bus_error), .rdata_o(unused_rdata), .cfg_we_o(we),
    .cfg_addr_o(unused_addr), .cfg_data_o(unused_data), .cfg_rdata_i(4'd0), .busy_i(busy), .request_o(request),
    .released_i(released), .running_o(running), .commit_o(now), .pending_o(pending), .done_i(done), .flags_i(1'b0),
    .flags_clear_o(unused_clear));

  reg [3:0] sent, received;
  wire in_ready, gated_valid, gated_ready, slice_valid, slice_ready, commit;
  wire [3:0] number;
  pwl_bus_gate #(.Banks(Banks)) u_gate (
    .clk_i(clk), .rst_ni(started), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_last_i(in_last),
    .out_valid_o(gated_valid), .out_ready_i(gated_ready), .behind_i(slice_valid), .running_i(running),
    .request_i(request), .pending_i(pending), .commit_i(now), .busy_i(busy), .released_o(released), .commit_o(commit),
    .done_o(done));
  pwl_stream_slice #(.D(4)) u_slice (
    .clk_i(clk), .rst_ni(started), .in_valid_i(gated_valid), .in_ready_o(gated_ready), .in_data_i(sent),
    .out_valid_o(slice_valid), .out_ready_i(slice_ready), .out_data_o(number));

  reg [1:0] epoch;
  wire out_valid, advance, offered, bank, open, write_taken, unused_searching, unused_selecting;
  wire [3:0] held, load, tag;
  wire [1:0] input_sel, param_sel, acc_sel, out_sel;
  pwl_config_control #(.Banks(Banks), .Slots(4)) u_config (
    .clk_i(clk), .rst_ni(started), .we_i(we), .commit_i(commit), .held_i(held),
    .held_bank_i({out_sel[0], acc_sel[0], param_sel[0], input_sel[0]}), .offered_i(offered), .busy_o(busy),
    .write_o(write_taken), .bank_o(bank), .open_o(open));
  pwl_stream_control #(.Pipeline(2), .TagBits(4), .SelBits(2)) u_control (
    .clk_i(clk), .rst_ni(started), .open_i(open), .in_valid_i(slice_valid), .in_ready_o(slice_ready),
    .in_tag_i(number), .in_sel_i(epoch), .out_valid_o(out_valid), .out_ready_i(out_ready), .out_tag_o(tag),
    .advance_o(advance), .load_o(load), .held_o(held), .offered_o(offered), .searching_o(unused_searching),
    .selecting_o(unused_selecting), .input_sel_o(input_sel), .param_sel_o(param_sel), .acc_sel_o(acc_sel),
    .out_sel_o(out_sel));

  reg written, dirty, refused, packet, known, before;
  reg [3:0] which;  // number of one beat, any one
  always @(posedge clk) if (!started) which <= any;
  reg [1:0] wanted;
  wire taken = in_valid && in_ready;
  wire committed = commit && !busy && (written || (we && !busy));
  always @(posedge clk) if (!started) begin
    waits <= 1'b0; sent <= 4'd0; received <= 4'd0; epoch <= 2'd0; written <= 1'b0; dirty <= 1'b0; refused <= 1'b0;
    packet <= 1'b0; known <= 1'b0; before <= 1'b0;
  end else begin
    waits <= access && bus_wait;
    write_kept <= write; word_kept <= word; data_kept <= data;
    sent <= sent + {3'd0, taken};
    received <= received + {3'd0, out_valid && out_ready};
    if (we && !busy) written <= 1'b1;
    dirty <= (dirty || (we && !busy)) && !committed;
    epoch <= epoch + {1'b0, committed};
    refused <= in_valid && !in_ready;
    if (taken) packet <= !in_last;
    // That beat, and the table that was current when it was taken.
    if (taken && sent == which) begin
      known <= 1'b1;
      wanted <= epoch;
    end
    before <= out_valid && !out_ready;
  end

  // The places of a beat, from the input: spare and stage of the slice, two stages of the unit's control.
  (* hierconn *) wire \u_slice.u_skid.full_o ;
  (* hierconn *) wire [3:0] \u_slice.u_skid.data_q ;
  (* hierconn *) wire \u_control.param_valid ;
  (* hierconn *) wire [3:0] \u_control.param_tag ;
  (* hierconn *) wire \u_gate.packet_q ;
  (* hierconn *) wire \u_registers.written_q ;
  (* hierconn *) wire \u_registers.loaded_q ;
  (* hierconn *) wire \u_registers.stopped_q ;
  (* hierconn *) wire \u_config.written_q ;
  (* hierconn *) wire \u_config.running_q ;
  wire spare = \u_slice.u_skid.full_o , middle = \u_control.param_valid ;
  wire [3:0] last_sent = sent - 4'd1;
  wire [3:0] behind_spare = last_sent - {3'd0, spare};
  wire [3:0] behind_slice = behind_spare - {3'd0, slice_valid};
  wire [3:0] behind_middle = behind_slice - {3'd0, middle};
`ifdef FORMAL
  always @* if (started && refused) assume (in_valid);
  always @* if (started) begin
    if (out_valid) assert (tag == received);                                 // in order, none lost or doubled
    if (before) assert (out_valid);                                          // held while it waits
    if (out_valid && tag == which) assert (known && out_sel == wanted);      // the table of its time, and one only
    if (!running) assert (!in_ready);                                        // nothing enters without a table
    if (done && Banks == 2) assert (!packet);                                // a waiting commit comes between packets
    if (write_taken && Banks == 1) assert (held == 4'd0 && !slice_valid);    // no word changes under a beat
    if (access && bus_error) assert (!we && !now);                           // what is refused changes nothing
    if (pending) assert (!we && !now);                                       // ... as is all while a commit waits
    if (dirty && Banks == 1) assert (!in_ready);                             // between write and commit nothing enters
    // Where the beats are: numbered without a gap, with the table of their time; in the slice that is the current one.
    if (spare) assert (slice_valid && \u_slice.u_skid.data_q == last_sent);
    if (slice_valid) assert (number == behind_spare);
    if (middle) assert (\u_control.param_tag == behind_slice);
    if (out_valid) assert (tag == behind_middle);
    assert (received + {3'd0, out_valid} == behind_middle + 4'd1);
    if ((spare && last_sent == which) || (slice_valid && number == which)) assert (known && wanted == epoch);
    if (middle && \u_control.param_tag == which) assert (known && param_sel == wanted);
    // The three that know of tables and packets agree.
    assert (packet == \u_gate.packet_q );
    assert (written == \u_registers.written_q && written == \u_config.written_q );
    assert (running == \u_config.running_q );
    assert (written || !(\u_registers.loaded_q || dirty));
    assert (\u_registers.stopped_q == (dirty && Banks == 1));
  end
`endif
  assign reached = {done && sent != 4'd0, now && !busy && sent != 4'd0, epoch == 2'd2 && out_valid, pending && packet,
                    access && write && bus_error && pending};
endmodule
`default_nettype wire
