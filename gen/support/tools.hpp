// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The programs that pwlforge calls: what is here, which version, what its absence costs.
#pragma once

#include <string>
#include <vector>

namespace pwlforge {

struct ToolReport {
  std::string name;
  std::string package;  ///< Debian package that brings it
  std::string path;     ///< empty: not installed
  std::string version;  ///< first line that it prints of itself
  std::string lost;     ///< what does not work without it
};

/// Looks at every tool, in a fixed order.
std::vector<ToolReport> report_tools();

/// The version line of one tool; empty when it is not installed. Part of cache keys.
std::string tool_version(const std::string& name);

/// Debian package of a tool; its own name when it is not one of ours.
std::string tool_package(const std::string& name);

}  // namespace pwlforge
