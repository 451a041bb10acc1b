// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Runs an emitted bench under Verilator to its end and writes what was counted: the main that Verilator 5.006 makes
// does not.
#include <verilated.h>
#include <verilated_cov.h>

#include "Vbench.h"

int main(int argc, char** argv) {
  VerilatedContext context;
  context.commandArgs(argc, argv);
  Vbench bench(&context);
  while (!context.gotFinish()) {
    bench.eval();
    if (!bench.eventsPending()) break;
    context.time(bench.nextTimeSlot());
  }
  bench.final();
  context.coveragep()->write("coverage.dat");
  return 0;
}
