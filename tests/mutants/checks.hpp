// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The checks of the regression on a design with mutants.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "tests/mutants/elaborate.hpp"

namespace pwlforge::mutants {

/// Where things are.
struct Places {
  std::filesystem::path source;   ///< the repository: library, harnesses
  std::filesystem::path program;  ///< pwlforge
};

struct Check {
  std::string name;
  /// What it says of a mutant: empty when it passes. 0: the design as it is.
  std::function<std::string(int mutant)> run;
  bool late = false;  ///< draws again what an earlier one drew: only for what is not proved equivalent
};

/// Puts the Verilog of a design into an empty folder: fits and generates, or copies. Returns the library's modules in
/// it.
std::set<std::string> make_design(const Design& design, const Places& places, const std::filesystem::path& folder);

/// All that decides about the outcome of its checks, as text: Verilog, parameters, vectors.
std::string content_of(const Design& design, const std::filesystem::path& folder);

/// The design without mutants, once it is made.
Elaboration elaborate_design(const Design& design, const std::filesystem::path& folder);

/// Its checks, in the order in which they are tried, once mutants are inserted: builds what they need.
std::vector<Check> make_checks(const Design& design, const std::filesystem::path& folder, const Places& places);

}  // namespace pwlforge::mutants
