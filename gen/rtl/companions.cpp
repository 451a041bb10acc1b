// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Files beside the Verilog: file list, timing constraints, FuseSoC core, C header.
#include <fmt/format.h>

#include "gen/rtl/parts.hpp"

namespace pwlforge {

std::string file_list_text(const std::vector<std::string>& files) {
  std::string text;
  for (const std::string& file : files) text += file + "\n";
  return text;
}

}  // namespace pwlforge
