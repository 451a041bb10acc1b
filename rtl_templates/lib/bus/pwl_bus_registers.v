// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Registers and configuration words behind a bus.
//
//   word_i = {0, address}: the word at the configuration port;   {1, number}: a register
//
// Registers, by the parameters that number them: control, status, identification, version of the
// map, capabilities, format, checksum, errors. What their bits mean is in the map that the numbers
// come from (gen/unit/register_map.cpp). An access that is not aligned, has no word, writes single
// bytes, comes while a commit waits for the end of a packet, or brings a checksum that is not that
// of the words, answers with error_o, changes no word and sets its bit of the errors; so does a
// commit after a wrong checksum. Checksum: pwl_signature of all accepted words since the last
// accepted commit, with the upper half of wide words added (xor) to the lower.
// Accesses that change what beats see ask for a closed input (request_o) and go on when it is
// released_i: commits, with one bank writes, with SharedRead = 1 reads of words. They are over when
// the unit accepts them (busy_i = 0). running_o: beats may enter, a table is current.
// Latency: 0 from access to answer (combinational), unless the unit is busy. Reset: no errors.
// Parameters: AddrBits of a configuration address, CfgBits of a word, DataBits 32 or 64 of the bus,
// Flags sticky flags of the unit, Ranges, First, Last, Readable as pwl_address_map, Banks 1..2.
// Example: a write of 1 << CommitBit to word {1, ControlRegister} makes the written table current.
`default_nettype none

module pwl_bus_registers #(
  parameter integer AddrBits = 5,
  parameter integer CfgBits = 8,
  parameter integer DataBits = 32,
  parameter integer Flags = 1,
  parameter integer Ranges = 1,
  parameter [Ranges*AddrBits-1:0] First = {(Ranges * AddrBits) {1'b0}},
  parameter [Ranges*AddrBits-1:0] Last = {(Ranges * AddrBits) {1'b1}},
  parameter [Ranges-1:0] Readable = {Ranges{1'b1}},
  parameter integer SharedRead = 0,
  parameter integer Banks = 1,
  parameter [31:0] Identification = 32'd0,
  parameter [31:0] Version = 32'd0,
  parameter [31:0] Capabilities = 32'd0,
  parameter [31:0] Format = 32'd0,
  parameter integer ControlRegister = 0,
  parameter integer StatusRegister = 1,
  parameter integer IdentificationRegister = 2,
  parameter integer VersionRegister = 3,
  parameter integer CapabilitiesRegister = 4,
  parameter integer FormatRegister = 5,
  parameter integer ChecksumRegister = 6,
  parameter integer ErrorsRegister = 7,
  parameter integer CommitBit = 0,
  parameter integer ClearFlagsBit = 1,
  parameter integer CommitAtLastBit = 2,
  parameter integer RestartBit = 3,
  parameter integer BusyBit = 0,
  parameter integer FlagsBit = 1,
  parameter integer ErrorBit = 8,
  parameter integer PendingBit = 9,
  parameter integer BankBit = 10,
  parameter integer LoadedBit = 11,
  parameter integer UnmappedBit = 0,
  parameter integer UnalignedBit = 1,
  parameter integer StrobesBit = 2,
  parameter integer WrongChecksumBit = 3,
  parameter integer DuringSwapBit = 4
) (
  input  wire                clk_i,
  input  wire                rst_ni,
  input  wire                access_i,
  input  wire                write_i,
  input  wire [AddrBits:0]   word_i,
  input  wire                aligned_i,
  input  wire                full_i,
  input  wire [DataBits-1:0] wdata_i,
  output wire                wait_o,
  output wire                error_o,
  output wire [DataBits-1:0] rdata_o,
  output wire                cfg_we_o,
  output wire [AddrBits-1:0] cfg_addr_o,
  output wire [CfgBits-1:0]  cfg_data_o,
  input  wire [CfgBits-1:0]  cfg_rdata_i,
  input  wire                busy_i,
  output wire                request_o,
  input  wire                released_i,
  output wire                running_o,
  output wire                commit_o,      // a commit at once
  output wire                pending_o,     // a commit waits for the end of a packet
  input  wire                done_i,        // ... and is accepted
  input  wire [Flags-1:0]    flags_i,
  output wire                flags_clear_o
);

  generate
    if (DataBits < CfgBits) begin : gen_bad_data_bits
      pwl_bad_bus_data_bits_must_hold_a_word u_bad ();
    end
  endgenerate

  // What the access is for.
  wire mapped, readable, is_register;
  pwl_address_map #(
    .AddrBits(AddrBits),
    .Ranges  (Ranges),
    .First   (First),
    .Last    (Last),
    .Readable(Readable)
  ) u_map (
    .address_i (word_i[AddrBits-1:0]),
    .mapped_o  (mapped),
    .readable_o(readable)
  );
  assign is_register = word_i[AddrBits];

  wire [AddrBits-1:0] number;
  wire is_control, is_status, is_checksum, is_errors, has_register;
  assign number       = word_i[AddrBits-1:0];
  assign is_control   = is_register && number == ControlRegister[AddrBits-1:0];
  assign is_checksum  = is_register && number == ChecksumRegister[AddrBits-1:0];
  assign is_errors    = is_register && number == ErrorsRegister[AddrBits-1:0];
  assign is_status    = is_register && number == StatusRegister[AddrBits-1:0];
  assign has_register = is_checksum || is_errors ||
                        (write_i ? is_control
                                 : is_status ||
                                   (is_register &&
                                    (number == IdentificationRegister[AddrBits-1:0] ||
                                     number == VersionRegister[AddrBits-1:0] ||
                                     number == CapabilitiesRegister[AddrBits-1:0] ||
                                     number == FormatRegister[AddrBits-1:0])));

  // What is wrong with it: the first of these that holds.
  reg  pending_q, wrong_q;
  wire is_word, wants_commit, unaligned, unmapped, strobes, swapping, mismatch, checksum;
  wire [31:0] signature;
  assign is_word      = !is_register && (write_i ? mapped : readable);
  assign wants_commit = is_control && (wdata_i[CommitBit] || wdata_i[CommitAtLastBit]);
  assign mismatch     = is_checksum && wdata_i[31:0] != signature;
  assign unaligned    = !aligned_i;
  assign unmapped     = aligned_i && !is_word && !has_register;
  assign strobes      = aligned_i && !unmapped && write_i && !full_i;
  assign swapping     = aligned_i && !unmapped && !strobes && write_i && pending_q &&
                        (is_word || wants_commit);
  assign checksum     = aligned_i && !unmapped && !strobes && !swapping && write_i &&
                        (mismatch || (wants_commit && wrong_q));
  assign error_o      = unaligned || unmapped || strobes || swapping || checksum;

  // What it does.
  wire writes, word, now, later, restart, reads, closing, word_accepted, commit_accepted;
  assign writes          = access_i && write_i && !error_o;
  assign word            = writes && is_word;
  assign reads           = (SharedRead != 0) && access_i && !write_i && !error_o && is_word;
  assign closing         = now || reads || (word && Banks == 1);
  assign request_o       = closing;
  assign cfg_we_o        = word && (released_i || Banks == 2);
  assign cfg_addr_o      = number;
  assign cfg_data_o      = wdata_i[CfgBits-1:0];
  assign now             = writes && is_control && wdata_i[CommitBit];
  assign later           = writes && is_control && wdata_i[CommitAtLastBit] && !wdata_i[CommitBit];
  assign restart         = writes && is_control && wdata_i[RestartBit];
  assign flags_clear_o   = writes && is_control && wdata_i[ClearFlagsBit];
  assign commit_o        = now && released_i;
  assign pending_o       = pending_q;
  assign word_accepted   = cfg_we_o && !busy_i;
  assign commit_accepted = (commit_o && !busy_i) || done_i;
  assign wait_o          = (closing && !released_i) || ((word || closing) && busy_i);

  wire [DataBits+31:0] wide_word;
  assign wide_word = {{32{1'b0}}, wdata_i};
  generate
    if (DataBits == 32) begin : gen_narrow
      pwl_signature u_signature (
        .clk_i      (clk_i),
        .rst_ni     (rst_ni),
        .clear_i    (restart || commit_accepted),
        .enter_i    (word_accepted),
        .word_i     (wide_word[31:0]),
        .signature_o(signature)
      );
    end else begin : gen_wide
      pwl_signature u_signature (
        .clk_i      (clk_i),
        .rst_ni     (rst_ni),
        .clear_i    (restart || commit_accepted),
        .enter_i    (word_accepted),
        .word_i     (wide_word[31:0] ^ wide_word[63:32]),
        .signature_o(signature)
      );
    end
  endgenerate

  localparam integer Errors = 5;
  reg              written_q, loaded_q, stopped_q, bank_q;
  reg [Errors-1:0] errors_q;
  wire [Errors-1:0] found, cleared;
  assign found = {swapping, checksum, strobes, unaligned, unmapped} & {Errors{access_i}};
  assign cleared = {wdata_i[DuringSwapBit], wdata_i[WrongChecksumBit], wdata_i[StrobesBit],
                    wdata_i[UnalignedBit], wdata_i[UnmappedBit]} & {Errors{writes && is_errors}};

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      pending_q <= 1'b0;
      wrong_q   <= 1'b0;
      written_q <= 1'b0;
      loaded_q  <= 1'b0;
      stopped_q <= 1'b0;
      bank_q    <= 1'b0;
      errors_q  <= {Errors{1'b0}};
    end else begin
      pending_q <= (pending_q || later) && !done_i;
      if (restart) wrong_q <= 1'b0;
      else if (access_i && write_i && is_checksum && !unaligned && !strobes) wrong_q <= mismatch;
      if (word_accepted) written_q <= 1'b1;
      stopped_q <= (stopped_q || (word_accepted && Banks == 1)) && !commit_accepted;
      if (commit_accepted && written_q) begin
        loaded_q <= 1'b1;
        bank_q   <= !bank_q && Banks == 2;
      end
      errors_q <= found | (errors_q & ~cleared);
    end
  end

  assign running_o = loaded_q && !stopped_q;

  // What is read. A mask for every register, or'ed.
  wire [DataBits-1:0] status, errors, register_read;
  assign status = ({{(DataBits - 1) {1'b0}}, busy_i} << BusyBit) |
                  ({{(DataBits - Flags) {1'b0}}, flags_i} << FlagsBit) |
                  ({{(DataBits - 1) {1'b0}}, |errors_q} << ErrorBit) |
                  ({{(DataBits - 1) {1'b0}}, pending_q} << PendingBit) |
                  ({{(DataBits - 1) {1'b0}}, bank_q} << BankBit) |
                  ({{(DataBits - 1) {1'b0}}, loaded_q} << LoadedBit);
  assign errors = ({{(DataBits - 1) {1'b0}}, errors_q[0]} << UnmappedBit) |
                  ({{(DataBits - 1) {1'b0}}, errors_q[1]} << UnalignedBit) |
                  ({{(DataBits - 1) {1'b0}}, errors_q[2]} << StrobesBit) |
                  ({{(DataBits - 1) {1'b0}}, errors_q[3]} << WrongChecksumBit) |
                  ({{(DataBits - 1) {1'b0}}, errors_q[4]} << DuringSwapBit);

  localparam integer Spare = DataBits - 32;
  wire [DataBits+31:0] identification, version, capabilities, format, checksum_read;
  assign identification = {{(Spare + 32) {1'b0}}, Identification};
  assign version        = {{(Spare + 32) {1'b0}}, Version};
  assign capabilities   = {{(Spare + 32) {1'b0}}, Capabilities};
  assign format         = {{(Spare + 32) {1'b0}}, Format};
  assign checksum_read  = {{(Spare + 32) {1'b0}}, signature};
  assign register_read =
      (status & {DataBits{is_status}}) | (errors & {DataBits{is_errors}}) |
      (checksum_read[DataBits-1:0] & {DataBits{is_checksum}}) |
      (identification[DataBits-1:0] &
       {DataBits{number == IdentificationRegister[AddrBits-1:0]}}) |
      (version[DataBits-1:0] & {DataBits{number == VersionRegister[AddrBits-1:0]}}) |
      (capabilities[DataBits-1:0] & {DataBits{number == CapabilitiesRegister[AddrBits-1:0]}}) |
      (format[DataBits-1:0] & {DataBits{number == FormatRegister[AddrBits-1:0]}});

  wire [DataBits+CfgBits-1:0] word_read;
  assign word_read = {{DataBits{1'b0}}, cfg_rdata_i};
  assign rdata_o = error_o ? {DataBits{1'b0}} : is_register ? register_read
                                                            : word_read[DataBits-1:0];

  wire unused_bits;
  assign unused_bits = &{1'b0, wide_word[DataBits+31:DataBits], version[DataBits+31:DataBits],
                         identification[DataBits+31:DataBits], format[DataBits+31:DataBits],
                         capabilities[DataBits+31:DataBits], checksum_read[DataBits+31:DataBits],
                         word_read[DataBits+CfgBits-1:DataBits]};

endmodule

`default_nettype wire
