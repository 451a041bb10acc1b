// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Drives a Verilated wrapped softmax `dut` (see row_traffic.sh): rows with stalls on one side, its C driver on the
// other, which loads the tables of two directories in turn. Every row must be that of exactly one table from its first
// beat to its last, as the golden model has it for both, and of the one that was current when the row was taken. Prints
// a line for each part, or FAIL and why. Usage: Vdut DIRECTORY OTHER_DIRECTORY SWAPS
#include <pwlforge.h>

#include <array>
#include <deque>
#include <string>
#include <vector>

#include "dut_driver.h"
#include "other.h"
#include "stream_bench.hpp"

namespace {

static_assert(DUT_IMAGE_WRITES == OTHER_IMAGE_WRITES, "one operator with two tables");

struct Beat {
  std::uint32_t data = 0, keep = 0;
  bool last = false;
};

bool operator==(const Beat& a, const Beat& b) {
  return a.data == b.data && a.keep == b.keep && a.last == b.last;
}

struct Row {
  std::vector<Beat> in;
  std::array<std::vector<Beat>, 2> out;       ///< with either table
  std::array<bool, 2> fits{true, true};       ///< to what has been seen of it
  std::array<bool, 2> allowed{false, false};  ///< tables that may have been current when it was taken
  std::size_t seen = 0;
};

/// Rows of either table. `current`: what works; both while it changes.
struct RowTraffic {
  std::array<pwlforge_model*, 2> models{};
  std::size_t longest = 3;  ///< beats of a row
  bool all_longest = false;
  std::array<bool, 2> current{false, false};
  Row drawn;
  std::size_t beat = 0;
  std::deque<Row> inside;
  long rows = 0, telling = 0, switches = 0;
  int table = -1;

  RowTraffic(const char* directory, const char* other) {
    for (const char* one : {directory, other}) {
      pwlforge_model* model = pwlforge_open(one);
      if (model == nullptr) fail(pwlforge_last_error(), 0);
      if (pwlforge_lanes(model) != DUT_LANES || pwlforge_output_bits(model) != 8) fail("another operator", 0);
      models[one == other ? 1 : 0] = model;
    }
  }

  bool between() const { return beat == 0; }
  bool empty() const { return inside.empty(); }

  std::vector<Beat> evaluated(pwlforge_model* model) const {
    for (const Beat& one : drawn.in) {
      for (unsigned lane = 0; lane < DUT_LANES; ++lane) {
        pwlforge_row_push(model, one.data >> (8 * lane) & 255, 0, static_cast<int>(one.keep >> lane & 1));
      }
    }
    const int outputs = pwlforge_row_end(model);
    if (outputs < 0) fail(pwlforge_last_error(), 0);
    std::vector<Beat> beats(static_cast<std::size_t>(outputs) / DUT_LANES);
    for (std::size_t i = 0; i < beats.size(); ++i) {
      beats[i].keep = drawn.in[i].keep;
      beats[i].last = i + 1 == beats.size();
      for (unsigned lane = 0; lane < DUT_LANES; ++lane) {
        const std::uint64_t y = pwlforge_row_output(model, static_cast<int>(DUT_LANES * i + lane));
        beats[i].data |= static_cast<std::uint32_t>(y) << (8 * lane);
      }
    }
    return beats;
  }

  void draw() {
    drawn = Row{};
    drawn.in.resize(all_longest ? longest : 1 + random_bits() % longest);
    const unsigned spread = random_bits() % 4 == 0 ? 256 : 32;  // near each other, the shares show the table
    const unsigned lowest = random_bits();
    for (Beat& one : drawn.in) {
      for (unsigned lane = 0; lane < DUT_LANES; ++lane) {
        one.data |= ((lowest + random_bits() % spread) & 255) << (8 * lane);
      }
      one.keep = random_bits() % 4 == 0 ? random_bits() % (1u << DUT_LANES) : (1u << DUT_LANES) - 1;
    }
    drawn.in.back().last = true;
    for (std::size_t i = 0; i < 2; ++i) drawn.out[i] = evaluated(models[i]);
  }

  void next() {
    if (beat == 0) draw();
  }

  void put(Vdut& dut, bool offers) const {
    const Beat one = offers ? drawn.in[beat] : Beat{static_cast<std::uint32_t>(random_bits()), 0, false};
    dut.s_axis_tdata = one.data;
    dut.s_axis_tkeep = one.keep;
    dut.s_axis_tlast = one.last ? 1 : 0;
  }

  void taken() {
    if (beat == 0) {
      drawn.allowed = current;
      inside.push_back(drawn);
    }
    beat = drawn.in[beat].last ? 0 : beat + 1;
  }

  void see(const Vdut& dut, long cycle) {
    Row& row = inside.front();
    const Beat found{dut.m_axis_tdata, dut.m_axis_tkeep, dut.m_axis_tlast != 0};
    for (std::size_t i = 0; i < 2; ++i) {
      row.fits[i] = row.fits[i] && row.seen < row.out[i].size() && found == row.out[i][row.seen];
    }
    if (!row.fits[0] && !row.fits[1]) fail("a row is of neither table", cycle);
    ++row.seen;
    if (!found.last) return;
    ++rows;
    if (!(row.fits[0] && row.allowed[0]) && !(row.fits[1] && row.allowed[1]))
      fail("a row is not of the table that was current", cycle);
    if (row.fits[0] != row.fits[1]) {
      ++telling;
      const int one = row.fits[0] ? 0 : 1;
      if (one != table) ++switches;
      table = one;
    }
    inside.pop_front();
  }
};

using RowBench = Bench<RowTraffic>;

const std::vector<dut_write_t>& image_of(int table) {
  static const auto images = [] {
    std::array<std::vector<dut_write_t>, 2> both;
    for (const dut_write_t& write : dut_image) both[0].push_back(write);
    for (const other_write_t& write : other_image) both[1].push_back({write.address, write.data});
    return both;
  }();
  return images[static_cast<std::size_t>(table)];
}

uint32_t checksum_of(int table) {
  return table == 0 ? DUT_IMAGE_CHECKSUM : OTHER_IMAGE_CHECKSUM;
}

/// The words of a table: the first write waits for the end of the row that has begun, and keeps the next one out.
dut_status_t load(const dut_bus_t& bus, int table, uint32_t checksum) {
  return dut_load(&bus, image_of(table).data(), DUT_IMAGE_WRITES, checksum);
}

void change(RowBench& bench, const dut_bus_t& bus, bool at_last, bool verify, int& table) {
  table = 1 - table;
  const auto now = static_cast<std::size_t>(table);
  bench.traffic.current[now] = true;
  bench.require(load(bus, table, checksum_of(table)) == DUT_OK, "a table is not loaded");
  if (verify) {
    const auto reads_back = [&](int which) { return dut_verify(&bus, image_of(which).data(), DUT_IMAGE_WRITES); };
    bench.require(reads_back(table) == DUT_OK, "a table reads back differently");
    bench.require(reads_back(1 - table) == DUT_DIFFERENT, "another table is there");
  }
  const dut_status_t swapped = at_last ? dut_swap_at_last(&bus, 5000) : dut_swap(&bus);
  bench.require(swapped == DUT_OK, "a swap is refused");
  bench.traffic.current[1 - now] = false;
}

/// A table with a wrong checksum stays out, and rows with it, until the right one comes.
void wrong_checksum(RowBench& bench, const dut_bus_t& bus, int& table) {
  bench.require(load(bus, 1 - table, checksum_of(table)) == DUT_REFUSED, "a wrong checksum");
  const long before = bench.taken;
  bench.require(dut_swap(&bus) == DUT_REFUSED, "a commit after a wrong checksum");
  bench.require(dut_errors(&bus) == DUT_ERRORS_WRONG_CHECKSUM, "a wrong checksum is not remembered");
  bench.steps(200);
  bench.require(bench.taken == before, "a row is taken between the words and the commit");
  change(bench, bus, false, false, table);
}

}  // namespace

int main(int argc, char** argv) {
  const int swaps = argc == 4 ? std::atoi(argv[3]) : 0;
  if (swaps <= 0) fail("usage: Vdut DIRECTORY OTHER_DIRECTORY SWAPS", 0);
  RowBench bench(argv[1], argv[2]);
  RowTraffic& traffic = bench.traffic;
  const dut_bus_t bus{&bench, bus_write<RowTraffic>, bus_read<RowTraffic>};
  bench.reset();
  bench.require(dut_identify(&bus) == DUT_OK, "identify");
  bench.start(0, 0);  // rows wait for the first table
  bench.steps(50);
  bench.require(bench.taken == 0, "a row is taken without a table");
  int table = 1;
  change(bench, bus, false, true, table);

  // A beat a cycle, with rows of the full length.
  traffic.longest = DUT_MAX_ROW / DUT_LANES;
  traffic.all_longest = true;
  bench.steps(200);
  const long before = bench.delivered;
  bench.steps(1000);
  bench.require(bench.delivered - before == 1000, "less than a beat a cycle");
  traffic.all_longest = false;
  std::printf("1000 beats in 1000 cycles\n");

  // Every kind of stall with short rows, and with rows up to some that are too long; a change of tables in each.
  int patterns = 0;
  for (const std::size_t longest : {std::size_t{1}, std::size_t{3}, std::size_t{DUT_MAX_ROW / DUT_LANES + 2}}) {
    for (const unsigned idle : {0u, 64u, 240u}) {
      for (const unsigned stall : {0u, 64u, 240u}) {
        bench.drain();
        traffic.longest = longest;
        bench.start(idle, stall);
        bench.steps(200);
        change(bench, bus, patterns % 2 == 0, patterns % 4 == 3, table);
        bench.steps(200);
        ++patterns;
      }
    }
  }
  std::printf("%d patterns of stalls and lengths, %ld rows, none lost, doubled or out of order, seed %u\n", patterns,
              traffic.rows, kSeed);

  bench.drain();
  traffic.longest = DUT_MAX_ROW / DUT_LANES;
  bench.start(20, 20);
  traffic.switches = 0;
  for (int i = 0; i < swaps; ++i) {
    change(bench, bus, i % 2 == 0, i % 64 == 63, table);
    for (unsigned wait = 8 + random_bits() % 16; wait > 0; --wait) bench.step();
  }
  wrong_checksum(bench, bus, table);
  bench.drain();
  std::printf(
      "%d swaps under traffic, %ld changes seen in %ld rows, %ld of which tell the tables apart\nPASS %ld cycles\n",
      swaps, traffic.switches, traffic.rows, traffic.telling, bench.cycle);
  bench.require(traffic.switches > swaps * 8 / 10, "the swaps do not show");
  for (pwlforge_model* model : traffic.models) pwlforge_close(model);
  return 0;
}
