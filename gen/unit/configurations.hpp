// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The named configurations: one list, read by compare, tests and documentation.
#pragma once

#include <string>
#include <vector>

#include "gen/unit/unit.hpp"

namespace pwlforge {

struct Configuration {
  std::string name;      ///< paper-int8-8
  std::string purpose;   ///< one line for reports
  std::string function;  ///< of the table that is loaded for measurements
  std::string format;    ///< parameter format of that table
  UnitSpec spec;         ///< without tables; spec.name is a module name
  /// plain, compact, small, or paper (which is compact): like is compared with like, ARCHITECTURE-int8-8 with
  /// ARCHITECTURE-fp32-8.
  std::string architecture;
  bool is_default = true;  ///< compared when no names are given
};

/// All of them, in the order of reports.
const std::vector<Configuration>& configurations();

/// Throws InputError naming the possible ones.
const Configuration& find_configuration(const std::string& name);

}  // namespace pwlforge
