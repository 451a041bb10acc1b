// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Registers and words behind a bus, alone, case by case: what is refused and why, what an access does and waits for,
// what is read. How they act with the gate and the unit is in swap_proof and row_swap_proof.
`default_nettype none
module bus_registers_proof #(
  parameter integer Banks = 1, parameter integer SharedRead = 0, parameter integer DataBits = 32
) (
  input wire clk, input wire access, input wire write, input wire [3:0] word, input wire aligned, input wire full,
  input wire [DataBits-1:0] wdata, input wire [3:0] cfg_rdata, input wire busy, input wire released, input wire done,
  input wire [1:0] flags, output wire [5:0] reached
);
  localparam [31:0] Identification = 32'h12345678, Version = 32'hfedcba98, Capabilities = 32'h0f1e2d3c, Format = 32'ha5c3e187;
  localparam [2:0] None = 0, Unmapped = 1, Unaligned = 2, Strobes = 3, Checksum = 4, Swap = 5;
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;
  wire bus_wait, error, we, request, running, commit, pending_out, clear;
  wire [DataBits-1:0] rdata;
  wire [2:0] addr;
  wire [3:0] data;
  pwl_bus_registers #(
    .AddrBits(3), .CfgBits(4), .DataBits(DataBits), .Flags(2), .Ranges(2), .First({3'd6, 3'd1}), .Last({3'd6, 3'd4}),
    .Readable(2'b01), .SharedRead(SharedRead), .Banks(Banks), .Identification(Identification), .Version(Version),
    .Capabilities(Capabilities), .Format(Format)) dut (
    .clk_i(clk), .rst_ni(started), .access_i(access), .write_i(write), .word_i(word), .aligned_i(aligned), .full_i(full),
    .wdata_i(wdata), .wait_o(bus_wait), .error_o(error), .rdata_o(rdata), .cfg_we_o(we), .cfg_addr_o(addr),
    .cfg_data_o(data), .cfg_rdata_i(cfg_rdata), .busy_i(busy), .request_o(request), .released_i(released),
    .running_o(running), .commit_o(commit), .pending_o(pending_out), .done_i(done), .flags_i(flags),
    .flags_clear_o(clear));

  reg pending, wrong, written, loaded, stopped, bank;
  reg [5:1] errors;
  reg [31:0] signature;

  // Whether something is there, and what.
  wire [2:0] number = word[2:0];
  reg there, to_word, to_control, to_checksum, to_errors;
  always @* begin
    {there, to_word, to_control, to_checksum, to_errors} = 5'd0;
    if (!word[3]) begin
      to_word = number == 1 || number == 2 || number == 3 || number == 4 || (number == 6 && write);
      there = to_word;
    end else case (number)
      0: begin to_control = write; there = write; end
      6: begin to_checksum = 1'b1; there = 1'b1; end
      7: begin to_errors = 1'b1; there = 1'b1; end
      default: there = !write;
    endcase
  end
  wire commits = to_control && (wdata[0] || wdata[2]);
  reg [2:0] refused;
  always @* begin
    refused = None;
    if (!aligned) refused = Unaligned;
    else if (!there) refused = Unmapped;
    else if (write && !full) refused = Strobes;
    else if (write && pending && (to_word || commits)) refused = Swap;
    else if (write && to_checksum && wdata[31:0] != signature) refused = Checksum;
    else if (write && commits && wrong) refused = Checksum;
  end

  // What is done, and what it waits for: a closed input, and the unit.
  wire does = access && write && refused == None;
  wire reads_word = access && !write && refused == None && to_word && SharedRead != 0;
  wire commits_now = does && to_control && wdata[0];
  wire closes = commits_now || reads_word || (does && to_word && Banks == 1);
  wire uses_unit = closes || (does && to_word);
  wire takes_word = does && to_word && !busy && (Banks == 2 || released);
  wire takes_commit = (commits_now && released && !busy) || done;
  wire [31:0] entered = DataBits == 64 ? wdata[31:0] ^ (wdata >> 32) : wdata[31:0];
  wire [31:0] times_x = {signature[30:0], 1'b0};
  always @(posedge clk) begin
    if (!started) begin
      {pending, wrong, written, loaded, stopped, bank} <= 6'd0;
      errors <= 5'd0;
      signature <= 32'd0;
    end else begin
      if (done) pending <= 1'b0;
      else if (does && to_control && wdata[2] && !wdata[0]) pending <= 1'b1;
      if (access && write && to_checksum && aligned && full) wrong <= wdata[31:0] != signature;
      if (does && to_control && wdata[3]) wrong <= 1'b0;
      if (takes_word) written <= 1'b1;
      if (takes_commit) stopped <= 1'b0;
      else if (takes_word && Banks == 1) stopped <= 1'b1;
      if (takes_commit && written) begin
        loaded <= 1'b1;
        if (Banks == 2) bank <= !bank;
      end
      if (does && to_errors) errors <= errors & ~{wdata[4], wdata[3], wdata[2], wdata[1], wdata[0]};
      if (access && refused == Unmapped) errors[1] <= 1'b1;
      if (access && refused == Unaligned) errors[2] <= 1'b1;
      if (access && refused == Strobes) errors[3] <= 1'b1;
      if (access && refused == Checksum) errors[4] <= 1'b1;
      if (access && refused == Swap) errors[5] <= 1'b1;
      if (takes_word) signature <= (signature[31] ? times_x ^ 32'h04c11db7 : times_x) ^ entered;
      if (takes_commit || (does && to_control && wdata[3])) signature <= 32'd0;
    end
  end

  reg [DataBits-1:0] shown;
  always @* begin
    shown = 0;
    if (!word[3]) shown = cfg_rdata;
    else case (number)
      1: begin
        shown[0] = busy;
        shown[2:1] = flags;
        shown[8] = |errors;
        shown[9] = pending;
        shown[10] = bank;
        shown[11] = loaded;
      end
      2: shown = Identification;
      3: shown = Version;
      4: shown = Capabilities;
      5: shown = Format;
      6: shown = signature;
      7: shown = errors;
    endcase
  end
`ifdef FORMAL
  always @* if (started) begin
    assert (error == (refused != None));
    if (!write) assert (rdata == (refused != None ? 0 : shown));
    assert (bus_wait == ((closes && !released) || (uses_unit && busy)));
    assert (request == closes && pending_out == pending && running == (loaded && !stopped));
    assert (we == (does && to_word && (Banks == 2 || released)));
    if (we) assert (addr == number && data == wdata[3:0]);
    assert (commit == (commits_now && released));
    assert (clear == (does && to_control && wdata[1]));
  end
`endif
  assign reached = {access && refused == Swap, access && refused == Checksum && commits, does && to_checksum && |signature,
                    takes_commit && written && loaded && running, does && to_errors && errors == 5'b00010 && wdata[0],
                    access && !write && word[3] && number == 1 && shown[11] && refused == None};
endmodule
`default_nettype wire
