// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The least unit for some functions and a bound on the error: searched by a cost model of the library, confirmed by
// synthesis.
//
//     ExploreOptions options;
//     options.functions = {"gelu"};
//     options.max_lsb = 1;
//     const Exploration found = explore(options);      // found.files goes to a folder, found.json is its explore.json
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/support/words.hpp"
#include "gen/unit/unit.hpp"
#include "synth/flow/synth.hpp"

namespace pwlforge {

struct ExploreOptions {
  std::vector<std::string> functions;  ///< that one unit must serve
  std::optional<int> max_lsb;          ///< bound on |y - Y*| at every code; every smaller one is searched as well
  std::optional<double> mse;           ///< or: bound on the mean squared error against the function, in real units
  std::string recorded;                ///< file of real inputs: only codes that they round to count
  std::vector<Store> stores{Store::latches, Store::fixed, Store::truth_table};
  std::vector<int> scales;  ///< exponents s of 2^-s; empty: the defaults of each function
  int input_bits = 8;
  int output_bits = 8;
  std::string liberty = "osu018";
  std::string dont_use;
  SynthOptions synth;
  int orders = 64;         ///< budget of the search: orders in which bits are taken away
  bool synthesize = true;  ///< false: estimates by uncalibrated weights only
  /// Synthesizes this part of what is needed and stops there: several machines that share a cache directory fill it
  /// together, and a run without a slice then finds everything done.
  std::optional<Slice> slice;
  bool calibrate_only = false;  ///< with a slice: the units of the cost model alone
};

struct Exploration {
  Json json;      ///< schema "pwlforge.explore/1"
  FileSet files;  ///< explore.json, index.html, points/NAME/FUNCTION.json
};

/// Every row: {"name","store","words","bound_lsb","max_error_lsb","mse","mismatches","entries","stored_bits",
/// "latency","estimate","claim","commands", and where synthesized "area","power_mw","critical_path_ns","cells",
/// "equivalence","pareto"}. The same options give the same document, whatever the number of threads. Throws InputError
/// for options that make no sense, and where no unit of the family meets the bound.
Exploration explore(const ExploreOptions& options);

/// For a terminal: the rows, those of the front marked.
std::string explore_table(const Json& json);
/// One file, no network: the front to point at, and every row with its commands.
std::string explore_page(const Json& json);

}  // namespace pwlforge
