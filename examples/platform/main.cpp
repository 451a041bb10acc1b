// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A small platform: a unit that is gelu or exp, and a softmax, each between a source and a sink, and a processor that
// configures both while they stream. See README.md.
#include <cstdio>
#include <exception>

#include "Vsoftmax.h"
#include "Vunit.h"
#include "processor.hpp"

int sc_main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: platform UNIT_DIRECTORY SOFTMAX_DIRECTORY\n");
    return 2;
  }
  try {
    UnitTraffic packets(argv[1]);
    RowTraffic rows(argv[2], SM_SOFTMAX_MAX_ROW);
    sc_core::sc_clock clock("clock", 10, sc_core::SC_NS);
    sc_core::sc_signal<bool> reset_n("reset_n");
    Device<Vunit> unit("unit", clock, reset_n);
    Device<Vsoftmax> softmax("softmax", clock, reset_n);
    Source codes("codes", clock, unit.in, [&] { return packets.next(); });
    Sink activations("activations", clock, unit.out, [&](const Beat& beat) { packets.see(beat); });
    Source scores("scores", clock, softmax.in, [&] { return rows.next(); });
    Sink shares("shares", clock, softmax.out, [&](const Beat& beat) { rows.see(beat); });
    LiteMaster unit_port(clock, unit.lite), softmax_port(clock, softmax.lite);
    Processor processor("processor", clock, reset_n, unit_port, softmax_port, codes, packets, scores, rows);
    sc_core::sc_start(10, sc_core::SC_MS);
    if (!processor.done()) throw std::runtime_error("something waits for ever");
    std::printf("PASS: %ld packets through %d switches of gelu and exp, %ld rows of softmax, %.0f cycles\n",
                packets.packets(), kSwitches, rows.rows(), sc_core::sc_time_stamp() / clock.period());
    return 0;
  } catch (const std::exception& error) {
    std::printf("FAIL: %s\n", error.what());
    return 1;
  }
}
