// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a unit computes in one run: how it is loaded, and what the golden model says.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gen/unit/unit.hpp"

namespace pwlforge {

/// What the unit computes in one run: how to load it, and the golden model of one lane.
struct UnitImage {
  std::string name;                 ///< for messages
  std::vector<ConfigWrite> writes;  ///< loadable stores
  std::uint64_t context = 0;        ///< value of ctx_i
  std::function<std::uint64_t(std::uint64_t)> expected;
  std::function<bool(std::uint64_t)> saturates;  ///< empty: never
  std::vector<std::uint64_t> interesting;        ///< input patterns around its thresholds
};

/// The low `bits` bits of a word.
std::uint64_t low_bits(std::uint64_t value, int bits);

/// A context of the unit's tables.
UnitImage context_image(const UnitPlan& plan, std::size_t context);
/// Random parameters for a loadable store, from the whole range of every field; thresholds sorted.
UnitImage random_image(const UnitPlan& plan, std::uint64_t seed);

}  // namespace pwlforge
