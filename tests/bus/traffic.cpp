// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Drives a Verilated wrapper `dut` of int8 with two tables (see traffic.sh): streams with stalls on one side, its C
// driver on the other. Every output beat must be that of exactly one table, and with swaps at the ends of packets the
// same one for the whole packet. Prints a line for each part, or FAIL and why.
// Usage: Vdut SWAPS
#include <deque>
#include <type_traits>
#include <vector>

#include "dut_driver.h"
#include "expected.h"
#include "stream_bench.hpp"

namespace {

constexpr int kBanks = (DUT_CAPABILITIES_VALUE >> DUT_CAPABILITIES_BANKS_SHIFT) & DUT_CAPABILITIES_BANKS_MASK;

struct Beat {
  std::vector<unsigned> codes;
  unsigned keep = 0, user = 0;
  bool last = false;
  int packet = 0;
};

/// Packets of so many beats, and which of the two tables each output is of.
struct UnitTraffic {
  int packet_beats = 5;
  int packet = 0, beat_of_packet = 0;
  Beat offered;
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

  static bool between() { return true; }
  bool empty() const { return inside.empty(); }

  void next() {
    offered = Beat{};
    for (int lane = 0; lane < DUT_LANES; ++lane) offered.codes.push_back(telling_code());
    offered.keep = random_bits() & ((1u << DUT_LANES) - 1);
    offered.user = random_bits() & 3;
    offered.packet = packet;
    offered.last = beat_of_packet >= packet_beats - 1;
  }

  void put(Vdut& dut, bool offers) const {
    std::uint64_t data = random_bits();
    if (offers) {
      data = 0;
      for (int lane = 0; lane < DUT_LANES; ++lane) {
        data |= std::uint64_t{offered.codes[static_cast<std::size_t>(lane)]} << (8 * lane);
      }
    }
    dut.s_axis_tdata = static_cast<std::decay_t<decltype(dut.s_axis_tdata)>>(data);
    dut.s_axis_tkeep = offers ? offered.keep : 0;
    dut.s_axis_tuser = offers ? offered.user : 0;
    dut.s_axis_tlast = offers && offered.last ? 1 : 0;
  }

  void taken() {
    inside.push_back(offered);
    beat_of_packet = offered.last ? 0 : beat_of_packet + 1;
    packet += offered.last ? 1 : 0;
  }

  void see(const Vdut& dut, long cycle) {
    const Beat beat = inside.front();
    inside.pop_front();
    int found = -1;
    for (int which = 0; which < 2; ++which) {
      bool equal = true;
      for (int lane = 0; lane < DUT_LANES; ++lane) {
        equal = equal && ((std::uint64_t{dut.m_axis_tdata} >> (8 * lane)) & 255) ==
                             expected[which][beat.codes[static_cast<std::size_t>(lane)]];
      }
      if (equal) found = which;  // not both: the codes tell the tables apart
    }
    if (found < 0) fail("an output is of neither table", cycle);
    if (dut.m_axis_tkeep != beat.keep || dut.m_axis_tuser != beat.user || (dut.m_axis_tlast != 0) != beat.last)
      fail("tkeep, tuser or tlast is not that of the beat", cycle);
    if (found != table) ++switches;
    if (whole_packets && table_of_packet == beat.packet && found != table) fail("two tables in one packet", cycle);
    table = found;
    table_of_packet = beat.packet;
  }

  void start_packets_of(int beats) {
    packet_beats = beats;
    beat_of_packet = 0;
  }
};

using UnitBench = Bench<UnitTraffic>;

const dut_write_t* image_of(int table) {
  return table == 0 ? dut_context_0 : dut_context_1;
}

uint32_t checksum_of(int table) {
  return table == 0 ? DUT_CONTEXT_0_CHECKSUM : DUT_CONTEXT_1_CHECKSUM;
}

void load(UnitBench& bench, const dut_bus_t& bus, int table) {
  const dut_write_t* image = image_of(table);
  bench.require(dut_load(&bus, image, DUT_IMAGE_WRITES, checksum_of(table)) == DUT_OK, "a table is not loaded");
  bench.require(dut_verify(&bus, image, DUT_IMAGE_WRITES) == DUT_OK, "a table reads back differently");
  bench.require(dut_verify(&bus, image_of(1 - table), DUT_IMAGE_WRITES) == DUT_DIFFERENT, "another table is there");
  bench.require(dut_swap(&bus) == DUT_OK, "a swap is refused");
}

/// The other table: two banks swap, one is written anew.
void change(UnitBench& bench, const dut_bus_t& bus, bool at_last, int& table) {
  table = 1 - table;
  if (kBanks == 1) {
    const dut_status_t loaded = dut_load(&bus, image_of(table), DUT_IMAGE_WRITES, checksum_of(table));
    bench.require(loaded == DUT_OK, "a table is not loaded");
  }
  const dut_status_t swapped = at_last ? dut_swap_at_last(&bus, 5000) : dut_swap(&bus);
  bench.require(swapped == DUT_OK, "a swap is refused");
}

/// Each wrong access is refused, tells its error bit, and the table that works stays.
void wrong_accesses(UnitBench& bench, const dut_bus_t& bus) {
  const auto refused = [&](int response, uint32_t error, const char* what) {
    bench.require(response == 2, what);
    uint32_t status = 0;
    bench.require(bus_read<UnitTraffic>(&bench, DUT_STATUS, &status) == 0 && (status & DUT_STATUS_ERROR) != 0, what);
    bench.require(dut_errors(&bus) == error, what);
    bench.require(dut_errors(&bus) == 0, "an error is not cleared");
  };
  const auto write = [&](uint32_t offset, uint32_t data) { return bus_write<UnitTraffic>(&bench, offset, data); };
  uint32_t data = 0;
  const int table = bench.traffic.table;
  refused(write(DUT_SLOPE(0) + 1, 1), DUT_ERRORS_UNALIGNED, "an unaligned write");
  refused(bus_read<UnitTraffic>(&bench, DUT_SLOPE(0) + 2, &data), DUT_ERRORS_UNALIGNED, "an unaligned read");
  refused(write(DUT_THRESHOLD(DUT_ENTRIES - 1), 1), DUT_ERRORS_UNMAPPED, "a write without a word");
  refused(bus_read<UnitTraffic>(&bench, DUT_THRESHOLD(DUT_ENTRIES - 1), &data), DUT_ERRORS_UNMAPPED,
          "a read without a word");
  refused(write(DUT_FORMAT, 1), DUT_ERRORS_UNMAPPED, "a write to a constant register");
  for (unsigned strobes = 0; strobes < 15; ++strobes) {
    refused(bus_transfer_write(bench, DUT_SLOPE(0), 1, strobes, strobes, 15 - strobes), DUT_ERRORS_STROBES,
            "a write of single bytes");
  }
  if (kBanks == 1) return;  // what follows writes words, which stops the stream where there is one bank
  const int other = 1 - table;
  bench.require(dut_load(&bus, image_of(other), DUT_IMAGE_WRITES, checksum_of(other) ^ 1) == DUT_REFUSED,
                "a wrong checksum");
  refused(2, DUT_ERRORS_WRONG_CHECKSUM, "a wrong checksum");
  refused(write(DUT_CONTROL, DUT_CONTROL_COMMIT), DUT_ERRORS_WRONG_CHECKSUM, "a commit after it");
  bench.require(write(DUT_CONTROL, DUT_CONTROL_RESTART) == 0, "restart");
  // While a commit waits inside a packet, words and commits are kept out.
  bench.traffic.packet_beats = 1 << 20;
  bench.steps(200);
  bench.require(dut_swap_at_last(&bus, 5) == DUT_TIMEOUT, "a swap inside a packet");
  refused(write(DUT_SLOPE(0), 1), DUT_ERRORS_DURING_SWAP, "a word during a swap");
  refused(write(DUT_CONTROL, DUT_CONTROL_COMMIT), DUT_ERRORS_DURING_SWAP, "a commit during a swap");
  bench.steps(200);
  bench.require(bench.traffic.table == table, "the table changed");
  bench.traffic.packet_beats = bench.traffic.beat_of_packet + 2;
  bench.steps(2000);
  bench.traffic.packet_beats = 5;
  bench.require(bench.traffic.table == other, "the swap did not happen at last");
}

/// A driver that meets another device says so.
int altered_read(void* context, uint32_t offset, uint32_t* data) {
  const int response = bus_read<UnitTraffic>(context, offset, data);
  if (offset == DUT_VERSION) *data ^= 1;
  return response;
}

void start(UnitBench& bench, int packet_beats, unsigned idle, unsigned stall) {
  bench.traffic.start_packets_of(packet_beats);
  bench.start(idle, stall);
}

}  // namespace

int main(int argc, char** argv) {
  const int swaps = argc == 2 ? std::atoi(argv[1]) : 0;
  UnitBench bench;
  bench.require(swaps > 0, "usage: Vdut SWAPS");
  const dut_bus_t bus{&bench, bus_write<UnitTraffic>, bus_read<UnitTraffic>};
  const dut_bus_t altered{&bench, bus_write<UnitTraffic>, altered_read};
  bench.reset();
  bench.require(dut_identify(&bus) == DUT_OK, "identify");
  bench.require(dut_identify(&altered) == DUT_OTHER_DEVICE, "another device is taken for this one");
  bench.running = true;  // beats wait for the first table
  bench.steps(50);
  bench.require(bench.taken == 0, "a beat is taken without a table");
  load(bench, bus, 0);

  // A beat a cycle.
  bench.steps(20);
  const long before = bench.delivered;
  bench.steps(1000);
  bench.require(bench.delivered - before == 1000, "less than a beat a cycle");
  std::printf("1000 beats in 1000 cycles\n");

  // The other bank, then every kind of stall, a table change in each.
  int table = 1;
  load(bench, bus, table);
  bench.drain();
  bench.traffic.whole_packets = kBanks == 2;
  int patterns = 0;
  for (const int beats : {1, 2, 5, 17}) {
    for (const unsigned idle : {0u, 64u, 250u}) {
      for (const unsigned stall : {0u, 64u, 250u}) {
        bench.drain();
        start(bench, beats, idle, stall);
        bench.steps(300);
        change(bench, bus, kBanks == 2, table);
        bench.steps(300);
        ++patterns;
      }
    }
  }
  bench.drain();
  std::printf("%d patterns of stalls and packets, %ld beats, none lost, doubled or out of order, seed %u\n", patterns,
              bench.delivered, kSeed);

  // Swaps under traffic: half of them at the ends of packets (two banks), the others between any two beats.
  bench.traffic.switches = 0;
  for (const bool at_last : {true, false}) {
    bench.traffic.whole_packets = at_last && kBanks == 2;
    start(bench, 3, 20, 20);
    for (int i = 0; i < swaps / 2; ++i) {
      change(bench, bus, bench.traffic.whole_packets, table);
      for (unsigned wait = random_bits() % 16; wait > 0; --wait) bench.step();
    }
    bench.drain();
  }
  std::printf("%d swaps under traffic, %ld changes seen in %ld beats, each of one table\n", swaps,
              bench.traffic.switches, bench.delivered);
  bench.require(bench.traffic.switches > swaps * 8 / 10, "the swaps do not show");

  bench.traffic.whole_packets = kBanks == 2;
  start(bench, 5, 0, 0);
  bench.steps(100);
  wrong_accesses(bench, bus);
  bench.drain();
  std::printf("wrong accesses refused and told, the table intact\nPASS %ld cycles\n", bench.cycle);
  return 0;
}
