// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Drives a Verilated wrapper `dut` of int8 with two tables (see traffic.sh): streams with stalls on one side, its C
// driver on the other. Every output beat must be that of exactly one table, and with swaps at the ends of packets the
// same one for the whole packet. Prints a line for each part, or FAIL and why.
// Usage: Vdut SWAPS
#include <verilated.h>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <random>
#include <type_traits>
#include <vector>

#include "Vdut.h"
#include "dut_driver.h"
#include "expected.h"

namespace {

constexpr int kBanks = (DUT_CAPABILITIES_VALUE >> DUT_CAPABILITIES_BANKS_SHIFT) & DUT_CAPABILITIES_BANKS_MASK;
constexpr unsigned kSeed = 20;
std::mt19937 random_bits(kSeed);

[[noreturn]] void fail(const char* what, long cycle) {
  std::printf("FAIL in cycle %ld: %s\n", cycle, what);
  std::exit(1);
}

struct Beat {
  std::vector<unsigned> codes;
  unsigned keep = 0, user = 0;
  bool last = false;
  int packet = 0;
};

/// The device, its two streams and how often each side is idle (of 256).
struct Bench {
  std::unique_ptr<Vdut> dut = std::make_unique<Vdut>();
  long cycle = 0, taken = 0, delivered = 0;
  unsigned idle = 0, stall = 0;
  int packet_beats = 5;
  bool traffic = false;
  int packet = 0, beat_of_packet = 0;
  Beat offered;
  bool offering = false;
  std::deque<Beat> inside;
  int table_of_packet = -1, table = -1;
  bool whole_packets = false;  ///< tables change between packets only
  long switches = 0;

  /// Codes that the tables map to different outputs, so that an output tells its table.
  static unsigned telling_code() {
    for (;;) {
      const unsigned code = random_bits() & 255;
      if (expected[0][code] != expected[1][code]) return code;
    }
  }

  void drive() {
    if (!offering && traffic && (random_bits() & 255) >= idle) {
      offered = Beat{};
      for (int lane = 0; lane < DUT_LANES; ++lane) offered.codes.push_back(telling_code());
      offered.keep = random_bits() & ((1u << DUT_LANES) - 1);
      offered.user = random_bits() & 3;
      offered.packet = packet;
      offered.last = beat_of_packet >= packet_beats - 1;
      offering = true;
    }
    dut->s_axis_tvalid = offering ? 1 : 0;
    std::uint64_t data = random_bits();
    if (offering) {
      data = 0;
      for (int lane = 0; lane < DUT_LANES; ++lane) {
        data |= std::uint64_t{offered.codes[static_cast<std::size_t>(lane)]} << (8 * lane);
      }
    }
    dut->s_axis_tdata = static_cast<std::decay_t<decltype(dut->s_axis_tdata)>>(data);
    dut->s_axis_tkeep = offering ? offered.keep : 0;
    dut->s_axis_tuser = offering ? offered.user : 0;
    dut->s_axis_tlast = offering && offered.last ? 1 : 0;
    dut->m_axis_tready = (random_bits() & 255) >= stall ? 1 : 0;
  }

  void check(const Beat& beat) {
    int found = -1;
    for (int which = 0; which < 2; ++which) {
      bool equal = true;
      for (int lane = 0; lane < DUT_LANES; ++lane) {
        equal = equal && ((std::uint64_t{dut->m_axis_tdata} >> (8 * lane)) & 255) ==
                             expected[which][beat.codes[static_cast<std::size_t>(lane)]];
      }
      if (equal) found = which;  // not both: the codes tell the tables apart
    }
    if (found < 0) fail("an output is of neither table", cycle);
    if (dut->m_axis_tkeep != beat.keep || dut->m_axis_tuser != beat.user || (dut->m_axis_tlast != 0) != beat.last)
      fail("tkeep, tuser or tlast is not that of the beat", cycle);
    if (found != table) ++switches;
    if (whole_packets && table_of_packet == beat.packet && found != table) fail("two tables in one packet", cycle);
    table = found;
    table_of_packet = beat.packet;
  }

  /// One clock cycle; the other inputs are set by the caller.
  void step() {
    drive();
    dut->aclk = 0;
    dut->eval();
    const bool ready = dut->s_axis_tready != 0, valid = dut->m_axis_tvalid != 0;
    for (CData* other : {&dut->m_axis_tready, &dut->s_axis_tvalid}) {
      *other = !*other;
      dut->eval();
      if ((dut->s_axis_tready != 0) != ready || (dut->m_axis_tvalid != 0) != valid)
        fail("a handshake follows the other side in the same cycle", cycle);
      *other = !*other;
      dut->eval();
    }
    if (valid && dut->m_axis_tready) {
      if (inside.empty()) fail("an output without an input", cycle);
      check(inside.front());
      inside.pop_front();
      ++delivered;
    }
    if (offering && ready) {
      inside.push_back(offered);
      offering = false;
      ++taken;
      beat_of_packet = offered.last ? 0 : beat_of_packet + 1;
      packet += offered.last ? 1 : 0;
    }
    dut->aclk = 1;
    dut->eval();
    ++cycle;
  }

  void drain() {
    traffic = false;
    for (int i = 0; i < 2000 && (offering || !inside.empty()); ++i) step();
    if (!inside.empty()) fail("beats are lost", cycle);
  }
};

// The bus, with what a master may do: address before data, data before address, an answer that waits.
unsigned wait_before_ready() {
  return random_bits() % 4;
}

// The address comes after the data, before it or with it.
int bus_transfer_write(Bench& bench, uint32_t offset, uint32_t data, unsigned strobes, unsigned address_delay,
                       unsigned data_delay) {
  Vdut& dut = *bench.dut;
  dut.s_axil_awaddr = offset;
  dut.s_axil_wdata = data;
  dut.s_axil_wstrb = strobes;
  for (int wait = 0;; ++wait) {
    if (wait > 5000) fail("a write is not taken", bench.cycle);
    dut.s_axil_awvalid = static_cast<unsigned>(wait) >= address_delay;
    dut.s_axil_wvalid = static_cast<unsigned>(wait) >= data_delay;
    dut.eval();
    const bool taken = dut.s_axil_awready && dut.s_axil_wready;
    if ((dut.s_axil_awready || dut.s_axil_wready) && !(dut.s_axil_awvalid && dut.s_axil_wvalid))
      fail("half a write is taken", bench.cycle);
    if (dut.s_axil_bvalid || dut.s_axil_rvalid) fail("an answer that nobody asked for", bench.cycle);
    bench.step();
    if (taken) break;
  }
  dut.s_axil_awvalid = dut.s_axil_wvalid = 0;
  for (int wait = 0; !dut.s_axil_bvalid; ++wait) {
    if (wait > 5000) fail("a write is not answered", bench.cycle);
    bench.step();
  }
  const int response = dut.s_axil_bresp;
  for (unsigned i = wait_before_ready(); i > 0; --i) {
    bench.step();
    if (!dut.s_axil_bvalid || dut.s_axil_bresp != response) fail("an answer to a write changed", bench.cycle);
  }
  dut.s_axil_bready = 1;
  bench.step();
  dut.s_axil_bready = 0;
  return response;
}

int bus_write(void* context, uint32_t offset, uint32_t data) {
  const unsigned address_delay = random_bits() % 3, data_delay = random_bits() % 3;
  return bus_transfer_write(*static_cast<Bench*>(context), offset, data, 15, address_delay, data_delay);
}

int bus_read(void* context, uint32_t offset, uint32_t* data) {
  Bench& bench = *static_cast<Bench*>(context);
  Vdut& dut = *bench.dut;
  dut.s_axil_araddr = offset;
  dut.s_axil_arvalid = 1;
  for (int wait = 0;; ++wait) {
    if (wait > 5000) fail("a read is not taken", bench.cycle);
    dut.eval();
    const bool taken = dut.s_axil_arready;
    bench.step();
    if (taken) break;
  }
  dut.s_axil_arvalid = 0;
  for (int wait = 0; !dut.s_axil_rvalid; ++wait) {
    if (wait > 5000) fail("a read is not answered", bench.cycle);
    bench.step();
  }
  *data = dut.s_axil_rdata;
  const int response = dut.s_axil_rresp;
  for (unsigned i = wait_before_ready(); i > 0; --i) {
    bench.step();
    if (!dut.s_axil_rvalid || dut.s_axil_rdata != *data) fail("an answer to a read changed", bench.cycle);
  }
  dut.s_axil_rready = 1;
  bench.step();
  dut.s_axil_rready = 0;
  return response;
}

void require(bool holds, const char* what, const Bench& bench) {
  if (!holds) fail(what, bench.cycle);
}

const dut_write_t* image_of(int table) {
  return table == 0 ? dut_context_0 : dut_context_1;
}

uint32_t checksum_of(int table) {
  return table == 0 ? DUT_CONTEXT_0_CHECKSUM : DUT_CONTEXT_1_CHECKSUM;
}

void load(Bench& bench, const dut_bus_t& bus, int table) {
  const dut_write_t* image = image_of(table);
  require(dut_load(&bus, image, DUT_IMAGE_WRITES, checksum_of(table)) == DUT_OK, "a table is not loaded", bench);
  require(dut_verify(&bus, image, DUT_IMAGE_WRITES) == DUT_OK, "a table reads back differently", bench);
  require(dut_verify(&bus, image_of(1 - table), DUT_IMAGE_WRITES) == DUT_DIFFERENT, "another table is there", bench);
  require(dut_swap(&bus) == DUT_OK, "a swap is refused", bench);
}

/// The other table: two banks swap, one is written anew.
void change(Bench& bench, const dut_bus_t& bus, bool at_last, int& table) {
  table = 1 - table;
  if (kBanks == 1) {
    const dut_status_t loaded = dut_load(&bus, image_of(table), DUT_IMAGE_WRITES, checksum_of(table));
    require(loaded == DUT_OK, "a table is not loaded", bench);
  }
  const dut_status_t swapped = at_last ? dut_swap_at_last(&bus, 5000) : dut_swap(&bus);
  require(swapped == DUT_OK, "a swap is refused", bench);
}

/// Each wrong access is refused, tells its error bit, and the table that works stays.
void wrong_accesses(Bench& bench, const dut_bus_t& bus) {
  const auto refused = [&](int response, uint32_t error, const char* what) {
    require(response == 2, what, bench);
    uint32_t status = 0;
    require(bus_read(&bench, DUT_STATUS, &status) == 0 && (status & DUT_STATUS_ERROR) != 0, what, bench);
    require(dut_errors(&bus) == error, what, bench);
    require(dut_errors(&bus) == 0, "an error is not cleared", bench);
  };
  const auto write = [&](uint32_t offset, uint32_t data) { return bus_write(&bench, offset, data); };
  uint32_t data = 0;
  const int table = bench.table;
  refused(write(DUT_SLOPE(0) + 1, 1), DUT_ERRORS_UNALIGNED, "an unaligned write");
  refused(bus_read(&bench, DUT_SLOPE(0) + 2, &data), DUT_ERRORS_UNALIGNED, "an unaligned read");
  refused(write(DUT_THRESHOLD(DUT_ENTRIES - 1), 1), DUT_ERRORS_UNMAPPED, "a write without a word");
  refused(bus_read(&bench, DUT_THRESHOLD(DUT_ENTRIES - 1), &data), DUT_ERRORS_UNMAPPED, "a read without a word");
  refused(write(DUT_FORMAT, 1), DUT_ERRORS_UNMAPPED, "a write to a constant register");
  for (unsigned strobes = 0; strobes < 15; ++strobes) {
    refused(bus_transfer_write(bench, DUT_SLOPE(0), 1, strobes, strobes, 15 - strobes), DUT_ERRORS_STROBES,
            "a write of single bytes");
  }
  if (kBanks == 1) return;  // what follows writes words, which stops the stream where there is one bank
  const int other = 1 - table;
  require(dut_load(&bus, image_of(other), DUT_IMAGE_WRITES, checksum_of(other) ^ 1) == DUT_REFUSED, "a wrong checksum",
          bench);
  refused(2, DUT_ERRORS_WRONG_CHECKSUM, "a wrong checksum");
  refused(write(DUT_CONTROL, DUT_CONTROL_COMMIT), DUT_ERRORS_WRONG_CHECKSUM, "a commit after it");
  require(write(DUT_CONTROL, DUT_CONTROL_RESTART) == 0, "restart", bench);
  // While a commit waits inside a packet, words and commits are kept out.
  bench.packet_beats = 1 << 20;
  for (int i = 0; i < 200; ++i) bench.step();
  require(dut_swap_at_last(&bus, 5) == DUT_TIMEOUT, "a swap inside a packet", bench);
  refused(write(DUT_SLOPE(0), 1), DUT_ERRORS_DURING_SWAP, "a word during a swap");
  refused(write(DUT_CONTROL, DUT_CONTROL_COMMIT), DUT_ERRORS_DURING_SWAP, "a commit during a swap");
  for (int i = 0; i < 200; ++i) bench.step();
  require(bench.table == table, "the table changed", bench);
  bench.packet_beats = bench.beat_of_packet + 2;
  for (int i = 0; i < 2000; ++i) bench.step();
  bench.packet_beats = 5;
  require(bench.table == other, "the swap did not happen at last", bench);
}

/// A driver that meets another device says so.
int altered_read(void* context, uint32_t offset, uint32_t* data) {
  const int response = bus_read(context, offset, data);
  if (offset == DUT_VERSION) *data ^= 1;
  return response;
}

void start(Bench& bench, int packet_beats, unsigned idle, unsigned stall) {
  bench.packet_beats = packet_beats;
  bench.beat_of_packet = 0;
  bench.idle = idle;
  bench.stall = stall;
  bench.traffic = true;
}

}  // namespace

int main(int argc, char** argv) {
  const int swaps = argc == 2 ? std::atoi(argv[1]) : 0;
  Bench bench;
  require(swaps > 0, "usage: Vdut SWAPS", bench);
  Vdut& dut = *bench.dut;
  const dut_bus_t bus{&bench, bus_write, bus_read};
  const dut_bus_t altered{&bench, bus_write, altered_read};
  dut.aresetn = 0;
  for (int i = 0; i < 3; ++i) bench.step();
  dut.aresetn = 1;
  require(dut_identify(&bus) == DUT_OK, "identify", bench);
  require(dut_identify(&altered) == DUT_OTHER_DEVICE, "another device is taken for this one", bench);
  bench.traffic = true;  // beats wait for the first table
  for (int i = 0; i < 50; ++i) bench.step();
  require(bench.taken == 0, "a beat is taken without a table", bench);
  load(bench, bus, 0);

  // A beat a cycle.
  for (int i = 0; i < 20; ++i) bench.step();
  const long before = bench.delivered;
  for (int i = 0; i < 1000; ++i) bench.step();
  require(bench.delivered - before == 1000, "less than a beat a cycle", bench);
  std::printf("1000 beats in 1000 cycles\n");

  // The other bank, then every kind of stall, a table change in each.
  int table = 1;
  load(bench, bus, table);
  bench.drain();
  bench.whole_packets = kBanks == 2;
  int patterns = 0;
  for (const int beats : {1, 2, 5, 17}) {
    for (const unsigned idle : {0u, 64u, 250u}) {
      for (const unsigned stall : {0u, 64u, 250u}) {
        bench.drain();
        start(bench, beats, idle, stall);
        for (int i = 0; i < 300; ++i) bench.step();
        change(bench, bus, kBanks == 2, table);
        for (int i = 0; i < 300; ++i) bench.step();
        ++patterns;
      }
    }
  }
  bench.drain();
  std::printf("%d patterns of stalls and packets, %ld beats, none lost, doubled or out of order, seed %u\n", patterns,
              bench.delivered, kSeed);

  // Swaps under traffic: half of them at the ends of packets (two banks), the others between any two beats.
  bench.switches = 0;
  for (const bool at_last : {true, false}) {
    bench.whole_packets = at_last && kBanks == 2;
    start(bench, 3, 20, 20);
    for (int i = 0; i < swaps / 2; ++i) {
      change(bench, bus, bench.whole_packets, table);
      for (unsigned wait = random_bits() % 16; wait > 0; --wait) bench.step();
    }
    bench.drain();
  }
  std::printf("%d swaps under traffic, %ld changes seen in %ld beats, each of one table\n", swaps, bench.switches,
              bench.delivered);
  require(bench.switches > swaps * 8 / 10, "the swaps do not show", bench);

  bench.whole_packets = kBanks == 2;
  start(bench, 5, 0, 0);
  for (int i = 0; i < 100; ++i) bench.step();
  wrong_accesses(bench, bus);
  bench.drain();
  std::printf("wrong accesses refused and told, the table intact\nPASS %ld cycles\n", bench.cycle);
  return 0;
}
