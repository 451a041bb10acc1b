// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Results of synth as a table for people.
#pragma once

#include <string>

#include "gen/support/json_fwd.hpp"

namespace pwlforge {

/// One block per object of the array `results`.
std::string synth_table(const Json& results);

/// For the result of an FPGA.
std::string fpga_table(const Json& result);

}  // namespace pwlforge
