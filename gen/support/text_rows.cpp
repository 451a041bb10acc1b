// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/support/text_rows.hpp"

#include <algorithm>
#include <sstream>

#include "gen/support/files.hpp"

namespace pwlforge {

std::vector<TextRow> read_text_rows(const std::filesystem::path& path) {
  std::istringstream lines(read_file(path));
  std::vector<TextRow> rows;
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    line = line.substr(0, line.find('#'));
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == ',' || c == ';'; }, ' ');
    std::istringstream fields(line);
    TextRow row;
    row.line = number;
    for (std::string word; fields >> word;) row.words.push_back(word);
    if (!row.words.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace pwlforge
