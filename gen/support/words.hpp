// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Small words of flags and documents: one of several, a number, a part of a whole.
#pragma once

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gen/support/diagnostics.hpp"

namespace pwlforge {

/// Whether all of `text` is one number, which is then in `value`: an integer of any width, or floating point.
template <typename Number>
bool read_number(std::string_view text, Number& value) {
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && at == end;
}

/// Index of a word among the possible ones. Another one is a problem of `flag`, and counts as the first.
std::size_t choice(const std::string& flag, const std::string& found, const std::vector<std::string>& words,
                   Problems& problems);
/// The same; throws InputError for another one.
std::size_t choice(const std::string& flag, const std::string& found, const std::vector<std::string>& words);

/// Part `index` of `of` parts of numbered things: every one of them, from number `index` on.
struct Slice {
  std::size_t index = 0, of = 1;
  bool has(std::size_t number) const { return number % of == index; }
};
/// "I/N", I from 0 to N - 1. Throws InputError that names --slice.
Slice parse_slice(const std::string& text);

}  // namespace pwlforge
