// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Stimuli: every bit pattern of one lane, a stratified random sample, or a user's list; and random valid tables for
// units that come without one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "gen/unit/unit.hpp"
#include "sim/bench/testbench/random.hpp"
#include "sim/cycle/lane.hpp"

namespace pwlforge {

/// All 2^W bit patterns, ascending as unsigned. Precondition: W <= 16.
std::vector<std::uint64_t> exhaustive_vectors(const UnitPlan& plan);

/// `count` bit patterns: first a fixed list (extremes, zero, both sides of every threshold, powers of two and their
/// neighbours; for floats every special value), then random ones: uniform, near thresholds, near powers of two, near
/// the extremes, of uniformly distributed magnitude.
std::vector<std::uint64_t> stratified_vectors(const UnitPlan& plan, const LaneParameters& table, std::uint64_t count,
                                              bench::Random& random);

/// One code per line, decimal or 0x hexadecimal (bit pattern), # starts a comment. Throws InputError for every bad
/// line, IoError when the file cannot be read.
std::vector<std::uint64_t> read_vectors(const UnitPlan& plan, const std::filesystem::path& file);

/// A random table that the unit's store can hold: full-range slopes and intercepts, sorted thresholds (sometimes
/// equal).
LaneParameters random_table(const UnitPlan& plan, bench::Random& random);

/// Configuration writes of such a table.
std::vector<ConfigWrite> table_image(const UnitPlan& plan, const LaneParameters& table);

}  // namespace pwlforge
