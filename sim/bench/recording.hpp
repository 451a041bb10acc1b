// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a simulation of the Verilog records beside its result.
#pragma once

#include "gen/support/diagnostics.hpp"
#include "sim/bench/simulate.hpp"
#include "sim/bench/verilated.hpp"

namespace pwlforge {

/// How the program must be built for these options.
Probes probes_of(const SimOptions& options);

/// Adds what stands against it to `problems` and throws if there are any: an engine without signals, files that can not
/// be written.
void check_recording(const SimOptions& options, Problems& problems);

}  // namespace pwlforge
