// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/support/diagnostics.hpp"

namespace pwlforge {

void Problems::add(const std::string& place, const std::string& what, const std::string& remedy) {
  lines_.push_back(place + ": " + what + "; " + remedy);
}

void Problems::throw_if_any() const {
  if (lines_.empty()) return;
  std::string message;
  for (const std::string& line : lines_) message += (message.empty() ? "" : "\n") + line;
  throw InputError(message);
}

}  // namespace pwlforge
