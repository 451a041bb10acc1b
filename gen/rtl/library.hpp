// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The Verilog library as it was when the program was built.
#pragma once

#include <map>
#include <string>

namespace pwlforge {

/// Module name -> text of its file; "waivers" -> Verilator's waivers for the latch module.
const std::map<std::string, std::string>& library_files();

}  // namespace pwlforge
