// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Yosys techmaps from generic registers to a library's flip-flops and latches: for each kind of register the cell that
// costs least, its inverters included. yosys's own dfflibmap knows neither latches nor cells that store the complement.
#pragma once

#include <string>

#include "synth/liberty/liberty.hpp"

namespace pwlforge {

struct StorageMap {
  std::string techmap;  ///< Verilog
  /// The library has no flip-flop with clear or preset, so that registers with an asynchronous reset take it through
  /// their data: it works with the next clock edge only.
  bool synchronous_reset = false;
};

/// $_DFF_P_ and $_DFF_[PN][PN][01]_ with a rising clock. The mapped cell keeps the register's name.
/// Throws CheckFailed when no flip-flop of the library can be understood.
StorageMap flip_flop_map(const Library& library);
/// $_DLATCH_P_ and $_DLATCH_N_. Without a usable latch the map is empty: only designs that have latches need one.
std::string latch_map(const Library& library);

/// The yosys command that turns every flip-flop into one of those that flip_flop_map() maps.
std::string legalize_command();

}  // namespace pwlforge
