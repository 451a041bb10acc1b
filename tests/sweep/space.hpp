// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What is swept over: axes with their values, which rows there are, and what simulating one says.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/bench/simulate.hpp"
#include "tests/sweep/covering.hpp"

namespace pwlforge::sweep {

struct Axis {
  std::string name;
  std::vector<std::string> values;
};

/// What one configuration came to.
struct Verdict {
  std::uint64_t vectors = 0;
  std::uint64_t cycles = 0;
  std::string wrong;  ///< nothing: all is as it must be
};

/// How to simulate it.
struct Run {
  Engine engine = Engine::cycle;
  std::uint64_t seed = 1;
  std::filesystem::path coverage;  ///< as SimOptions
};

class Space {
 public:
  virtual ~Space() = default;
  virtual const std::string& name() const = 0;
  virtual const std::vector<Axis>& axes() const = 0;
  /// Rules of `gen` that the row breaks, as many as it tells; 0 where there is such a unit or operator.
  virtual std::size_t violations(const Row& row) const = 0;
  /// The last word, which may take longer.
  virtual bool exists(const Row& row) const = 0;
  virtual Verdict simulate(const Row& row, const Run& run) const = 0;

  const std::string& value(const Row& row, std::size_t axis) const { return axes()[axis].values[row[axis]]; }
};

std::unique_ptr<Space> unit_space();
std::unique_ptr<Space> operator_space();

/// "unit=int8 format=k8b16 ..."
std::string row_text(const Space& space, const Row& row);
std::string combination_text(const Space& space, const Combination& combination);
/// The row of such a text. Throws InputError for words that are none, or for axes that it leaves out.
Row row_of(const Space& space, const std::string& text);

std::vector<std::size_t> sizes_of(const Space& space);
Constraint constraint_of(const Space& space);

}  // namespace pwlforge::sweep
