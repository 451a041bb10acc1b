// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// FPGAs: iCE40 mapped, placed and routed (nextpnr); ECP5 and Xilinx 7 mapped.
#pragma once

#include "gen/support/files.hpp"
#include "gen/support/json_fwd.hpp"
#include "synth/flow/synth.hpp"

namespace pwlforge {

struct FpgaResult {
  Json
      json;  ///< {"unit","fpga","device","stage","luts","flip_flops","carries","dsps","cells_by_type","fmax_mhz","tools"}
  FileSet files;
};

/// `family`: ice40, ecp5 or xilinx. fmax_mhz is null where nothing is placed. Throws InputError for another name,
/// CheckFailed when a tool stops (a unit that does not fit included).
FpgaResult synthesize_fpga(const UnitSource& unit, const std::string& family);

}  // namespace pwlforge
