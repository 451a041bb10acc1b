// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A Verilated wrapper `dut` between a source and a sink of its streams, with stalls on either side, and its AXI4-Lite
// port as a C driver wants it. What is sent, and what must come out, is the business of a Traffic:
//   next()            draws a beat
//   put(dut, offers)  its data at the ports, or anything while none is offered
//   taken()           the beat that was offered is inside
//   see(dut, cycle)   a beat leaves
//   between()         nothing keeps the source from stopping;   empty(): nothing is inside
#pragma once

#include <verilated.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>

#include "Vdut.h"

constexpr unsigned kSeed = 20;
inline std::mt19937 random_bits(kSeed);

[[noreturn]] inline void fail(const char* what, long cycle) {
  std::printf("FAIL in cycle %ld: %s\n", cycle, what);
  std::exit(1);
}

/// The device and its two streams; how often each side is idle (of 256).
template <class Traffic>
struct Bench {
  std::unique_ptr<Vdut> dut = std::make_unique<Vdut>();
  Traffic traffic;
  long cycle = 0, taken = 0, delivered = 0;
  unsigned idle = 0, stall = 0;
  bool running = false;
  bool offering = false;

  template <class... Arguments>
  explicit Bench(Arguments&&... arguments) : traffic(std::forward<Arguments>(arguments)...) {}

  void drive() {
    if (!offering && (running || !traffic.between()) && (random_bits() & 255) >= idle) {
      traffic.next();
      offering = true;
    }
    dut->s_axis_tvalid = offering ? 1 : 0;
    traffic.put(*dut, offering);
    dut->m_axis_tready = (random_bits() & 255) >= stall ? 1 : 0;
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
      if (traffic.empty()) fail("an output without an input", cycle);
      traffic.see(*dut, cycle);
      ++delivered;
    }
    if (offering && ready) {
      traffic.taken();
      offering = false;
      ++taken;
    }
    dut->aclk = 1;
    dut->eval();
    ++cycle;
  }

  void steps(int count) {
    for (int i = 0; i < count; ++i) step();
  }

  void reset() {
    dut->aresetn = 0;
    steps(3);
    dut->aresetn = 1;
  }

  void start(unsigned idle_of_256, unsigned stall_of_256) {
    idle = idle_of_256;
    stall = stall_of_256;
    running = true;
  }

  void drain() {
    running = false;
    for (int i = 0; i < 4000 && (offering || !traffic.between() || !traffic.empty()); ++i) step();
    if (!traffic.empty()) fail("beats are lost", cycle);
  }

  void require(bool holds, const char* what) const {
    if (!holds) fail(what, cycle);
  }
};

// The bus, with what a master may do: address before data, data before address, an answer that waits.
inline unsigned wait_before_ready() {
  return random_bits() % 4;
}

constexpr int kLongestWait = 20000;

// The address comes after the data, before it or with it.
template <class Traffic>
int bus_transfer_write(Bench<Traffic>& bench, uint32_t offset, uint32_t data, unsigned strobes, unsigned address_delay,
                       unsigned data_delay) {
  Vdut& dut = *bench.dut;
  dut.s_axil_awaddr = offset;
  dut.s_axil_wdata = data;
  dut.s_axil_wstrb = strobes;
  for (int wait = 0;; ++wait) {
    if (wait > kLongestWait) fail("a write is not taken", bench.cycle);
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
    if (wait > kLongestWait) fail("a write is not answered", bench.cycle);
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

/// Functions of a driver's bus, whose context is a Bench.
template <class Traffic>
int bus_write(void* context, uint32_t offset, uint32_t data) {
  const unsigned address_delay = random_bits() % 3, data_delay = random_bits() % 3;
  return bus_transfer_write(*static_cast<Bench<Traffic>*>(context), offset, data, 15, address_delay, data_delay);
}

template <class Traffic>
int bus_read(void* context, uint32_t offset, uint32_t* data) {
  Bench<Traffic>& bench = *static_cast<Bench<Traffic>*>(context);
  Vdut& dut = *bench.dut;
  dut.s_axil_araddr = offset;
  dut.s_axil_arvalid = 1;
  for (int wait = 0;; ++wait) {
    if (wait > kLongestWait) fail("a read is not taken", bench.cycle);
    dut.eval();
    const bool taken = dut.s_axil_arready;
    bench.step();
    if (taken) break;
  }
  dut.s_axil_arvalid = 0;
  for (int wait = 0; !dut.s_axil_rvalid; ++wait) {
    if (wait > kLongestWait) fail("a read is not answered", bench.cycle);
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
