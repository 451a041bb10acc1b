// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/support/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pwlforge {

std::size_t choice(const std::string& flag, const std::string& found, const std::vector<std::string>& words,
                   Problems& problems) {
  const auto at = std::find(words.begin(), words.end(), found);
  if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
  problems.add(flag, fmt::format("no such choice (found {})", found), fmt::format("use {}", fmt::join(words, ", ")));
  return 0;
}

std::size_t choice(const std::string& flag, const std::string& found, const std::vector<std::string>& words) {
  Problems problems;
  const std::size_t index = choice(flag, found, words, problems);
  problems.throw_if_any();
  return index;
}

Slice parse_slice(const std::string& text) {
  const std::string_view whole = text;
  const std::size_t slash = whole.find('/');
  Slice slice;
  if (slash != std::string_view::npos && read_number(whole.substr(0, slash), slice.index) &&
      read_number(whole.substr(slash + 1), slice.of) && slice.index < slice.of) {
    return slice;
  }
  throw InputError(fmt::format("--slice: not a part of a whole (found {}); give I/N with I from 0 to N - 1", text));
}

}  // namespace pwlforge
