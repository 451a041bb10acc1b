// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The way of a wrapped operator's rows and of its configuration: gate, slice and registers of the wrapper, row gate and
// control of the operator. Rows leave when they like. From the first beat of a row that the wrapper takes to the last
// one that leaves no word is written, none is read and no table becomes current; and a row that has begun is never kept
// from its end, without which nothing of that would ever come.
// For the induction: where the beats are, by registers inside (wires that yosys joins with them as it flattens).
`default_nettype none
module row_swap_proof #(parameter integer MaxBeats = 2, parameter integer BeatBits = 2, parameter integer RowBits = 3) (
  input wire clk, input wire in_valid, input wire in_last, input wire pass_ready,
  input wire leave_valid, input wire leave_ready, input wire leave_last,
  input wire access_any, input wire write_any, input wire [3:0] word_any, input wire [3:0] data_any,
  output wire [5:0] reached
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
  pwl_bus_registers #(.AddrBits(3), .CfgBits(4), .Ranges(1), .First(3'd0), .Last(3'd3), .Readable(1'b1), .Banks(1),
                      .SharedRead(1)) u_registers (
    .clk_i(clk), .rst_ni(started), .access_i(access), .write_i(write), .word_i(word), .aligned_i(1'b1), .full_i(1'b1),
    .wdata_i({28'd0, data}), .wait_o(bus_wait), .error_o(bus_error), .rdata_o(unused_rdata), .cfg_we_o(we),
    .cfg_addr_o(unused_addr), .cfg_data_o(unused_data), .cfg_rdata_i(4'd0), .busy_i(busy), .request_o(request),
    .released_i(released), .running_o(running), .commit_o(now), .pending_o(pending), .done_i(done), .flags_i(1'b0),
    .flags_clear_o(unused_clear));

  reg [3:0] sent, passed;
  wire in_ready, gated_valid, gated_ready, slice_valid, slice_ready, slice_last, commit;
  wire [3:0] number;
  pwl_bus_gate #(.Banks(1), .Rows(1)) u_gate (
    .clk_i(clk), .rst_ni(started), .in_valid_i(in_valid), .in_ready_o(in_ready), .in_last_i(in_last),
    .out_valid_o(gated_valid), .out_ready_i(gated_ready), .behind_i(slice_valid), .running_i(running),
    .request_i(request), .pending_i(pending), .commit_i(now), .busy_i(busy), .released_o(released), .commit_o(commit),
    .done_o(done));
  pwl_stream_slice #(.D(5)) u_slice (
    .clk_i(clk), .rst_ni(started), .in_valid_i(gated_valid), .in_ready_o(gated_ready), .in_data_i({sent, in_last}),
    .out_valid_o(slice_valid), .out_ready_i(slice_ready), .out_data_o({number, slice_last}));

  wire pass_valid, pass_last, begun, inside, overlong, write_taken, unused_bank, open;
  pwl_row_gate #(.MaxBeats(MaxBeats), .BeatBits(BeatBits), .RowBits(RowBits)) u_row (
    .clk_i(clk), .rst_ni(started), .open_i(open), .in_valid_i(slice_valid), .in_ready_o(slice_ready),
    .in_last_i(slice_last), .pass_valid_o(pass_valid), .pass_ready_i(pass_ready), .pass_last_o(pass_last),
    .leave_valid_i(leave_valid), .leave_ready_i(leave_ready), .leave_last_i(leave_last), .started_o(begun),
    .inside_o(inside), .overlong_o(overlong));
  pwl_config_control #(.Banks(1), .Slots(2)) u_config (
    .clk_i(clk), .rst_ni(started), .we_i(we), .commit_i(commit), .held_i({begun, inside}), .held_bank_i(2'd0),
    .offered_i(1'b0), .busy_o(busy), .write_o(write_taken), .bank_o(unused_bank), .open_o(open));

  reg written, dirty, refused, refused_last, packet;
  reg [RowBits-1:0] complete;  // rows whose end has passed and which have not left
  wire taken = in_valid && in_ready;
  wire passes = pass_valid && pass_ready;
  wire leaves = leave_valid && leave_ready && leave_last;
  wire committed = commit && !busy && (written || we);
  wire word_read = access && !write && !bus_error && !bus_wait && !word[3];
  always @(posedge clk) if (!started) begin
    waits <= 1'b0; sent <= 4'd0; passed <= 4'd0; written <= 1'b0; dirty <= 1'b0; refused <= 1'b0; packet <= 1'b0;
    complete <= {RowBits{1'b0}};
  end else begin
    waits <= access && bus_wait;
    write_kept <= write; word_kept <= word; data_kept <= data;
    sent <= sent + {3'd0, taken};
    passed <= passed + {3'd0, slice_valid && slice_ready};
    complete <= complete + (passes && pass_last) - leaves;
    if (write_taken) written <= 1'b1;
    dirty <= (dirty || write_taken) && !committed;
    refused <= in_valid && !in_ready;
    refused_last <= in_last;
    if (taken) packet <= !in_last;
  end

  (* hierconn *) wire \u_slice.u_skid.full_o ;
  (* hierconn *) wire [4:0] \u_slice.u_skid.data_q ;
  (* hierconn *) wire \u_gate.packet_q ;
  (* hierconn *) wire \u_row.begun_q ;
  (* hierconn *) wire \u_row.excess ;
  (* hierconn *) wire [RowBits-1:0] \u_row.rows_q ;
  (* hierconn *) wire \u_registers.written_q ;
  (* hierconn *) wire \u_registers.loaded_q ;
  (* hierconn *) wire \u_registers.stopped_q ;
  (* hierconn *) wire \u_config.written_q ;
  (* hierconn *) wire \u_config.running_q ;
  wire spare = \u_slice.u_skid.full_o ;
  wire [3:0] last_sent = sent - 4'd1;
  wire [3:0] behind_spare = last_sent - {3'd0, spare};
  // Some row that the wrapper has begun to take has not left.
  wire any_row = packet || slice_valid || begun || complete != 0;

  reg waited, was_overlong;
  always @(posedge clk) if (!started) begin
    waited <= 1'b0; was_overlong <= 1'b0;
  end else begin
    waited <= access && bus_wait && any_row;
    was_overlong <= was_overlong || overlong;
  end
  assign reached = {started && (was_overlong || MaxBeats == 0) && write_taken && waited, started && word_read && sent != 4'd0,
                    started && done && sent != 4'd0, started && committed && sent != 4'd0 && waited,
                    started && request && packet && taken, started && pending && complete == 2};
`ifdef FORMAL
  always @* if (started && refused) assume (in_valid && in_last == refused_last);
  always @* if (started && leaves) assume (complete != 0);
  always @* if (started && \u_row.rows_q == {RowBits{1'b1}}) assume (!pass_ready);  // more rows do not fit inside
  always @* if (started) begin
    if (any_row) assert (!write_taken && !committed && !word_read);  // no row sees two tables
    if (!running) assert (!in_ready && !any_row);                    // nothing enters without a table
    if (packet) assert (in_ready == gated_ready);                    // a row that has begun comes to its end
    if (begun && slice_valid && pass_ready) assert (slice_ready);    // ... inside, too
    if (done) assert (!packet);                                      // a waiting commit comes between rows
    if (access && bus_error) assert (!we && !now);                   // what is refused changes nothing
    if (pending) assert (!we && !now);                               // ... as is all while a commit waits
    if (slice_valid) assert (number == passed);                      // in order, none lost or doubled
    // Where the beats are: numbered without a gap; a row goes on from register to register.
    if (spare) assert (slice_valid && \u_slice.u_skid.data_q [4:1] == last_sent);
    if (slice_valid) assert (number == behind_spare);
    assert (passed + {3'd0, slice_valid} == behind_spare + 4'd1);
    assert (packet == (spare ? !\u_slice.u_skid.data_q [0] : slice_valid ? !slice_last : begun));
    assert (!(\u_row.begun_q && \u_row.excess ));
    assert (\u_row.rows_q == complete + \u_row.begun_q );
    // The three that know of tables and rows agree.
    assert (packet == \u_gate.packet_q );
    assert (written == \u_registers.written_q && written == \u_config.written_q );
    assert (running == \u_config.running_q );
    assert (written || !(\u_registers.loaded_q || dirty));
    assert (\u_registers.stopped_q == dirty);                        // between write and commit there is no table
  end
`endif
endmodule
`default_nettype wire
