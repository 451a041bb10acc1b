// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/support/signed_digits.hpp"

#include <algorithm>
#include <stdexcept>

namespace pwlforge {

std::vector<SignedDigit> signed_digits(std::int64_t value) {
  std::vector<SignedDigit> digits;
  for (int position = 0; value != 0; ++position, value /= 2) {
    if (value % 2 == 0) continue;
    // What is left is a multiple of four, so that the next digit is 0.
    const bool negative = (value & 3) == 3;
    digits.push_back({position, negative});
    value += negative ? 1 : -1;
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
}

// Bits in which a number and three times it differ: every digit of the non-adjacent form of x is one of 3x - x = 2x.
int signed_digit_count(std::int64_t value) {
  auto different = static_cast<std::uint64_t>(value ^ (3 * value));
  int count = 0;
  for (; different != 0; different &= different - 1) ++count;
  return count;
}

std::uint64_t slope_term_word(std::int64_t value, int terms, int bits) {
  const std::vector<SignedDigit> digits = signed_digits(value);
  if (terms * (bits + 1) > 64 || digits.size() > static_cast<std::size_t>(terms))
    throw std::logic_error("slope_term_word: more terms than the word has");
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits[i].position >= bits) throw std::logic_error("slope_term_word: a term above the slope's bits");
    const int at = static_cast<int>(i) * (bits + 1);
    word |= std::uint64_t{1} << (at + digits[i].position);
    if (digits[i].negative) word |= std::uint64_t{1} << (at + bits);
  }
  return word;
}

}  // namespace pwlforge
