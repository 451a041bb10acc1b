// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/map/script_lines.hpp"

#include <sstream>

namespace pwlforge {

std::string checked_once(const std::string& commands) {
  std::istringstream lines(commands);
  std::string joined, line;
  while (std::getline(lines, line)) joined += (joined.empty() ? "" : "; \\\n") + line;
  return joined + "\n";
}

}  // namespace pwlforge
