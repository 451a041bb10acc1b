// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Numbers as sums of signed powers of two: what a constant slope costs in adders where there is no multiplier.
#pragma once

#include <cstdint>
#include <vector>

namespace pwlforge {

/// Most terms of a slope (`gen --slope-terms`).
constexpr int kMostSlopeTerms = 3;

/// (-1)^negative * 2^position.
struct SignedDigit {
  int position = 0;
  bool negative = false;
};

/// The non-adjacent form, highest position first: of all sums of signed powers of two that give `value` one of the
/// fewest (Reitwiesner, Binary Arithmetic, 1960). No position is above that of the sign bit of the narrowest two's
/// complement word that holds the value. |value| < 2^61.
std::vector<SignedDigit> signed_digits(std::int64_t value);

/// How many those are.
int signed_digit_count(std::int64_t value);

/// The terms of a slope as a word of terms * (bits + 1) bits, term 0 in the low ones: bit s of a term for 2^s, its bit
/// `bits` for a negative one (rtl_templates/lib/arithmetic/pwl_term_sum.v). terms * (bits + 1) <= 64; the value has at
/// most so many digits, none at or above position `bits`: std::logic_error otherwise.
std::uint64_t slope_term_word(std::int64_t value, int terms, int bits);

}  // namespace pwlforge
