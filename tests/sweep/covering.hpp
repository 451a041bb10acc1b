// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Covering arrays: few rows in which every combination of values of any `strength` axes occurs that can occur at all.
//
//     const Covering pairs = cover({3, 4, 2}, 2, {violations, exists}, 1);
//
// Greedy: a row is built around a combination that is still missing, freed of broken rules by changing one axis at a
// time, then given those values that cover most. Deterministic for a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace pwlforge::sweep {

/// A value of every axis, by index.
using Row = std::vector<std::size_t>;

/// Which rows there are.
struct Constraint {
  std::function<std::size_t(const Row&)> violations;  ///< how many rules the row breaks; asked very often
  std::function<bool(const Row&)> exists;             ///< the last word on a row that breaks none; may take long
};

/// Values of some axes, axes ascending.
struct Combination {
  std::vector<std::size_t> axes;
  std::vector<std::size_t> values;
};

struct Covering {
  std::vector<Row> rows;
  std::uint64_t combinations = 0;       ///< that occur in a row
  std::vector<Combination> impossible;  ///< for which the search found no row
};

Covering cover(const std::vector<std::size_t>& sizes, std::size_t strength, const Constraint& constraint,
               std::uint64_t seed);

/// All combinations of `strength` axes that occur in none of the rows.
std::vector<Combination> missing(const std::vector<std::size_t>& sizes, std::size_t strength,
                                 const std::vector<Row>& rows);

}  // namespace pwlforge::sweep
